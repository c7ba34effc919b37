import type { PhoneState, TradePayCall } from './phone-state';

/** What tests and scripts reach as `window.__simulator`. */
export interface SimulatorHooks {
  network(isOn: boolean): void;
  /** Whether the cashier sends onHide and onShow. */
  cashierLifeCycle(isOn: boolean): void;
  /** Who holds the phone; empty for whom the sandbox chooses. */
  buyer(buyerId: string): void;
  restart(): void;
  /** Every `my.tradePay` that has ended, oldest first. */
  tradePays(): readonly TradePayCall[];
  /** Warnings and errors so far, latest first. */
  warnings(): readonly string[];
}

declare global {
  interface Window {
    __simulator?: SimulatorHooks;
  }
}

export function installTestHooks(state: PhoneState): void {
  window.__simulator = {
    network: (isOnline) => state.change({ isOnline }),
    cashierLifeCycle: (hasCashierLifeCycle) => state.change({ hasCashierLifeCycle }),
    buyer: (buyerId) => state.change({ buyerId }),
    restart: () => state.view().wiring?.restart(),
    tradePays: () => state.view().tradePays,
    warnings: () => state.view().log.map((line) => line.text),
  };
}
