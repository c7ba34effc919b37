import type { Order, Source } from '../order/order';
import { applyRefundReport, type RefundResult } from '../order/refunds';
import type { RefundReport } from '../order/report';
import { type Ports, policyOf } from './ports';
import { type Recorded, recordNews } from './record-news';

type RefundRefusal = Extract<RefundResult, { kind: 'refused' }>['reason'];

/** Records news about a refund; all of it passes here. Takes the order as last seen. */
export async function recordRefund(
  ports: Ports,
  seen: Order,
  report: RefundReport,
  source: Source,
): Promise<Recorded<RefundRefusal>> {
  const { outRequestNo, status, code, message } = report;
  if (status === 'unknown') {
    ports.log.warn({ out_request_no: outRequestNo, source, code, detail: message }, 'the channel gave no evidence');
  }
  const recorded = await recordNews(ports, seen, source, (order, nowMs) =>
    applyRefundReport(order, report, source, nowMs, policyOf(ports, order)),
  );
  if (recorded.kind === 'refused') {
    ports.log.error({ out_request_no: outRequestNo, reason: recorded.reason, source }, 'report of a refund refused');
  }
  return recorded;
}
