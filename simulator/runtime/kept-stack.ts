/** Where the addresses of open pages wait while the browser reloads after an edit. */
const storageKey = 'simulator:open-pages';

/** Reloads the browser whenever the server has compiled again; `addresses` are the pages to open then. */
export function reloadOnChange(addresses: () => string[]): void {
  const events = new EventSource('/__simulator/events');
  events.addEventListener('message', () => {
    const open = addresses();
    // While an error is shown nothing is open, and what was open before it stays kept.
    if (open.length > 0) sessionStorage.setItem(storageKey, JSON.stringify(open));
    location.reload();
  });
}

/** The pages that were open before an edit, the lowest first; asked once per reload. */
export function takeKeptStack(): string[] {
  const kept = sessionStorage.getItem(storageKey);
  sessionStorage.removeItem(storageKey);
  return kept === null ? [] : JSON.parse(kept);
}
