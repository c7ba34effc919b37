/**
 * Keeps the strip under the page in the colour the page ends in, as a phone's screen simply goes on there. Looks again
 * whenever the page changes, at most once per frame.
 */
export function followChinColor(viewport: HTMLElement, paint: (color: string) => void): () => void {
  let frame = 0;
  const look = () => {
    frame = 0;
    const color = colorAtBottom(viewport);
    if (color) paint(color);
  };
  const lookSoon = () => {
    frame ||= requestAnimationFrame(look);
  };
  const observer = new MutationObserver(lookSoon);
  observer.observe(viewport, { subtree: true, childList: true, attributes: true });
  lookSoon();
  return () => {
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}

/** The colour of the topmost painted element there; nothing while a dialog keeps the page from being touched. */
function colorAtBottom(viewport: HTMLElement): string | undefined {
  const { left, width, bottom } = viewport.getBoundingClientRect();
  return document
    .elementsFromPoint(left + width / 2, bottom - 1)
    .filter((element) => viewport.contains(element))
    .map((element) => getComputedStyle(element).backgroundColor)
    .find((color) => color.startsWith('rgb('));
}
