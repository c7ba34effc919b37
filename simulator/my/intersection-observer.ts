import { nowMs } from '../clock';
import { domSelector } from '../runtime/dom-selector';
import { datasetOf } from '../runtime/node-info';
import { fromOrigin, viewportOf } from './viewport-rect';

interface Options {
  thresholds?: number[];
  initialRatio?: number;
  selectAll?: boolean;
  dataset?: boolean;
}

interface Margins {
  left?: number;
  top?: number;
  right?: number;
  bottom?: number;
}

/** `my.createIntersectionObserver(options)` and an instance's own (reference mini-program 5). */
export function createIntersectionObserver(root: () => ParentNode, options: Options = {}) {
  let relative: { selector: string | null; margins: Margins } = { selector: null, margins: {} };
  let observer: IntersectionObserver | undefined;
  const face = {
    relativeTo(selector: string, margins: Margins = {}) {
      relative = { selector: domSelector(selector), margins };
      return face;
    },
    relativeToViewport(margins: Margins = {}) {
      relative = { selector: null, margins };
      return face;
    },
    observe(selector: string, callback: (result: unknown) => void) {
      const scope = root();
      const frame = relative.selector ? scope.querySelector(relative.selector) : viewportOf(scope as Node);
      observer = watch(frame, callback);
      const found = [...scope.querySelectorAll(domSelector(selector))];
      for (const element of options.selectAll ? found : found.slice(0, 1)) observer.observe(element);
    },
    disconnect() {
      observer?.disconnect();
    },
  };

  function watch(frame: Element | null, callback: (result: unknown) => void): IntersectionObserver {
    const thresholds = options.thresholds ?? [0];
    const lastRatio = new Map<Element, number>();
    return new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const before = lastRatio.get(entry.target) ?? options.initialRatio ?? 0;
          lastRatio.set(entry.target, entry.intersectionRatio);
          if (crosses(before, entry.intersectionRatio, thresholds)) callback(resultOf(entry, options));
        }
      },
      { root: frame, rootMargin: rootMargin(relative.margins), threshold: thresholds },
    );
  }
  return face;
}

/** Whether a threshold lies between two ratios: the browser also reports the first look, which the platform does not. */
function crosses(before: number, after: number, thresholds: number[]): boolean {
  return thresholds.some((threshold) =>
    threshold === 0 ? before > 0 !== after > 0 : before >= threshold !== after >= threshold,
  );
}

function rootMargin({ top = 0, right = 0, bottom = 0, left = 0 }: Margins): string {
  return [top, right, bottom, left].map((margin) => `${margin}px`).join(' ');
}

function resultOf(entry: IntersectionObserverEntry, options: Options) {
  const origin = viewportOf(entry.target).getBoundingClientRect();
  return {
    id: entry.target.id,
    dataset: options.dataset ? datasetOf(entry.target) : {},
    intersectionRatio: entry.intersectionRatio,
    intersectionRect: fromOrigin(entry.intersectionRect, origin),
    boundingClientRect: fromOrigin(entry.boundingClientRect, origin),
    relativeRect: fromOrigin(entry.rootBounds ?? origin, origin),
    time: nowMs(),
  };
}
