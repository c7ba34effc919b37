import type { Screen } from '../faces';
import type { Data } from './data-store';

/** What the title bar shows for a page. */
export type Bar = Parameters<Screen['navigationBar']>[0];

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The title bar and background of a page, from `window` in app.json under the page's own json (reference 1.1). */
export function pageFrame(app: Data, page: Data): { bar: Bar; background: string } {
  const window = { ...(app.window as Data | undefined), ...page };
  return {
    bar: {
      title: text(window.defaultTitle),
      backgroundColor: text(window.titleBarColor),
      frontColor: text(window.navigationBarFrontColor),
      loading: false,
    },
    background: text(window.backgroundColor),
  };
}

/** One tab. Icons are addresses a browser can load. */
export interface TabItem {
  pagePath: string;
  name: string;
  icon?: string;
  activeIcon?: string;
}

/** The `tabBar` of app.json; a colour that is absent is left to the phone. */
export interface TabBar {
  items: TabItem[];
  textColor?: string;
  selectedColor?: string;
  backgroundColor?: string;
}

function iconAddress(path: unknown): string | undefined {
  if (typeof path !== 'string' || path === '') return undefined;
  return /^(https?:|data:|\/)/.test(path) ? path : `/${path}`;
}

function tabItem(item: Data): TabItem {
  const icon = iconAddress(item.icon);
  const activeIcon = iconAddress(item.activeIcon);
  const pagePath = text(item.pagePath).replace(/^\//, '');
  return { pagePath, name: text(item.name), ...(icon ? { icon } : {}), ...(activeIcon ? { activeIcon } : {}) };
}

/** `tabBar` of app.json, or null. */
export function tabBarOf(app: Data): TabBar | null {
  const bar = app.tabBar as Data | undefined;
  if (!bar || !Array.isArray(bar.items)) return null;
  const colors = Object.fromEntries(
    ['textColor', 'selectedColor', 'backgroundColor']
      .filter((name) => bar[name])
      .map((name) => [name, text(bar[name])]),
  );
  return { items: bar.items.map((item) => tabItem(item as Data)), ...colors };
}
