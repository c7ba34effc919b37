interface Size {
  windowWidth: number;
  windowHeight: number;
}

/** Tells of every size the phone's viewport takes after its first one, in px. */
export function watchSize(viewport: HTMLElement, onResize: (size: Size) => void): void {
  let known = '';
  const observer = new ResizeObserver(() => {
    const size = { windowWidth: viewport.clientWidth, windowHeight: viewport.clientHeight };
    const isFirst = known === '';
    const isNew = known !== JSON.stringify(size);
    known = JSON.stringify(size);
    if (isNew && !isFirst) onResize(size);
  });
  observer.observe(viewport);
}
