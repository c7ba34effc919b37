/** Roles a person operates by pressing; an element with one of them must be reachable and pressable by keyboard. */
const pressedRoles = new Set([
  'button',
  'link',
  'checkbox',
  'radio',
  'switch',
  'tab',
  'menuitem',
  'option',
  'treeitem',
]);

/** Whether the author of the page gave this element a role that is operated by pressing. */
export function hasPressedRole(host: Record<string, unknown>): boolean {
  return typeof host.role === 'string' && pressedRoles.has(host.role);
}

/** What makes an element reachable by Tab and lets Enter and Space do what a tap does. */
export function pressable(isDisabled: boolean): Record<string, unknown> {
  if (isDisabled) return { 'aria-disabled': 'true', onClickCapture: swallow };
  return { tabIndex: 0, onKeyDown: pressByKey };
}

/** A disabled control must not raise tap, neither its own nor one bound to the same element. */
function swallow(event: Event): void {
  event.stopImmediatePropagation();
  event.preventDefault();
}

function pressByKey(event: KeyboardEvent): void {
  if (event.target !== event.currentTarget) return;
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  (event.currentTarget as HTMLElement).click();
}
