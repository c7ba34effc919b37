import { useContext } from 'preact/hooks';
import type { BuiltinProps } from '../faces';
import { nearestInfo } from '../runtime/node-info';
import { sayOnce } from '../runtime/say-once';
import { flag, number, text } from './attributes';
import { FormContext } from './form-context';
import { hostElement, joinHost } from './host-element';
import { pressable } from './pressable';
import { useHover } from './use-hover';

const Host = hostElement('button');

/** `button` with the platform's look, form duty, and the pressed class `button-hover` (reference 2.5). */
export function Button({ attrs, host, children }: BuiltinProps) {
  const form = useContext(FormContext);
  const isDisabled = flag(attrs, 'disabled');
  const openType = text(attrs, 'openType');
  const hover = useHover({
    hoverClass: text(attrs, 'hoverClass', 'button-hover'),
    startMs: number(attrs, 'hoverStartTime', 20),
    stayMs: number(attrs, 'hoverStayTime', 70),
    isDisabled,
  });
  const onClick = (event: Event) => {
    const formType = text(attrs, 'formType');
    if (formType === 'submit') form?.submit(event);
    if (formType === 'reset') form?.reset(event);
    if (openType) {
      const place = nearestInfo(event.currentTarget)?.place ?? 'button';
      sayOnce(place, `<button open-type="${openType}"> is not supported by the simulator.`);
    }
  };
  const own = {
    role: 'button',
    'data-type': text(attrs, 'type', 'default'),
    'data-size': text(attrs, 'size', 'default'),
    'data-plain': flag(attrs, 'plain') ? '' : undefined,
    'data-disabled': isDisabled ? '' : undefined,
    'aria-busy': flag(attrs, 'loading') ? 'true' : undefined,
    ...hover,
    ...pressable(isDisabled),
    onClick,
  };
  return (
    <Host {...joinHost(host, own)}>
      {flag(attrs, 'loading') ? <span class="a-spinner" aria-hidden="true" /> : null}
      {children}
    </Host>
  );
}
