import type { Clock } from './clock';
import type { OrderBook } from './order-book';

/** Notices that the time of an unpaid order is up, so that no page goes on offering to pay it. */
export interface ExpiryWatch {
  /** Watches from what is known of the order now; to be called after each word about it. */
  start(): void;
  stop(): void;
}

/** When the server has surely noticed that an order's time is up. */
export const AFTER_EXPIRY_MS = 1_000;

/** Watches one order; `onExpiry` runs once its time is up by the server's clock. */
export function expiryWatch(
  { orderBook, clock }: { orderBook: OrderBook; clock: Clock },
  orderNo: string,
  onExpiry: () => void,
): ExpiryWatch {
  let cancel = () => {};
  return {
    start() {
      cancel();
      const order = orderBook.get(orderNo);
      const leftMs = order?.status === 'unpaid' ? order.expiresAtMs - orderBook.serverNowMs() : 0;
      if (leftMs > 0) cancel = clock.after(leftMs + AFTER_EXPIRY_MS, onExpiry);
    },
    stop: () => cancel(),
  };
}
