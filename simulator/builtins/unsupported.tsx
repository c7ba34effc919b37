import { useEffect, useRef } from 'preact/hooks';
import type { Builtin } from '../faces';
import { nodeInfo } from '../runtime/node-info';
import { sayOnce } from '../runtime/say-once';
import { hostElement, joinHost } from './host-element';

/** Stands where a tag the simulator cannot draw would be: visible to the author, named with its place in the console. */
export function unsupported(tag: string): Builtin {
  const Host = hostElement(tag);
  return function Unsupported({ host, children }) {
    const element = useRef<Element>(null);
    useEffect(() => {
      const place = element.current && nodeInfo(element.current)?.place;
      sayOnce(place ?? tag, `<${tag}> is not supported by the simulator.`);
    }, []);
    return (
      <Host {...joinHost(host, { class: 'a-unsupported', ref: element })}>
        <span class="a-unsupported-name">{`<${tag}>`}</span>
        {children}
      </Host>
    );
  };
}
