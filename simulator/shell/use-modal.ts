import { useLayoutEffect, useRef } from 'preact/hooks';

const focusable =
  'button:not([disabled]), input:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"])';

/**
 * What every dialog owes people without a mouse: focus moves in, stays in, goes back afterwards; Escape leaves.
 * Returns the ref for the dialog's element.
 */
export function useModal(leave: () => void) {
  const element = useRef<HTMLDivElement>(null);
  const latestLeave = useRef(leave);
  latestLeave.current = leave;
  // Before the browser takes focus away from what the dialog makes inert.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    const before = document.activeElement;
    (dialog.querySelector<HTMLElement>('[data-first-focus]') ?? dialog).focus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isOnTop(dialog)) return;
      if (event.key === 'Escape') {
        event.stopPropagation();
        latestLeave.current();
      }
      if (event.key === 'Tab') keepInside(dialog, event);
    };
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('keydown', onKeyDown, true);
      // Once the rendering that removes the dialog has made the rest reachable again.
      queueMicrotask(() => before instanceof HTMLElement && before.isConnected && before.focus());
    };
  }, []);
  return element;
}

/** Keys belong to the dialog even after the button that had the focus is gone; of two dialogs, to the later one. */
function isOnTop(dialog: HTMLElement): boolean {
  return [...document.querySelectorAll('[aria-modal="true"]')].at(-1) === dialog;
}

function keepInside(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(focusable)].filter((stop) => stop.offsetParent !== null);
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last) return;
  const { activeElement } = document;
  const isInside = dialog.contains(activeElement) && activeElement !== dialog;
  const goesOut = !isInside || activeElement === (event.shiftKey ? first : last);
  if (!goesOut) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
