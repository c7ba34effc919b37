import type { OpenPage, TabBarView } from '../faces';
import type { Data } from './data-store';
import type { EventChannel } from './event-channel';
import type { Unit } from './instance';
import { type LivePage, livePage } from './live-page';
import { type Bar, type TabBar, tabBarOf } from './page-frame';
import { pageUrl } from './page-path';
import { plainCopy } from './plain-copy';

/** The app, the place its pages are drawn in, and what the phone is told. */
export interface StackParts {
  app: Data;
  mount: HTMLElement;
  navigationBar(bar: Bar): void;
  tabBar(bar: TabBarView | null): void;
  /** The person chose another tab. */
  onTab(path: string): void;
}

/** `entryPagePath` of app.json, else the first page (reference mini-program 1.1). */
export function homePath(app: Data): string {
  return String(app.entryPagePath ?? (app.pages as string[] | undefined)?.[0] ?? '');
}

/** Draws the tab bar on tab pages, and none elsewhere. */
function tabBarDrawer(tabs: TabBar | null, parts: StackParts, top: () => LivePage): (path: string) => void {
  return (path) => {
    const selectedIndex = tabs?.items.findIndex((item) => item.pagePath === path) ?? -1;
    if (!tabs || selectedIndex === -1) {
      parts.tabBar(null);
      return;
    }
    const onSelect = (index: number): void => {
      const item = tabs.items[index];
      if (!item) return;
      const tapped = { index, pagePath: item.pagePath, text: item.name };
      if (index === selectedIndex) {
        top().fire('onSelectedTabItemTap', tapped);
        return;
      }
      top().fire('beforeTabItemTap', tapped);
      top().fire('onTabItemTap', tapped);
      parts.onTab(item.pagePath);
    };
    parts.tabBar({ ...tabs, selectedIndex, onSelect });
  };
}

/** The pages that are open, the one on top last. Tab pages live on when they are left; others end. */
export function pageStack(parts: StackParts) {
  const { app, mount, navigationBar } = parts;
  const tabs = tabBarOf(app);
  const keptTabs = new Map<string, LivePage>();
  const stack: LivePage[] = [];

  const isTab = (path: string): boolean => tabs?.items.some((item) => item.pagePath === path) ?? false;

  const top = (): LivePage => {
    const page = stack.at(-1);
    if (!page) throw new Error('no page is open');
    return page;
  };
  const drawTabBar = tabBarDrawer(tabs, parts, top);

  /** Puts the page on top in front of the others, and the phone's bars around it. */
  const face = (): void => {
    const page = top();
    const path = page.owner.unit.id;
    for (const other of [...stack, ...keptTabs.values()]) if (other !== page) other.hide();
    page.show();
    const isHome = path === homePath(app) || isTab(path);
    const leading = stack.length > 1 ? 'back' : isHome ? 'none' : 'home';
    // What the page itself has changed, hideBackHome for one, stays.
    navigationBar({ leading, ...page.bar });
    drawTabBar(path);
  };

  /** Takes pages off, the uppermost first. */
  const drop = (count: number): void => {
    for (const page of stack.splice(Math.max(0, stack.length - count)).reverse()) {
      if (!isTab(page.owner.unit.id)) page.destroy();
    }
  };

  return {
    isTab,
    top,
    face,
    drop,
    depth: () => stack.length,
    instances: () => stack.map((page) => page.owner.self),
    pages: (): OpenPage[] =>
      stack.map(({ owner, query }) => ({ path: owner.unit.id, query, data: plainCopy(owner.store.view()).value })),
    addresses: () => stack.map(({ owner, query }) => pageUrl({ path: owner.unit.id, query })),
    /** The page takes its place first; then its life begins. */
    open: (unit: Unit, query: Record<string, string>, opener?: EventChannel): void => {
      const page = livePage({ unit, query, app, mount, opener });
      stack.push(page);
      if (isTab(unit.id)) keptTabs.set(unit.id, page);
      face();
      page.begin();
    },
    /** Puts a tab page that was left on the stack again; false when it is not open. */
    reopenTab: (path: string): boolean => {
      const page = keptTabs.get(path);
      if (page) stack.push(page);
      return page !== undefined;
    },
    /** Ends every page, tab pages too. */
    clear: (): void => {
      const ending = new Set([...stack.splice(0).reverse(), ...keptTabs.values()]);
      keptTabs.clear();
      for (const page of ending) page.destroy();
    },
  };
}

/** The pages that are open, and what opens and closes them. */
export type PageStack = ReturnType<typeof pageStack>;
