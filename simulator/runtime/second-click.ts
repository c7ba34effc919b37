/**
 * Keeps the second half of a double click from a page that its first half has opened: on a phone a page that slides in takes no taps.
 * Returns the function to call whenever the page comes to be seen.
 */
export function refuseSecondClicks(page: HTMLElement): () => void {
  let hasSeenFirst = false;
  page.addEventListener(
    'click',
    (event) => {
      // The browser counts clicks that follow each other; those that scripts and keys make have no number.
      if (event.detail <= 1) hasSeenFirst = true;
      else if (!hasSeenFirst) event.stopImmediatePropagation();
    },
    { capture: true },
  );
  return () => {
    hasSeenFirst = false;
  };
}
