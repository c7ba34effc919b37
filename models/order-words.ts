import type { OrderView } from '../contract/views';
import type { Format } from './format';
import type { PaymentState } from './payment-state';
import type { Texts } from './texts-zh';

/** One fact of an order: what it is called and what it is. */
export interface OrderFact {
  id: string;
  label: string;
  value: string;
}

/** The sentence under an order's status: what it means, and what to do. */
export function orderHint(t: Texts, order: OrderView, state: PaymentState): string {
  if (order.status === 'paid') return t.order.paidHint;
  if (order.status === 'closed') return t.order.closedHint;
  if (order.closing) return t.order.closingHint;
  if (order.payment?.state === 'preparing') return t.order.preparingHint;
  if (state === 'confirming') return t.result.confirming;
  if (order.payment?.state === 'unavailable') return t.result.unavailableHint(order.payment.code);
  return t.order.unpaidHint;
}

/** Who sold, and when what happened; only what has happened. */
export function orderFacts(t: Texts, format: Format, order: OrderView): OrderFact[] {
  const time = (label: string, atMs: number | null) =>
    atMs === null ? [] : [{ id: label, label, value: format.time(atMs) }];
  return [
    { id: t.order.merchant, label: t.order.merchant, value: order.merchantName },
    ...time(t.order.createdAt, order.createdAtMs),
    ...time(t.order.paidAt, order.paidAtMs),
    ...time(t.order.closedAt, order.closedAtMs),
  ];
}
