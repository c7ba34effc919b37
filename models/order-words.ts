import { sumFen } from '../contract/money';
import type { OrderView, RefundView } from '../contract/views';
import type { Format } from './format';
import type { PaymentState } from './payment-state';
import type { Texts } from './texts-zh';

/** One fact of an order: what it is called and what it is. */
export interface OrderFact {
  id: string;
  label: string;
  value: string;
}

/** How much of the payment that settled an order has gone back; null when nothing has. */
export function returnedPart(order: OrderView): 'all' | 'some' | null {
  const given = order.refunds.filter(({ status, cause }) => status === 'succeeded' && cause === 'merchant');
  if (order.status !== 'paid' || given.length === 0) return null;
  return sumFen(given.map(({ refundFen }) => refundFen)) >= order.totalFen ? 'all' : 'some';
}

/** What is said of money that came besides the order's own; null when none did. */
export function strayMoneyNote(t: Texts, order: OrderView): string | null {
  if (!order.unexpectedMoney) return null;
  const stray = order.refunds.filter(({ cause }) => cause !== 'merchant');
  const isBack = stray.length > 0 && stray.every(({ status }) => status === 'succeeded');
  return isBack ? t.order.moneyReturned : t.order.moneyReturns;
}

/** The sentence under an order's status: what it means, and what to do. */
export function orderHint(t: Texts, order: OrderView, state: PaymentState): string {
  const returned = returnedPart(order);
  if (returned) return returned === 'all' ? t.order.refundedHint : t.order.partlyRefundedHint;
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
    ...order.refunds.map((refund, index) => refundFact(t, format, refund, index)),
  ];
}

/** Refunds have no name of their own on the screen: their place in the list tells them apart. */
function refundFact(t: Texts, format: Format, refund: RefundView, index: number): OrderFact {
  const value = `${format.amount(refund.refundFen)} · ${format.time(refund.atMs)}`;
  return { id: `refund-${index}`, label: t.order.refunds[refund.status], value };
}
