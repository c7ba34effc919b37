import type { TimelineEntry } from '../../../contract/views';
import type { HistoryEntry, Order } from './order';

/** The life of an order in the words its buyer is told, oldest first. */
export function timelineOf(order: Order): TimelineEntry[] {
  const strange = new Set(
    order.history.flatMap((entry) => (entry.kind === 'unexpected_money' ? [entry.outTradeNo] : [])),
  );
  const told = order.history.map((entry) => entryOf(entry, strange)).filter((entry) => entry !== null);
  const ended: TimelineEntry[] =
    order.status === 'closed' && order.closedAtMs !== null ? [{ kind: 'closed', atMs: order.closedAtMs }] : [];
  return [...told, ...ended].sort((one, other) => one.atMs - other.atMs);
}

/** Money that does not settle the order is told as that alone, never as its payment. */
function entryOf(entry: HistoryEntry, strange: ReadonlySet<string>): TimelineEntry | null {
  const { atMs } = entry;
  switch (entry.kind) {
    case 'ordered':
    case 'refund_asked':
      return { kind: entry.kind, atMs };
    case 'trade_opened':
      return { kind: 'payment_ready', atMs };
    case 'trade_paid':
      return strange.has(entry.outTradeNo) ? null : { kind: 'paid', atMs, fen: entry.paidFen };
    case 'close_requested':
      return { kind: 'closing', atMs };
    case 'unexpected_money':
      return { kind: 'unexpected_money', atMs, fen: entry.paidFen };
    case 'refund_requested':
      return { kind: 'refund_requested', atMs, fen: entry.refundFen };
    case 'refund_succeeded':
      return { kind: 'refunded', atMs, fen: entry.refundFen };
    case 'refund_failed':
      return { kind: 'refund_failed', atMs };
    default:
      return null;
  }
}
