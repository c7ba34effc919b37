import type { OrderView } from '../contract/views';
import type { NotDone, OrderBook } from './order-book';
import type { Wallet, WalletHint } from './wallet';

/** How a visit to the cashier ended. */
export type Visit =
  /** The cashier was open; what to make of its answer is in the hint. */
  | { ok: true; hint: WalletHint }
  /** The cashier stayed closed because the order cannot be paid now; the order book says why. */
  | { ok: true; hint: null }
  | NotDone;

/** Takes a buyer to the wallet for an order. */
export interface Cashier {
  /** For an order the server has just answered with: no round trip before the wallet opens. */
  visit(order: OrderView): Promise<Visit>;
  /** For an order seen earlier: the server first says whether it can still be paid, and under which number. */
  revisit(orderNo: string): Promise<Visit>;
  /** Runs when the wallet answers for an order after it had been given up; returns the function that stops it. */
  onLateAnswer(orderNo: string, listen: (hint: WalletHint) => void): () => void;
}

/** The way from an order to the wallet. */
export function cashier({ orderBook, wallet }: { orderBook: OrderBook; wallet: Wallet }): Cashier {
  async function visit(order: OrderView): Promise<Visit> {
    if (order.status !== 'unpaid' || order.payment?.state !== 'ready') return { ok: true, hint: null };
    return { ok: true, hint: await wallet.pay(order.payment.walletTradeNo) };
  }
  return {
    visit,
    async revisit(orderNo) {
      const reply = await orderBook.query(orderNo);
      return reply.ok ? visit(reply.order) : reply;
    },
    onLateAnswer: (orderNo, listen) =>
      wallet.onLateAnswer((walletTradeNo, hint) => {
        const payment = orderBook.get(orderNo)?.payment;
        if (payment?.state === 'ready' && payment.walletTradeNo === walletTradeNo) listen(hint);
      }),
  };
}
