import { useEffect, useRef } from 'preact/hooks';

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
  useEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    const before = document.activeElement;
    (dialog.querySelector<HTMLElement>('[data-first-focus]') ?? dialog).focus();
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        latestLeave.current();
      }
      if (event.key === 'Tab') keepInside(dialog, event);
    };
    dialog.addEventListener('keydown', onKeyDown);
    return () => {
      dialog.removeEventListener('keydown', onKeyDown);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return element;
}

function keepInside(dialog: HTMLElement, event: KeyboardEvent): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>(focusable)].filter((stop) => stop.offsetParent !== null);
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last) return;
  const goesOut = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  const isOnDialog = document.activeElement === dialog;
  if (!goesOut && !(isOnDialog && event.shiftKey)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}
