import { type ApplyResult, applyTradeReport } from '../order/lifecycle';
import type { Fact, Order, Source } from '../order/order';
import type { TradeReport } from '../order/report';
import type { Ports } from './ports';

/** More writers than this at one order at once is a fault somewhere, not traffic. */
const MOST_CONFLICTS = 100;

export type Recorded =
  /** The order as it stands after the report, whether or not the report changed it. */
  { kind: 'recorded'; order: Order } | { kind: 'refused'; reason: RecordRefusal };

/** Why a report cannot be about the order it names. */
export type RecordRefusal = 'unknown_order' | Extract<ApplyResult, { kind: 'refused' }>['reason'];

/**
 * The one writer: all news about money, from whatever source, becomes fact here and nowhere else. Resolves after the
 * fact is durable. Takes the order as last seen; on a conflict it reads again and applies the report to what it finds.
 */
export async function recordTrade(ports: Ports, seen: Order, report: TradeReport, source: Source): Promise<Recorded> {
  let order: Order | null = seen;
  for (let attempt = 0; attempt < MOST_CONFLICTS && order; attempt += 1) {
    const result = applyTradeReport(order, report, source, ports.clock.nowMs());
    if (result.kind === 'unchanged') return { kind: 'recorded', order };
    if (result.kind === 'refused') return refuse(ports, report, result.reason, source);
    const saved = await ports.store.save(result.order, order.version);
    if (saved.kind === 'saved') {
      logFacts(ports, saved.order, result.facts, source);
      return { kind: 'recorded', order: saved.order };
    }
    order = await ports.store.get(order.orderNo);
  }
  if (!order) return refuse(ports, report, 'unknown_order', source);
  throw new Error(`order ${order.orderNo} kept changing; the report was not recorded`);
}

function refuse(ports: Ports, report: TradeReport, reason: RecordRefusal, source: Source): Recorded {
  ports.log.warn({ out_trade_no: report.outTradeNo, reason, source }, 'report refused');
  return { kind: 'refused', reason };
}

function logFacts(ports: Ports, order: Order, facts: readonly Fact[], source: Source): void {
  for (const fact of facts) {
    const { kind, ...details } = fact;
    const fields = { order_no: order.orderNo, source, fact: kind, ...details };
    if (kind === 'unexpected_money') ports.log.error(fields, 'money arrived that does not settle the order');
    else if (kind === 'trade_refused') ports.log.warn(fields, 'the channel refuses to open the trade');
    else ports.log.info(fields, 'order changed');
  }
}
