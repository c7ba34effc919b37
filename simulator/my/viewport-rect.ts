/** A rectangle as `my.*` gives it: px from the corner of the phone's screen under the title bar. */
export interface ViewportRect {
  left: number;
  top: number;
  right: number;
  bottom: number;
  width: number;
  height: number;
}

/** The element pages are mounted in; the phone marks it. */
export function viewportOf(node: Node): Element {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest('[data-viewport]') ?? document.documentElement;
}

/** Where an element is on the phone's screen, whatever the browser window has around the phone. */
export function rectOf(element: Element): ViewportRect {
  return fromOrigin(element.getBoundingClientRect(), viewportOf(element).getBoundingClientRect());
}

/** A rectangle of the browser window as one of the phone's screen, whose place in the window is `origin`. */
export function fromOrigin(rect: DOMRectReadOnly, origin: DOMRectReadOnly): ViewportRect {
  const left = rect.left - origin.left;
  const top = rect.top - origin.top;
  return { left, top, right: left + rect.width, bottom: top + rect.height, width: rect.width, height: rect.height };
}
