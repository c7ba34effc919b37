import { type ApplyResult, applyTradeReport } from '../order/lifecycle';
import type { Order, Source } from '../order/order';
import type { TradeReport } from '../order/report';
import { type Ports, policyOf } from './ports';
import { type Recorded, recordNews } from './record-news';

/** Why a report cannot be about the order it names. */
export type RecordRefusal = Extract<ApplyResult, { kind: 'refused' }>['reason'];

/** Records news about a trade; all of it passes here. Takes the order as last seen. */
export async function recordTrade(
  ports: Ports,
  seen: Order,
  report: TradeReport,
  source: Source,
): Promise<Recorded<RecordRefusal>> {
  const recorded = await recordNews(ports, seen, source, (order, nowMs) =>
    applyTradeReport(order, report, source, nowMs, policyOf(ports, order)),
  );
  if (recorded.kind === 'refused') {
    ports.log.warn({ out_trade_no: report.outTradeNo, reason: recorded.reason, source }, 'report refused');
  }
  return recorded;
}
