import type { OpenPage, TradePayCall } from '../faces';
import { type RequestEntry, requestJournal, type SetDataEntry, setDataJournal } from '../journal';
import { cashierResults } from './cashier-results';
import { goBehind } from './go-behind';
import type { KeptSettings } from './kept-settings';
import type { PhoneState } from './phone-state';

/** What tests and scripts reach as `window.__simulator`; `open-simulator.ts` drives it from outside the browser. */
export interface SimulatorHooks {
  network(isOn: boolean): void;
  /** Whether the cashier sends onHide and onShow. */
  cashierLifeCycle(isOn: boolean): void;
  /** Who holds the phone; empty for whom the sandbox chooses. */
  buyer(buyerId: string): void;
  /** Device, size of type, language (after a restart) and slowness of the phone. */
  settings(change: Partial<KeptSettings>): void;
  restart(): void;
  /** The mini-program goes behind another app, and comes back. */
  background(): void;
  foreground(): void;
  /** The open pages, the lowest first. */
  pages(): OpenPage[];
  /** Ends the next `my.tradePay` by itself, with a result code or `none` for no callback; no sheet opens. */
  nextTradePay(code: string, isPaid: boolean): void;
  /** Every `my.tradePay` that has ended, oldest first. */
  tradePays(): readonly TradePayCall[];
  /** The latest setData calls and requests, oldest first. */
  setDatas(): readonly SetDataEntry[];
  requests(): readonly RequestEntry[];
  /** Warnings and errors so far, latest first. */
  warnings(): readonly string[];
}

declare global {
  interface Window {
    __simulator?: SimulatorHooks;
  }
}

function planTradePay(state: PhoneState, code: string, isPaid: boolean): void {
  const result = cashierResults.find((known) => known.code === code);
  if (!result) throw new Error(`my.tradePay has no result ${code}; known are ${cashierResults.map((one) => one.code)}`);
  state.change({ plannedAnswers: [...state.view().plannedAnswers, { answer: result.answer, isPaid }] });
}

/** Puts `window.__simulator` in place for this phone, instead of what was there. */
export function installTestHooks(state: PhoneState): void {
  window.__simulator = {
    network: (isOnline) => state.change({ isOnline }),
    cashierLifeCycle: (hasCashierLifeCycle) => state.change({ hasCashierLifeCycle }),
    buyer: (buyerId) => state.change({ buyerId }),
    settings: (change) => state.change(change),
    restart: () => state.view().wiring?.restart(),
    background: () => goBehind(state, true),
    foreground: () => goBehind(state, false),
    pages: () => state.view().wiring?.pages() ?? [],
    nextTradePay: (code, isPaid) => planTradePay(state, code, isPaid),
    tradePays: () => state.view().tradePays,
    setDatas: setDataJournal.entries,
    requests: requestJournal.entries,
    warnings: () =>
      state
        .view()
        .log.filter(({ level }) => level === 'warn' || level === 'error')
        .map((line) => line.text),
  };
}
