/** A person with the phone: a browser page on the simulator, narrow enough for the app to fill it. */
import type { Browser, Page } from 'playwright-core';
import { type OpenedSimulator, openSimulator } from '../../simulator/open-simulator';

/** What the cashier answers: a result code, or no callback at all. */
export type CashierResult = '9000' | '8000' | '6004' | '4000' | '6001' | '6002' | '99' | '5000' | '4' | '无回调';

export interface Phone {
  page: Page;
  /** Storage, the cashier's next answer, the page stack, the network: what a person at the phone has no hand in. */
  simulator: OpenedSimulator;
  /** Chooses goods by title and goes to the checkout. */
  choose(...titles: string[]): Promise<void>;
  tap(name: string | RegExp): Promise<void>;
  /** Waits until a text can be seen. */
  sees(text: string | RegExp): Promise<void>;
  /** Whether a text can be seen now. */
  shows(text: string | RegExp): Promise<boolean>;
  /** In the open cashier: pays as a buyer would. */
  payInCashier(): Promise<void>;
  /** In the open cashier: the result code of one's choice, with or without the money having moved. */
  cashierResult(result: CashierResult, money: '已付款' | '未付款'): Promise<void>;
  /** The app is killed and started again. */
  restartApp(): Promise<void>;
  /** Uncaught errors and console errors so far; a journey must leave none. */
  errors(): readonly string[];
  close(): Promise<void>;
}

/** Opens the simulator as a buyer of their own, with empty storage. */
export async function phone(browser: Browser, url: string): Promise<Phone> {
  const simulator = await openSimulator({ url, browser });
  const { page } = simulator;
  const tap = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();
  return {
    page,
    simulator,
    tap,
    async choose(...titles) {
      for (const title of titles) await tap(`增加${title}`);
      await tap('去结算');
    },
    sees: (text) => page.getByText(text).first().waitFor({ state: 'visible' }),
    shows: (text) => page.getByText(text).first().isVisible(),
    payInCashier: () => tap('确认付款'),
    async cashierResult(result, money) {
      await tap('更多结果');
      await page.getByRole('button', { name: `${result} ${money}`, exact: true }).click();
    },
    restartApp: () => simulator.restart(),
    errors: simulator.errors,
    close: simulator.close,
  };
}
