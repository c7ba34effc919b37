import { observable, runInAction } from 'mobx';
import type { OrderView } from '../contract/views';
import type { Cashier } from './cashier';
import type { Clock } from './clock';
import type { Connection } from './connection';
import { expiryWatch } from './expiry-watch';
import type { OrderBook, Problem } from './order-book';
import { isNewsLikely, isSettled, type PaymentState, paymentState } from './payment-state';
import { poller, type Verdict } from './poller';
import type { WalletHint } from './wallet';

/** An order between the cashier and the server's word. */
export interface Payment {
  readonly state: PaymentState;
  readonly order: OrderView | undefined;
  /** Why the last question was not answered; null when it was. */
  readonly problem: Problem | null;
  /** What the cashier suggested last; null when it was not opened. */
  readonly hint: WalletHint | null;
  /** The order costs something else than the buyer had read, and the cashier stayed closed for that. */
  readonly isPriceNew: boolean;
  readonly isBusy: boolean;
  /** Nothing is settled and nobody asks any more: the buyer may. */
  readonly isExhausted: boolean;
  /** The page is seen (again): asks at once, goes on asking. May be called any number of times. */
  show(): void;
  /** The page is not seen: stops asking. */
  hide(): void;
  /** The buyer asks again. */
  refresh(): void;
  /** Back to the cashier for the same order; resolves to its hint, if it was opened. Taps while it runs do nothing. */
  continuePay(): Promise<WalletHint | null>;
}

/**
 * Waits between questions when money may be on its way: growing to 5 s, one minute in all (reference alipay-trade 9,
 * "user paying").
 */
export const CONFIRM_WAITS_MS = [1_000, 1_500, 2_500, 4_000, ...Array<number>(10).fill(5_000)] as const;
/** Waits when the cashier said that nothing was paid: it is usually right, but a late payment is still noticed. */
export const CHECK_WAITS_MS = [1_500, 3_000, 5_000] as const;

interface Parts {
  orderBook: OrderBook;
  cashier: Cashier;
  connection: Connection;
  clock: Clock;
}

/** How a page came to show a payment. */
export interface PaymentStart {
  /** What the cashier suggested; null when it was not opened. */
  hint: WalletHint | null;
  isPriceNew?: boolean;
}

/** The payment of one order. */
export function payment(parts: Parts, orderNo: string, { hint, isPriceNew = false }: PaymentStart): Payment {
  const { orderBook, cashier, connection, clock } = parts;
  const poll = poller({ clock, ask, waitsMs: () => (isNewsLikely(self) ? CONFIRM_WAITS_MS : CHECK_WAITS_MS) });
  const expiry = expiryWatch(parts, orderNo, poll.start);
  let attention: 'none_yet' | 'looking' | 'away' = 'none_yet';
  let stops: (() => void)[] = [];

  const self = observable({
    hint,
    isPriceNew,
    problem: null as Problem | null,
    isBusy: false,
    get order() {
      return orderBook.get(orderNo);
    },
    get isExhausted() {
      return poll.isExhausted;
    },
    get state() {
      return paymentState(self);
    },
    show,
    hide,
    refresh: poll.start,
    continuePay,
  });
  return self;

  function note(news: Partial<Pick<Payment, 'hint' | 'problem' | 'isBusy'>>): void {
    runInAction(() => Object.assign(self, news));
  }

  async function ask(): Promise<Verdict> {
    const reply = await orderBook.query(orderNo);
    note({ problem: reply.ok ? null : reply.problem });
    if (attention === 'looking') expiry.start();
    return isSettled(self) ? 'settled' : 'open';
  }

  function show(): void {
    const isFirst = attention === 'none_yet';
    attention = 'looking';
    stopListening();
    stops = [cashier.onLateAnswer(orderNo, believe), connection.onReturn(askAgain)];
    expiry.start();
    if (isFirst) poll.start();
    else poll.resume();
  }

  function hide(): void {
    attention = 'away';
    stopListening();
    expiry.stop();
    poll.pause();
  }

  function stopListening(): void {
    for (const stop of stops.splice(0)) stop();
  }

  /** A cashier that was given up has answered after all: the page below it can say something better now. */
  function believe(hint: WalletHint): void {
    note({ hint });
    poll.start();
  }

  /** The network is back, so there may be an answer now. */
  function askAgain(): void {
    if (!isSettled(self)) poll.start();
  }

  async function continuePay(): Promise<WalletHint | null> {
    if (self.isBusy) return null;
    note({ isBusy: true });
    const visit = await cashier.revisit(orderNo);
    note({ isBusy: false, ...(visit.ok ? { problem: null, hint: visit.hint } : { problem: visit.problem }) });
    poll.start();
    return visit.ok ? visit.hint : null;
  }
}
