import type { MyFailure, Router, TabBarView } from '../faces';
import type { Data } from './data-store';
import type { Unit } from './instance';
import { type LivePage, livePage } from './live-page';
import { type Bar, tabBarOf } from './page-frame';
import { type PageAddress, pageAddress } from './page-path';

/** Reference mini-program 4.4. */
const maxDepth = 10;

export interface RouterParts {
  app: Data;
  mount: HTMLElement;
  findUnit(id: string): Unit | undefined;
  navigationBar(bar: Bar): void;
  tabBar(bar: TabBarView | null): void;
  /** The app goes behind the cashier or another app, or comes back. */
  appHook(hook: 'onShow' | 'onHide'): void;
}

/** The page stack with what only the phone and the boot code need. */
export interface PageStack extends Router {
  /** Opens the first page. */
  launch(address: PageAddress): void;
  home(): Promise<void>;
  top(): LivePage;
  /** What `getCurrentPages()` gives. */
  instances(): unknown[];
}

function failure(errorMessage: string): MyFailure {
  return { error: 1, errorMessage };
}

/** Whoever navigates inside onLoad finishes first. */
const afterCaller = (): Promise<void> => Promise.resolve();

/** The stack of pages, with life-cycle events in the order of reference mini-program 4.1 and 4.4. */
export function pageRouter({ app, mount, findUnit, navigationBar, tabBar, appHook }: RouterParts): PageStack {
  const tabs = tabBarOf(app);
  const keptTabs = new Map<string, LivePage>();
  const isDecoded = (app.behavior as Data | undefined)?.decodeQuery !== 'disable';
  const firstPage = String(app.entryPagePath ?? (app.pages as string[] | undefined)?.[0] ?? '');
  const stack: LivePage[] = [];

  const isTab = (path: string): boolean => tabs?.items.some((item) => item.pagePath === path) ?? false;

  const top = (): LivePage => {
    const page = stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  };

  const find = (url: string): PageAddress & { unit: Unit } => {
    const address = pageAddress(url, stack.at(-1)?.owner.unit.id ?? '', isDecoded);
    const unit = findUnit(address.path);
    if (unit?.kind !== 'page') throw failure(`${url} resolved to ${address.path} is not found`);
    return { ...address, unit };
  };

  const drawTabBar = (path: string): void => {
    const selectedIndex = tabs?.items.findIndex((item) => item.pagePath === path) ?? -1;
    if (!tabs || selectedIndex === -1) {
      tabBar(null);
      return;
    }
    const onSelect = (index: number): void => {
      const item = tabs.items[index];
      if (!item) return;
      top().fire('onTabItemTap', { index, pagePath: item.pagePath, text: item.name });
      router.switchTab(`/${item.pagePath}`).catch(() => undefined);
    };
    tabBar({ ...tabs, selectedIndex, onSelect });
  };

  /** Puts the page on top in front of the others and the phone's bars around it. */
  const face = (): void => {
    const page = top();
    const path = page.owner.unit.id;
    for (const other of [...stack, ...keptTabs.values()]) if (other !== page) other.hide();
    page.show();
    const isHome = path === firstPage || isTab(path);
    const leading = stack.length > 1 ? 'back' : isHome ? 'none' : 'home';
    navigationBar({ ...page.bar, leading });
    drawTabBar(path);
  };

  const open = (unit: Unit, query: Record<string, string>): void => {
    const page = livePage(unit, app, mount);
    stack.push(page);
    if (isTab(unit.id)) keptTabs.set(unit.id, page);
    face();
    page.begin(query);
  };

  /** Takes pages off the stack, the uppermost first. Tab pages live on unless everything goes. */
  const drop = (count: number, isAll = false): void => {
    for (let left = count; left > 0; left -= 1) {
      const page = stack.pop();
      if (!page) return;
      if (isTab(page.owner.unit.id) && !isAll) continue;
      keptTabs.delete(page.owner.unit.id);
      page.destroy();
    }
  };

  const dropEverything = (): void => {
    drop(stack.length, true);
    for (const page of keptTabs.values()) page.destroy();
    keptTabs.clear();
  };

  const router: PageStack = {
    launch: ({ path, query }) => {
      const unit = findUnit(path);
      if (unit?.kind !== 'page') throw failure(`${path} is not a page of app.json`);
      open(unit, query);
    },
    navigateTo: async (url) => {
      await afterCaller();
      const { unit, query, path } = find(url);
      if (isTab(path)) throw failure(`${path} is a tab page; use switchTab`);
      if (stack.length >= maxDepth) throw failure(`at most ${maxDepth} pages can be open`);
      top().fire('onHide');
      open(unit, query);
    },
    redirectTo: async (url) => {
      await afterCaller();
      const { unit, query, path } = find(url);
      if (isTab(path)) throw failure(`${path} is a tab page; use switchTab`);
      drop(1);
      open(unit, query);
    },
    reLaunch: async (url) => {
      await afterCaller();
      const { unit, query } = find(url);
      dropEverything();
      open(unit, query);
    },
    switchTab: async (url) => {
      await afterCaller();
      const { unit, path } = find(url);
      if (!isTab(path)) throw failure(`${path} is not a tab page`);
      const before = top();
      if (before.owner.unit.id === path) return;
      const isLeft = isTab(before.owner.unit.id);
      if (isLeft) before.fire('onHide');
      drop(stack.length);
      const kept = keptTabs.get(path);
      if (!kept) {
        open(unit, {});
        return;
      }
      stack.push(kept);
      face();
      kept.fire('onShow');
    },
    navigateBack: async (delta) => {
      await afterCaller();
      if (stack.length <= 1) throw failure('already top of navigation');
      drop(Math.min(Math.max(1, delta), stack.length - 1));
      face();
      top().fire('onShow');
    },
    home: () => router.reLaunch(`/${firstPage}`),
    top,
    topPageElement: () => top().element,
    instances: () => stack.map((page) => page.owner.self),
    background: () => {
      top().fire('onHide');
      appHook('onHide');
    },
    foreground: () => {
      appHook('onShow');
      top().fire('onShow');
    },
  };
  return router;
}
