import { h, render } from 'preact';
import type { Data } from './data-store';
import type { EventChannel } from './event-channel';
import type { PageOwner, Unit } from './instance';
import { pageOwner } from './owner';
import { type Bar, pageFrame } from './page-frame';
import { PageView } from './page-view';
import { guarded } from './problems';
import { refuseSecondClicks } from './second-click';

/** onReachBottom is told this far above the end, unless app.json or page.json say otherwise. */
const reachBottomPx = 50;

/** One page on the stack. */
export interface LivePage {
  owner: PageOwner;
  /** The title bar as it was last seen on this page. */
  bar: Bar;
  element: HTMLElement;
  query: Record<string, string>;
  /** Calls a page hook, then the same in `pageEvents` of the components on the page. */
  fire(hook: string, ...args: unknown[]): void;
  /** onLoad and onShow, the first drawing, onReady (reference mini-program 4.1). */
  begin(): void;
  show(): void;
  hide(): void;
  /** onUnload, then didUnmount of everything on it. */
  destroy(): void;
}

function fireOn(owner: PageOwner, hook: string, args: unknown[]): void {
  owner.run(hook, ...args);
  for (const component of owner.components) {
    for (const one of component.definition.pageEvents.get(hook) ?? []) {
      guarded(`${hook} of ${component.unit.id}`, () => one.apply(component.self, args));
    }
  }
}

/** Calls onPageScroll and, once per arrival, onReachBottom. */
function watchScrolling(element: HTMLElement, distancePx: number, fire: LivePage['fire']): void {
  let isAtBottom = false;
  element.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    fire('onPageScroll', { scrollTop, scrollHeight });
    const isNear = scrollTop + clientHeight >= scrollHeight - distancePx;
    if (isNear && !isAtBottom) fire('onReachBottom');
    isAtBottom = isNear;
  });
}

/** Scroll positions under an element: what is not displayed forgets them. */
function scrollKeeper(element: HTMLElement): { keep(): void; restore(): void } {
  let kept: [Element, number, number][] = [];
  return {
    keep: () => {
      kept = [element, ...element.querySelectorAll('*')]
        .filter(({ scrollTop, scrollLeft }) => scrollTop > 0 || scrollLeft > 0)
        .map((one) => [one, one.scrollTop, one.scrollLeft]);
    },
    restore: () => {
      for (const [one, top, left] of kept) one.scrollTo({ top, left, behavior: 'instant' });
    },
  };
}

interface PageParts {
  unit: Unit;
  query: LivePage['query'];
  app: Data;
  mount: HTMLElement;
  opener: EventChannel | undefined;
}

/** Makes a page in `mount`; nothing of it has run yet, so that it can take its place on the stack first. */
export function livePage({ unit, query, app, mount, opener }: PageParts): LivePage {
  const { bar, background } = pageFrame(app, unit.json);
  const element = document.createElement('a-page');
  element.dataset.path = unit.id;
  // Behind what the page's own styles say of `page`, not over it.
  if (background) element.style.setProperty('--window-background', background);
  mount.append(element);
  const owner = pageOwner(unit, element, opener);
  const scrolls = scrollKeeper(element);
  const comesToBeSeen = refuseSecondClicks(element);
  const fire: LivePage['fire'] = (hook, ...args) => fireOn(owner, hook, args);
  const distance = Number(unit.json.onReachBottomDistance ?? (app.window as Data | undefined)?.onReachBottomDistance);
  watchScrolling(element, Number.isFinite(distance) ? distance : reachBottomPx, fire);

  return {
    owner,
    bar,
    element,
    query,
    fire,
    begin: () => {
      owner.run('onLoad', query);
      owner.run('onShow');
      guarded(`drawing ${unit.id}`, () => render(h(PageView, { owner }), element));
      fire('onReady');
    },
    show: () => {
      comesToBeSeen();
      element.hidden = false;
      element.dataset.pageTop = '';
      scrolls.restore();
    },
    hide: () => {
      if (element.hidden) return;
      scrolls.keep();
      element.hidden = true;
      delete element.dataset.pageTop;
    },
    destroy: () => {
      owner.run('onUnload');
      owner.isGone = true;
      render(null, element);
      element.remove();
    },
  };
}
