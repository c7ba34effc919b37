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
  children?: ComponentChildren;
}

export type Builtin = (props: BuiltinProps) => VNode | null;

/** Failure of a `my.*` call as mini-program code sees it. */
export interface MyFailure {
  error: number;
  errorMessage: string;
}

/** The page stack as `my.*` drives it; every method rejects with a {@link MyFailure}. Provided by `runtime/`. */
export interface Router {
  navigateTo(url: string): Promise<void>;
  redirectTo(url: string): Promise<void>;
  reLaunch(url: string): Promise<void>;
  switchTab(url: string): Promise<void>;
  navigateBack(delta: number): Promise<void>;
  /** The DOM element of the page on top, for selector queries and scrolling. */
  topPageElement(): HTMLElement;
  /** Sends onHide/onShow to the page on top and the app, as when the cashier covers the mini-program. */
  background(): void;
  foreground(): void;
}

/** What a person sees above the page. Provided by `shell/`. */
export interface Screen {
  toast(options: { content: string; type: 'none' | 'success' | 'fail' | 'exception'; durationMs: number }): Promise<void>;
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
  navigationBar(change: { title?: string; backgroundColor?: string; frontColor?: string; loading?: boolean }): void;
}

export type CashierAnswer = { kind: 'success'; resultCode: string } | { kind: 'fail'; failure: MyFailure };
