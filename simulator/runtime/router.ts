import type { MyFailure, OpenPage, Router } from '../faces';
import type { Data } from './data-store';
import { eventChannel } from './event-channel';
import type { Unit } from './instance';
import type { LivePage } from './live-page';
import { type PageAddress, pageAddress } from './page-path';
import { homePath, type PageStack, pageStack, type StackParts } from './page-stack';

/** Reference mini-program 4.4. */
const maxDepth = 10;

/** What routing needs beyond the stack. */
export interface RouterParts extends Omit<StackParts, 'onTab'> {
  findUnit(id: string): Unit | undefined;
  /** The app goes behind the cashier or another app, or comes back. */
  appHook(hook: 'onShow' | 'onHide'): void;
}

/** The page stack with what only the phone and the boot code need. */
export interface PageRouter extends Router {
  /** Opens the first page. */
  launch(address: PageAddress): void;
  home(): Promise<void>;
  top(): LivePage;
  /** What `getCurrentPages()` gives. */
  instances(): unknown[];
  pages(): OpenPage[];
  /** Addresses of the open pages, the lowest first. */
  addresses(): string[];
}

function failure(errorMessage: string): MyFailure {
  return { error: 1, errorMessage };
}

/** Whoever navigates inside onLoad finishes first. */
const afterCaller = (): Promise<void> => Promise.resolve();

/** Finds pages by address, or throws what `my.navigateTo` fails with. */
function pageFinder(app: Data, findUnit: RouterParts['findUnit'], topPath: () => string) {
  const isDecoded = (app.behavior as Data | undefined)?.decodeQuery !== 'disable';
  return (url: string): PageAddress & { unit: Unit } => {
    const address = pageAddress(url, topPath(), isDecoded);
    const unit = findUnit(address.path);
    if (unit?.kind !== 'page') throw failure(`${url} resolved to ${address.path} is not found`);
    return { ...address, unit };
  };
}

type Navigation = Pick<Router, 'navigateTo' | 'redirectTo' | 'reLaunch' | 'switchTab' | 'navigateBack'>;

/** The five ways to move, with life-cycle events in the order of reference mini-program 4.1 and 4.4. */
function navigation(stack: PageStack, find: ReturnType<typeof pageFinder>): Navigation {
  /** Tab pages are reached by switchTab and reLaunch only. */
  const findPlain = (url: string): PageAddress & { unit: Unit } => {
    const found = find(url);
    if (stack.isTab(found.path)) throw failure(`${found.path} is a tab page; use switchTab`);
    return found;
  };

  return {
    navigateTo: async (url, events) => {
      await afterCaller();
      const { unit, query } = findPlain(url);
      if (stack.depth() >= maxDepth) throw failure(`at most ${maxDepth} pages can be open`);
      const channel = eventChannel(events);
      stack.top().fire('onHide');
      stack.open(unit, query, channel);
      return { eventChannel: channel };
    },
    redirectTo: async (url) => {
      await afterCaller();
      const { unit, query } = findPlain(url);
      stack.drop(1);
      stack.open(unit, query);
    },
    reLaunch: async (url) => {
      await afterCaller();
      const { unit, query } = find(url);
      stack.clear();
      stack.open(unit, query);
    },
    switchTab: async (url) => {
      await afterCaller();
      const { unit, path } = find(url);
      if (!stack.isTab(path)) throw failure(`${path} is not a tab page`);
      const before = stack.top();
      if (before.owner.unit.id === path) return;
      if (stack.isTab(before.owner.unit.id)) before.fire('onHide');
      stack.drop(stack.depth());
      if (!stack.reopenTab(path)) return stack.open(unit, {});
      stack.face();
      stack.top().fire('onShow');
    },
    navigateBack: async (delta) => {
      await afterCaller();
      if (stack.depth() <= 1) throw failure('already top of navigation');
      stack.drop(Math.min(Math.max(1, delta), stack.depth() - 1));
      stack.face();
      stack.top().fire('onShow');
    },
  };
}

/** The router of one running mini-program; its pages are drawn into `mount`. */
export function pageRouter({ findUnit, appHook, ...parts }: RouterParts): PageRouter {
  const onTab = (path: string): void => void ways.switchTab(`/${path}`).catch(() => undefined);
  const stack = pageStack({ ...parts, onTab });
  const topPath = (): string => (stack.depth() > 0 ? stack.top().owner.unit.id : '');
  const ways = navigation(stack, pageFinder(parts.app, findUnit, topPath));
  return {
    ...ways,
    launch: ({ path, query }) => {
      const unit = findUnit(path);
      if (unit?.kind !== 'page') throw failure(`${path} is not a page of app.json`);
      stack.open(unit, query);
    },
    home: () => ways.reLaunch(`/${homePath(parts.app)}`),
    top: stack.top,
    topPageElement: () => stack.top().element,
    instances: stack.instances,
    pages: stack.pages,
    addresses: stack.addresses,
    background: () => {
      stack.top().fire('onHide');
      appHook('onHide');
    },
    foreground: () => {
      appHook('onShow');
      stack.top().fire('onShow');
    },
  };
}
