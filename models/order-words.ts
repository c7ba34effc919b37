import { sumFen } from '../contract/money';
import type { OrderView, RefundView, TimelineEntry } from '../contract/views';
import type { Format } from './format';
import { instalmentsSentence } from './instalment-words';
import type { PaymentState } from './payment-state';
import type { Texts } from './texts-zh';

/** One fact of an order: what it is called and what it is. */
export interface OrderFact {
  id: string;
  label: string;
  value: string;
}

/** One step in the life of an order. */
export interface OrderStep {
  id: string;
  title: string;
  description: string;
}

/** How much of the payment that settled an order has gone back; null when nothing has. */
export function returnedPart(order: OrderView): 'all' | 'some' | null {
  const given = order.refunds.filter(({ status, cause }) => status === 'succeeded' && cause === 'merchant');
  if (order.status !== 'paid' || given.length === 0) return null;
  return sumFen(given.map(({ refundFen }) => refundFen)) >= order.totalFen ? 'all' : 'some';
}

/** Where the money is that came besides the order's own; null when none did. */
export function strayMoney(order: OrderView): { state: 'returning' | 'returned' | 'failed'; fen: number } | null {
  if (!order.unexpectedMoney) return null;
  const stray = order.refunds.filter(({ cause }) => cause !== 'merchant');
  const fen = sumFen(stray.map(({ refundFen }) => refundFen));
  if (stray.some(({ status }) => status === 'failed')) return { state: 'failed', fen };
  const isBack = stray.length > 0 && stray.every(({ status }) => status === 'succeeded');
  return { state: isBack ? 'returned' : 'returning', fen };
}

/** What is said of money that came besides the order's own; null when none did. */
export function strayMoneyNote(t: Texts, format: Format, order: OrderView): string | null {
  const stray = strayMoney(order);
  const words = order.status === 'closed' ? t.order.lateMoney : t.order.strayMoney;
  return stray && words[stray.state](stray.fen > 0 ? format.amount(stray.fen) : '');
}

/** Why an order is closed: nobody paid it in time, or somebody wanted it closed. */
export function closedSentence(t: Texts, order: OrderView): string {
  const isLate = order.closedAtMs !== null && order.closedAtMs >= order.expiresAtMs;
  return isLate ? t.result.expiredHint : t.result.closedHint;
}

/** The sentence under an order's status: what it means, and what to do. */
export function orderHint(t: Texts, order: OrderView, state: PaymentState): string {
  if (order.status === 'paid') return paidHint(t, order);
  if (order.status === 'closed') return closedSentence(t, order);
  if (order.closing) return t.order.closingHint;
  if (order.payment?.state === 'preparing') return t.order.preparingHint;
  if (state === 'confirming') return t.result.confirming;
  if (order.payment?.state === 'unavailable') return t.result.unavailableHint(order.payment.code);
  return t.order.unpaidHint;
}

/** What has become of a paid order's money: the merchant has it, or it goes back. */
function paidHint(t: Texts, order: OrderView): string {
  const given = order.refunds.filter(({ cause }) => cause === 'merchant');
  if (given.some(({ status }) => status === 'pending')) return t.order.refundingHint;
  if (order.refundAsk) return t.order.refundAskedHint;
  const returned = returnedPart(order);
  if (returned) return returned === 'all' ? t.order.refundedHint : t.order.partlyRefundedHint;
  return given.some(({ status }) => status === 'failed') ? t.order.refundFailedHint : t.order.paidHint;
}

/** Who sold, how it is paid, what the buyer said, and what went back. */
export function orderFacts(t: Texts, format: Format, order: OrderView): OrderFact[] {
  const fact = (label: string, value: string | null) => (value === null ? [] : [{ id: label, label, value }]);
  return [
    ...fact(t.order.merchant, order.merchantName),
    ...fact(t.order.instalments, order.instalments && instalmentsSentence(t, order.instalments)),
    ...fact(t.order.note, order.note),
    ...order.refunds.map((refund, index) => refundFact(t, format, refund, index)),
  ];
}

/** Refunds have no name of their own on the screen: their place in the list tells them apart. */
function refundFact(t: Texts, format: Format, refund: RefundView, index: number): OrderFact {
  const value = `${format.amount(refund.refundFen)} · ${format.time(refund.atMs)}`;
  return { id: `refund-${index}`, label: t.order.refunds[refund.status], value };
}

/** What has happened to an order, the latest first; the place in the list names a step, as kinds may come twice. */
export function orderSteps(t: Texts, format: Format, order: OrderView): OrderStep[] {
  const step = ({ kind, atMs, fen }: TimelineEntry, index: number): OrderStep => ({
    id: `${index}-${kind}`,
    title: fen === undefined ? t.timeline[kind] : `${t.timeline[kind]} ${format.amount(fen)}`,
    description: format.time(atMs),
  });
  return order.timeline.map(step).reverse();
}

/** Whether the buyer can ask for money back: some of it is with the merchant, and no wish and no refund is under way. */
export function canAskRefund(order: OrderView): boolean {
  const isUnderWay = order.refundAsk !== null || order.refunds.some(({ status }) => status === 'pending');
  return order.status === 'paid' && !isUnderWay && returnedPart(order) !== 'all';
}
