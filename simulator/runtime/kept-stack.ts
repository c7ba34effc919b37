/** Where the addresses of open pages wait while the browser reloads after an edit. */
const storageKey = 'simulator:open-pages';

/** Edits so far; a new address makes the browser ask again. */
let edits = 0;

/** Puts the new style sheet in the place of the old one once it is there, so that nothing is drawn without style between. */
function takeNewStyles(): void {
  const known = document.querySelector<HTMLLinkElement>('link[href*="mini-program.css"]');
  if (!known) return;
  edits += 1;
  const fresh = known.cloneNode() as HTMLLinkElement;
  fresh.href = `/__simulator/mini-program.css?edit=${edits}`;
  fresh.addEventListener('load', () => known.remove());
  known.after(fresh);
}

/**
 * Follows the edits the server has compiled: a new style sheet is put in place, anything else reloads the browser;
 * `addresses` are the pages to open then.
 */
export function reloadOnChange(addresses: () => string[]): void {
  const events = new EventSource('/__simulator/events');
  events.addEventListener('message', ({ data }) => {
    if (data === 'styles') return takeNewStyles();
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
