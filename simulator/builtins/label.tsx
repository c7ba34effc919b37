import type { BuiltinProps } from '../faces';
import { text } from './attributes';
import { hostElement, joinHost } from './host-element';

const Host = hostElement('label');
const controls = 'a-checkbox, a-radio, a-switch, a-input, a-textarea, a-button';

/** `label`: a tap on it works the control named by `for`, or else the first control inside (reference 2.5). */
export function Label({ attrs, host, children }: BuiltinProps) {
  const onClick = (event: Event) => {
    const label = event.currentTarget as Element;
    const control = labelled(label, text(attrs, 'for'));
    const isOnControl = event.target instanceof Element && event.target.closest(controls);
    if (control && !isOnControl) work(control);
  };
  return <Host {...joinHost(host, { onClick })}>{children}</Host>;
}

function labelled(label: Element, id: string): Element | null {
  if (!id) return label.querySelector(controls);
  return label.closest('a-page')?.querySelector(`#${CSS.escape(id)}`) ?? null;
}

/** The click does not bubble: the tap on the label is already on its way to whatever is around both. */
function work(control: Element): void {
  const field = control.querySelector<HTMLElement>('input, textarea');
  if (field) field.focus();
  else control.dispatchEvent(new MouseEvent('click', { bubbles: false, cancelable: true }));
}
