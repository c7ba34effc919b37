import { observable, runInAction } from 'mobx';
import type { OrderView } from '../contract/views';
import type { Cashier } from './cashier';
import type { Clock } from './clock';
import type { OrderBook, Problem } from './order-book';
import { poller, type Verdict } from './poller';
import type { WalletHint } from './wallet';

/** What can truthfully be said about the payment of an order. Only the server's word makes it paid, unpaid or closed. */
export type PaymentState =
  /** Money may be on its way, or the server has not said anything yet; it is being asked. */
  | 'confirming'
  /** The same, but asking has gone on for long enough; the buyer may ask again. */
  | 'still_confirming'
  /** The channel is still opening the trade. */
  | 'preparing'
  | 'unpaid'
  /** Being closed; the channel has not confirmed it. */
  | 'closing'
  | 'closed'
  | 'paid'
  /** The server knows no such order of this buyer. */
  | 'not_found';

/** An order between the cashier and the server's word. */
export interface Payment {
  readonly state: PaymentState;
  readonly order: OrderView | undefined;
  /** Why the last question was not answered; null when it was. */
  readonly problem: Problem | null;
  /** What the cashier suggested last; null when it was not opened. */
  readonly hint: WalletHint | null;
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
/** When the server has surely noticed that an order's time is up. */
export const AFTER_EXPIRY_MS = 1_000;

interface Parts {
  orderBook: OrderBook;
  cashier: Cashier;
  clock: Clock;
}

/** The payment of one order, beginning with what the cashier suggested; null when the cashier was not opened. */
export function payment(parts: Parts, orderNo: string, firstHint: WalletHint | null): Payment {
  const { orderBook, cashier, clock } = parts;
  const self = observable({ hint: firstHint, problem: null as Problem | null, isBusy: false });
  const poll = poller({ clock, ask, waitsMs });
  let isShown = false;
  let hasStarted = false;
  let cancelExpiry = () => {};

  async function ask(): Promise<Verdict> {
    const reply = await orderBook.query(orderNo);
    note(reply.ok ? null : reply.problem);
    watchExpiry();
    const { status } = orderBook.get(orderNo) ?? {};
    return status === 'paid' || status === 'closed' || self.problem === 'order_not_found' ? 'settled' : 'open';
  }

  function note(problem: Problem | null): void {
    runInAction(() => {
      self.problem = problem;
    });
  }

  /** Asks again when the order's time is up, so that the page does not go on offering to pay. */
  function watchExpiry(): void {
    cancelExpiry();
    const order = orderBook.get(orderNo);
    const leftMs = order?.status === 'unpaid' ? order.expiresAtMs - orderBook.serverNowMs() : 0;
    if (isShown && leftMs > 0) cancelExpiry = clock.after(leftMs + AFTER_EXPIRY_MS, start);
  }

  function waitsMs(): readonly number[] {
    return mayBePaid(self.hint) || isUnderWay(orderBook.get(orderNo)) ? CONFIRM_WAITS_MS : CHECK_WAITS_MS;
  }

  function start(): void {
    hasStarted = true;
    poll.start();
  }

  async function continuePay(): Promise<WalletHint | null> {
    if (self.isBusy) return null;
    runInAction(() => {
      self.isBusy = true;
    });
    const visit = await cashier.revisit(orderNo);
    runInAction(() => {
      self.isBusy = false;
      self.problem = visit.ok ? null : visit.problem;
      if (visit.ok) self.hint = visit.hint;
    });
    start();
    return visit.ok ? visit.hint : null;
  }

  return {
    get state() {
      return stateOf(orderBook.get(orderNo), self.hint, self.problem, poll.isExhausted);
    },
    get order() {
      return orderBook.get(orderNo);
    },
    get problem() {
      return self.problem;
    },
    get hint() {
      return self.hint;
    },
    get isBusy() {
      return self.isBusy;
    },
    get isExhausted() {
      return poll.isExhausted;
    },
    show() {
      isShown = true;
      poll.resume();
      if (hasStarted) watchExpiry();
      else start();
    },
    hide() {
      isShown = false;
      cancelExpiry();
      poll.pause();
    },
    refresh: start,
    continuePay,
  };
}

function stateOf(
  order: OrderView | undefined,
  hint: WalletHint | null,
  problem: Problem | null,
  isExhausted: boolean,
): PaymentState {
  if (order?.status === 'paid' || order?.status === 'closed') return order.status;
  if (problem === 'order_not_found') return 'not_found';
  if (!order || mayBePaid(hint)) return isExhausted ? 'still_confirming' : 'confirming';
  if (order.closing) return 'closing';
  return order.payment?.state === 'preparing' ? 'preparing' : 'unpaid';
}

function mayBePaid(hint: WalletHint | null): boolean {
  return hint === 'maybe_paid' || hint === 'unknown';
}

/** Whether the server itself is waiting for the channel. */
function isUnderWay(order: OrderView | undefined): boolean {
  return order !== undefined && order.status === 'unpaid' && (order.closing || order.payment?.state === 'preparing');
}
