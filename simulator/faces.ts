/**
 * The faces between the simulator's rooms. `runtime/` renders mini-program code and owns the page stack; `builtins/`
 * are the tags it can render; `shell/` is the phone around it; `my/` is the API mini-program code calls.
 */
import type { ComponentChildren, VNode } from 'preact';

/** What the runtime hands to a built-in component such as `input`. */
export interface BuiltinProps {
  /** Attributes but class, style, id, hidden, data-* and events; camelCase; absent when the AXML does not give them. */
  attrs: Readonly<Record<string, unknown>>;
  /** To spread on the outermost host element: class, style, id, ref, hidden, aria, and tap and touch listeners. */
  host: Record<string, unknown>;
  /** Raises an event such as `change` with its detail; nothing happens when no handler is bound. */
  emit(name: string, detail: unknown, cause?: Event): void;
  /** For `navigator`; the page stack of the running mini-program. */
  router: Router;
  children?: ComponentChildren;
}

/**
 * A built-in tag. `simulator/builtins/registry.ts` exports `const builtins: Record<string, Builtin>` by AXML tag name.
 * It renders one outermost element named `a-<tag>` (unknown to HTML, so that no browser style fights with it) and spreads
 * `host` on it. The runtime raises tap, longTap, touch*, appear, disappear, firstAppear, transitionEnd and animation* by
 * itself through `host`; a disabled `button` gets no tap. Everything else is for `emit`. Parents and children such as
 * `radio-group` and `radio` find each other by preact context, which crosses mini-program components and slots.
 */
export type Builtin = (props: BuiltinProps) => VNode | null;

/** Failure of a `my.*` call as mini-program code sees it. */
export interface MyFailure {
  error: number;
  errorMessage: string;
}

/** The page stack as `my.*` drives it; every method rejects with a {@link MyFailure}. Provided by `runtime/`. */
export interface Router {
  /** @param events listeners for what the opened page tells through its channel, by name */
  navigateTo(url: string, events?: Readonly<Record<string, unknown>>): Promise<{ eventChannel: object }>;
  redirectTo(url: string): Promise<void>;
  reLaunch(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  navigateBack(delta: number): Promise<void>;
  /** The DOM element of the page on top, for selector queries and scrolling: it is itself the scroll container. */
  topPageElement(): HTMLElement;
  /** Sends onHide/onShow to the page on top and the app, as when the cashier covers the mini-program. */
  background(): void;
  foreground(): void;
}

/** What a person sees above the page. Provided by `shell/`. */
export interface Screen {
  toast(options: {
    content: string;
    type: 'none' | 'success' | 'fail' | 'exception';
    durationMs: number;
  }): Promise<void>;
  hideToast(): void;
  loading(content: string | null): void;
  alert(options: { title: string; content: string; buttonText: string }): Promise<void>;
  confirm(options: { title: string; content: string; confirmText: string; cancelText: string }): Promise<boolean>;
  prompt(options: {
    title: string;
    message: string;
    placeholder: string;
    okText: string;
    cancelText: string;
  }): Promise<string | null>;
  /** Resolves to the index of the chosen item, or -1. */
  actionSheet(options: { title: string; items: string[]; cancelText: string }): Promise<number>;
  /** Opens the cashier over the phone. Resolves to what `my.tradePay` answers, or null for "no callback at all". */
  cashier(tradeNo: string): Promise<CashierAnswer | null>;
  /** `leading` is the button at the left of the title: `back`, `home` (a page without history), or `none`. */
  navigationBar(change: {
    title?: string;
    backgroundColor?: string;
    frontColor?: string;
    loading?: boolean;
    leading?: 'back' | 'home' | 'none';
  }): void;
}

/** How the cashier ends: `success` calls the success callback with the result code, `fail` the fail callback. */
export type CashierAnswer = { kind: 'success'; resultCode: string } | { kind: 'fail'; failure: MyFailure };

/** One `my.tradePay` and its end; `answer` is null where nothing was called back. */
export interface TradePayCall {
  tradeNo: string;
  answer: CashierAnswer | null;
}

/** A page on the stack as people beside the phone see it. */
export interface OpenPage {
  /** Without leading slash: `pages/cart/cart`. */
  path: string;
  query: Record<string, string>;
  /** What the view draws, a copy. */
  data: unknown;
}

/** How the person has set up the phone. */
export interface Appearance {
  /** A language tag. */
  language: string;
  /** Size of type; 1 is the usual one. */
  fontScale: number;
}

/** Whether the phone has a network, as the person at the simulator has set it. Provided by `shell/`. */
export interface Network {
  isOn(): boolean;
  /** Answers take seconds. */
  isSlow(): boolean;
  /** Hears of on and off, and of a change between fast and slow. Returns the function that stops listening. */
  onChange(listener: (isOn: boolean) => void): () => void;
}

/** What `my.onAppShow` and its kin can hear. */
export type AppEventName = 'appShow' | 'appHide' | 'error' | 'unhandledRejection' | 'pageNotFound';

/** How the mini-program was opened; what `App.onLaunch` and `my.getLaunchOptionsSync` see. */
export interface LaunchOptions {
  path: string;
  query: Record<string, string>;
  scene: string;
  referrerInfo: Record<string, unknown>;
}

/** What concerns the whole mini-program and not one page. Provided by `runtime/`. */
export interface AppEvents {
  /** Returns the function that stops listening. */
  on(name: AppEventName, listener: (payload: unknown) => void): () => void;
  launchOptions(): LaunchOptions;
  /** Starts or ends the pull-down-refresh of the page on top; the phone draws nothing for it itself. */
  pullDownRefresh(isRunning: boolean): void;
}

/**
 * All that `createMy(parts)` of `my/create-my.ts` needs. It returns the object mini-program code sees as `my`.
 *
 * The runtime makes `this.createSelectorQuery()` and `this.createIntersectionObserver(options)` of instances from
 * `createSelectorQuery(root: () => ParentNode)` of `my/selector-query.ts` and
 * `createIntersectionObserver(root: () => ParentNode, options)` of `my/intersection-observer.ts`. In turn
 * `runtime/dom-selector.ts` gives `domSelector(selector)` (`view .a` → `a-view .a`) and `runtime/node-info.ts`
 * `datasetOf(element)`, the raw `data-*` values of an element.
 */
export interface MyParts {
  /** Separates the storage of mini-programs on one origin. */
  appId: string;
  router: Router;
  screen: Screen;
  network: Network;
  app: AppEvents;
  /** The element pages are mounted in: the origin of selector queries' rectangles and the window size. */
  viewport: HTMLElement;
  /** The buyer chosen at the phone, for `my.getAuthCode`; undefined lets the sandbox choose. */
  buyerId(): string | undefined;
  appearance?(): Appearance;
}

/** What the phone asks of the runtime, handed over with `phone.connect` once the runtime stands. */
export interface PhoneWiring {
  router: Router;
  /** The person pressed the back button of the title bar, the browser's back key, or Escape on no overlay. */
  back(): void;
  /** The person pressed the home button of a page without history. */
  home(): void;
  /** Starts the mini-program anew from its first page; storage stays. */
  restart(): void;
  /** The person tapped the title. */
  titleClick(): void;
  /** The open pages, the lowest first. */
  pages(): OpenPage[];
}

/**
 * What `createPhone(mount, { appId, appName })` of `shell/create-phone.ts` returns. The viewport carries
 * `--rpx`, `--vw` and `--vh` (px each) and is the containing block of `position: fixed` inside pages.
 */
export interface Phone {
  viewport: HTMLElement;
  screen: Screen;
  network: Network;
  buyerId(): string | undefined;
  appearance(): Appearance;
  connect(wiring: PhoneWiring): void;
  /** Draws the tab bar, or none. */
  tabBar(bar: TabBarView | null): void;
}

/** The tab bar as `app.json` describes it, with what is chosen now. Icons are addresses. */
export interface TabBarView {
  items: readonly { name: string; icon?: string; activeIcon?: string }[];
  selectedIndex: number;
  textColor?: string;
  selectedColor?: string;
  backgroundColor?: string;
  onSelect(index: number): void;
}

/**
 * `POST /__simulator/request` of `serve.ts`: a call to another origin, made by the server so that the browser's
 * cross-origin rules do not apply. The server answers 200 with a `ProxiedReply` whatever became of the call.
 */
export interface ProxiedRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  bodyBase64?: string;
  timeoutMs: number;
}

/** An answer of any status, or why there is none; `refused` is an address that is not http or https. */
export type ProxiedReply =
  | { status: number; headers: Record<string, string>; bodyBase64: string }
  | { error: 'network' | 'timeout' | 'refused'; message: string };
