import '../builtins/base.css';
import '../shell/cashier.css';
import '../shell/overlays.css';
import '../shell/panel.css';
import '../shell/shell.css';
import './page.css';
import { builtins, notDrawn } from '../builtins/registry';
import { createMy } from '../my/create-my';
import { createPhone } from '../shell/create-phone';
import { type AppInstance, appInstance } from './app-instance';
import { type Finding, showFailure } from './failure-screen';
import { installGestures } from './gestures';
import { miniGlobal } from './global-object';
import { provideRouter } from './instance-router';
import { reloadOnChange, takeKeptStack } from './kept-stack';
import { noFunction } from './no-function';
import { pageAddress } from './page-path';
import { homePath } from './page-stack';
import { guarded, watchUncaught } from './problems';
import { pullRefresh, wantsPull } from './pull-refresh';
import { renderHelpers } from './render-helpers';
import { type PageRouter, pageRouter } from './router';
import { sjsSupport } from './sjs-support';
import { type UnitSource, unitRegistry } from './units';
import { watchSize } from './watch-size';

/** What the server says about the mini-program beside its code. */
interface Settings {
  appId: string;
  appName: string;
  hasSandbox: boolean;
  isWatched: boolean;
  errors: Finding[];
  warnings: Finding[];
}

/** What the bundle's entry module passes. */
interface Entry {
  app: Record<string, unknown>;
  loadApp: (() => unknown) | null;
  units: UnitSource[];
}

const registry = unitRegistry();
let settings: Settings = {
  appId: 'mini-program',
  appName: '',
  hasSandbox: false,
  isWatched: false,
  errors: [],
  warnings: [],
};

/** The page to open, from the browser's address: `?page=pages/order/order%3Fid%3D1`. */
function requestedPage(app: Record<string, unknown>): string {
  const asked = new URLSearchParams(location.search).get('page');
  return asked ?? homePath(app);
}

async function launch(entry: Entry, app: AppInstance, router: PageRouter): Promise<void> {
  const [first = requestedPage(entry.app), ...above] = settings.isWatched ? takeKeptStack() : [];
  const address = pageAddress(first, '');
  guarded('while loading app.js', () => entry.loadApp?.());
  for (const unit of entry.units) registry.load(unit);
  app.launch({ ...address, scene: '1000', referrerInfo: {} });
  if (!registry.find(address.path)) app.pageNotFound(address.path);
  guarded('while opening the first page', () => router.launch(address));
  for (const url of above) await router.navigateTo(url).catch(() => undefined);
}

/** Wires phone, `my` and page stack, then runs the mini-program. `my` stands before any of its code (reference 6.4). */
function start(entry: Entry): void {
  const { appId, appName, hasSandbox } = settings;
  const phone = createPhone(document.body.appendChild(document.createElement('div')), { appId, appName, hasSandbox });
  const app = appInstance();
  const router = pageRouter({
    app: entry.app,
    mount: phone.viewport,
    findUnit: registry.find,
    navigationBar: phone.screen.navigationBar,
    tabBar: phone.tabBar,
    appHook: app.hook,
  });
  app.pullDownRefresh = pullRefresh(phone.viewport, router.top, ({ owner }) => wantsPull(entry.app, owner.unit.json));
  installGestures(phone.viewport);
  watchSize(phone.viewport, (size) => router.top().fire('onResize', { size }));
  watchUncaught();
  provideRouter(router);
  const screen: typeof phone.screen = {
    ...phone.screen,
    navigationBar: (change) => {
      Object.assign(router.top().bar, change);
      phone.screen.navigationBar(change);
    },
  };
  const { viewport, network, buyerId, appearance } = phone;
  Object.assign(globalThis, registry.globals, app.globals, {
    my: createMy({ appId, router, screen, network, app, viewport, buyerId, appearance }),
    Mixin: (mixin: unknown) => mixin,
    getCurrentPages: router.instances,
  });
  phone.connect({
    router,
    back: () => {
      router.top().fire('onBack');
      void router.navigateBack(1).catch(() => undefined);
    },
    titleClick: () => router.top().fire('onTitleClick'),
    home: () => void router.home(),
    restart: () => location.assign(location.pathname),
    pages: router.pages,
  });
  if (settings.isWatched) reloadOnChange(router.addresses);
  void launch(entry, app, router);
}

const compiler = {
  /** Tags that are drawn, and those that stand as a notice; the documentation is checked against them. */
  tags: { drawn: Object.keys(builtins).filter((tag) => !notDrawn.includes(tag)), notDrawn },
  render: renderHelpers(registry.find),
  sjs: sjsSupport,
  configure: (given: Settings) => {
    settings = given;
    for (const { file, line, column, message, frame } of given.warnings) {
      console.warn(`${file}:${line}:${column}: ${message}\n${frame}`);
    }
    if (given.errors.length === 0) return;
    showFailure(given.errors);
    if (given.isWatched) reloadOnChange(() => []);
  },
  start,
};

Object.assign(globalThis, { __miniRuntime: compiler, __miniGlobal: miniGlobal(), __miniFunction: noFunction });
