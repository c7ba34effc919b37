import { useEffect } from 'preact/hooks';
import type { Builtin } from '../faces';
import { hostElement, joinHost } from './host-element';
import { notSupported } from './not-supported';

/** Stands where a tag the simulator cannot draw would be: visible to the author, named once in the console. */
export function unsupported(tag: string): Builtin {
  const Host = hostElement(tag);
  return function Unsupported({ host, children }) {
    useEffect(() => notSupported(`<${tag}>`), []);
    return (
      <Host {...joinHost(host, { class: 'a-unsupported' })}>
        <span class="a-unsupported-name">{`<${tag}>`}</span>
        {children}
      </Host>
    );
  };
}
