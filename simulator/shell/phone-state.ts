import { useEffect, useState } from 'preact/hooks';
import type { CashierAnswer, PhoneWiring, Screen, TabBarView, TradePayCall } from '../faces';

import { type KeptSettings, keepSettings, keptSettings, touchesSettings } from './kept-settings';

/** A toast; `done` lets go what waits for its end, and does not take it away. */
export type ToastView = Parameters<Screen['toast']>[0] & { done(): void };

/** A dialog or sheet waiting for the person; exactly one of its answers is given, once. */
export type DialogView =
  | { kind: 'alert'; options: Parameters<Screen['alert']>[0]; done(): void }
  | { kind: 'confirm'; options: Parameters<Screen['confirm']>[0]; done(isConfirmed: boolean): void }
  | { kind: 'prompt'; options: Parameters<Screen['prompt']>[0]; done(text: string | null): void }
  | { kind: 'actionSheet'; options: Parameters<Screen['actionSheet']>[0]; done(index: number): void };

/** The title bar; an empty colour is white, and ink that can be read on it. */
export interface BarView {
  title: string;
  backgroundColor: string;
  frontColor: string;
  isLoading: boolean;
  leading: 'back' | 'home' | 'none';
}

/** One line of the console beside the phone. */
export interface LogLine {
  level: 'log' | 'info' | 'warn' | 'error';
  text: string;
  /** How often the same line came. */
  times: number;
}

/** How the next `my.tradePay` ends, decided before it comes: no sheet opens for it. */
export interface PlannedAnswer {
  answer: CashierAnswer | null;
  /** Whether the money moves at the sandbox, whatever the mini-program is told. */
  isPaid: boolean;
}

/** All that decides what the phone looks like. */
export interface PhoneView extends KeptSettings {
  bar: BarView;
  tabBar: TabBarView | null;
  toast: ToastView | null;
  loading: string | null;
  dialogs: readonly DialogView[];
  cashier: { tradeNo: string; done(answer: CashierAnswer | null): void } | null;
  isOnline: boolean;
  /** Behind another app. */
  isInBackground: boolean;
  hasCashierLifeCycle: boolean;
  buyerId: string;
  log: readonly LogLine[];
  tradePays: readonly TradePayCall[];
  plannedAnswers: readonly PlannedAnswer[];
  wiring: PhoneWiring | null;
}

const atFirst: PhoneView = {
  bar: { title: '', backgroundColor: '', frontColor: '', isLoading: false, leading: 'none' },
  tabBar: null,
  toast: null,
  loading: null,
  dialogs: [],
  cashier: null,
  isOnline: true,
  isInBackground: false,
  ...keptSettings(),
  hasCashierLifeCycle: false,
  buyerId: '',
  log: [],
  tradePays: [],
  plannedAnswers: [],
  wiring: null,
};

/** The state of one phone, for everything that shows or changes it. */
export type PhoneState = ReturnType<typeof createPhoneState>;

/** The one state of the phone, replaced by every change, and who watches it. */
export function createPhoneState() {
  let view = atFirst;
  const watchers = new Set<(view: PhoneView) => void>();
  return {
    view: () => view,
    change(part: Partial<PhoneView>) {
      view = { ...view, ...part };
      if (touchesSettings(part)) keepSettings(view);
      for (const watcher of [...watchers]) watcher(view);
    },
    /** Returns the function that stops watching. */
    watch(watcher: (view: PhoneView) => void): () => void {
      watchers.add(watcher);
      return () => {
        watchers.delete(watcher);
      };
    },
  };
}

/** The state as it is now; draws the caller again with every change. */
export function usePhoneView(state: PhoneState): PhoneView {
  const [view, setView] = useState(state.view());
  useEffect(() => {
    setView(state.view());
    return state.watch(setView);
  }, [state]);
  return view;
}
