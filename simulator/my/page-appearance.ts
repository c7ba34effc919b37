import type { AppEvents, Router, Screen } from '../faces';
import { domSelector } from '../runtime/dom-selector';
import { asyncCall, type CallOptions } from './async-call';
import { errors, failure } from './failure';

/** The title bar, and scrolling and refreshing of the page on top (reference mini-program 5). */
export function pageAppearanceFamily(screen: Screen, router: Router, app: AppEvents) {
  const done = { success: true };
  const nothing = asyncCall(() => done);
  const change = asyncCall((options) => {
    screen.navigationBar(navigationBarChange(options));
    return done;
  });
  return {
    setNavigationBar: change,
    setNavigationBarTitle: change,
    setNavigationBarColor: change,
    showNavigationBarLoading: asyncCall(() => screen.navigationBar({ loading: true })),
    hideNavigationBarLoading: asyncCall(() => screen.navigationBar({ loading: false })),
    hideBackHome: asyncCall(() => screen.navigationBar({ leading: 'none' })),
    setBackgroundColor: asyncCall(({ backgroundColor }) => {
      if (typeof backgroundColor === 'string') router.topPageElement().style.backgroundColor = backgroundColor;
    }),
    setBackgroundTextStyle: nothing,
    setCanPullDown: nothing,
    hideShareMenu: nothing,
    showShareMenu: nothing,
    startPullDownRefresh: asyncCall(() => app.pullDownRefresh(true)),
    stopPullDownRefresh: asyncCall(() => app.pullDownRefresh(false)),
    pageScrollTo: asyncCall((options) => scrollPage(router.topPageElement(), options)),
  };
}

function navigationBarChange(options: CallOptions) {
  const change: Parameters<Screen['navigationBar']>[0] = {};
  if (typeof options.title === 'string') change.title = options.title;
  if (typeof options.backgroundColor === 'string') change.backgroundColor = options.backgroundColor;
  if (typeof options.frontColor === 'string') change.frontColor = options.frontColor;
  return options.reset ? { ...change, backgroundColor: '', frontColor: '' } : change;
}

function scrollPage(page: HTMLElement, options: CallOptions): void {
  const behavior = Number(options.duration) === 0 ? 'instant' : 'smooth';
  if (typeof options.selector !== 'string') {
    page.scrollTo({ top: Number(options.scrollTop) || 0, behavior });
    return;
  }
  const element = page.querySelector(domSelector(options.selector));
  if (!element) throw failure(errors.invalidParameter, `pageScrollTo: nothing matches ${options.selector}`);
  const top = element.getBoundingClientRect().top - page.getBoundingClientRect().top + page.scrollTop;
  page.scrollTo({ top: top + (Number(options.offsetTop) || 0), behavior });
}
