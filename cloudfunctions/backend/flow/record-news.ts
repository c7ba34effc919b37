import type { Fact, Order, Source } from '../order/order';
import { compareAndSet } from './compare-and-set';
import { deliverSoon } from './deliver-events';
import type { Ports } from './ports';

/** What the core makes of one piece of news. */
export type Verdict<Reason extends string> =
  | { kind: 'changed'; order: Order; facts: Fact[] }
  | { kind: 'unchanged' }
  | { kind: 'refused'; reason: Reason };

/** What became of news; `unknown_order` when the store has no such order any more. */
export type Recorded<Reason extends string> =
  /** The order as it stands after the news, whether or not the news changed it. */
  { kind: 'recorded'; order: Order } | { kind: 'refused'; reason: Reason | 'unknown_order' };

/**
 * The one writer: all news about money, of trades and of refunds, from whatever source, becomes fact here and nowhere else. Resolves
 * after the fact is durable, with the events it caused in the same save.
 */
export async function recordNews<Reason extends string>(
  ports: Ports,
  seen: Order,
  source: Source,
  judge: (order: Order, nowMs: number) => Verdict<Reason>,
): Promise<Recorded<Reason>> {
  const last: { refusal: Reason | null } = { refusal: null };
  const attempt = await compareAndSet(ports, seen, (order, nowMs) => {
    const verdict = judge(order, nowMs);
    last.refusal = verdict.kind === 'refused' ? verdict.reason : null;
    return verdict.kind === 'changed' ? { order: verdict.order, extra: verdict.facts } : null;
  });
  if (attempt.kind === 'missing') return { kind: 'refused', reason: 'unknown_order' };
  if (attempt.kind === 'saved') announce(ports, attempt.order, attempt.extra, source);
  return last.refusal ? { kind: 'refused', reason: last.refusal } : { kind: 'recorded', order: attempt.order };
}

/** Facts are logged and counted once they are durable, and the merchant hears of them as soon as may be. */
export function announce(ports: Ports, order: Order, facts: readonly Fact[], source: Source): void {
  for (const fact of facts) {
    const { kind, ...details } = fact;
    const fields = { order_no: order.orderNo, source, fact: kind, ...details };
    ports.meter?.count('facts', { fact: kind, cause: 'cause' in fact ? fact.cause : 'none' });
    if (kind === 'unexpected_money') ports.log.error(fields, 'money arrived that does not settle the order');
    else if (kind === 'refund_failed') ports.log.error(fields, 'a refund cannot be carried out');
    else if (kind === 'trade_refused') ports.log.warn(fields, 'the channel refuses to open the trade');
    else if (kind === 'refund_delayed') ports.log.warn(fields, 'a refund is not carried out yet');
    else ports.log.info(fields, 'order changed');
  }
  deliverSoon(ports, order);
}
