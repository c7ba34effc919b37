import type { BuiltinProps } from '../faces';
import { number, text } from './attributes';
import { hostElement, joinHost } from './host-element';
import { hasPressedRole, pressable } from './pressable';
import { useHover } from './use-hover';

const Host = hostElement('view');

/** `view`, the box everything is made of (reference 2.5). */
export function View({ attrs, host, children }: BuiltinProps) {
  const hover = useHover({
    hoverClass: text(attrs, 'hoverClass'),
    startMs: number(attrs, 'hoverStartTime', 50),
    stayMs: number(attrs, 'hoverStayTime', 400),
  });
  const isDisabled = String(host['aria-disabled']) === 'true';
  const own = hasPressedRole(host) ? { ...hover, ...pressable(isDisabled) } : hover;
  return <Host {...joinHost(host, own)}>{children}</Host>;
}
