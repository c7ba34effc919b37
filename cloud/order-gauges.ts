import type { Kysely } from 'kysely';
import { Gauge } from 'prom-client';
import type { OrderDatabase } from '../cloudfunctions/backend/store/postgres';
import type { Clock } from './faces';
import type { Metrics } from './metrics';
import { MOST_ORDERS_READ, type OrderFact, orderFacts, ordersByStatus, type StatusCount } from './order-facts';
import { withinTime } from './within-time';

/** Scrapes within this time share one reading, however many scrape. */
const READING_LIFE_MS = 10_000;
/** A database in trouble must not make the other numbers unreadable. */
const PATIENCE_MS = 2_000;

/**
 * What the database says of the orders that are owed something: read when somebody asks for the metrics, at most once in ten
 * seconds. Every node reads the same database, so take the maximum over nodes, not the sum.
 */
export function orderGauges(db: Kysely<OrderDatabase>, clock: Clock, metrics: Metrics): void {
  const gauges = gaugesIn(metrics);
  let readAtMs = Number.NEGATIVE_INFINITY;

  async function read(nowMs: number): Promise<void> {
    const reading = Promise.all([orderFacts(db, nowMs), ordersByStatus(db)]);
    const [facts, all] = await withinTime(reading, PATIENCE_MS, new Error('no answer in time'));
    gauges.show(facts, all, nowMs);
    readAtMs = nowMs;
  }

  metrics.beforeText(async () => {
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - readAtMs) < READING_LIFE_MS) return;
    await read(nowMs).catch(() => gauges.showNothing());
  });
}

// --- Internal helpers ---

type Kind = OrderFact['kind'];

/** Labels that are always shown, so that nothing and not read yet look different. */
const LABELS: Record<Kind, readonly string[]> = {
  order: ['unpaid', 'paid', 'closed'],
  unknown: ['create', 'close', 'refund'],
  refund: ['merchant', 'late', 'double', 'mismatch'],
  event: ['order.paid', 'order.closed', 'order.refunded', 'money.unexpected'],
};
const LABEL_NAMES = { order: 'status', unknown: 'call', refund: 'cause', event: 'type' } as const;

function gaugesIn({ register }: Metrics) {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `shouyin_${name}`, help, labelNames, registers: [register] });
  const readable = gauge(
    'order_gauges_readable',
    '1 when the database answered; at 0 the gauges of orders say nothing.',
  );
  const truncated = gauge(
    'owed_orders_truncated',
    `1 when there are more than the ${MOST_ORDERS_READ} that are counted.`,
  );
  const lag = gauge('sweep_lag_seconds', 'How long the order that is longest due has waited for a sweep.');
  const estimated = gauge(
    'orders_estimated',
    "All orders by status: counted while they are few, then from the database's statistics.",
    'status',
  );
  const counts: Record<Kind, Gauge> = {
    order: gauge('owed_orders', 'Orders that are owed a look, a refund or a delivery, by status.', LABEL_NAMES.order),
    unknown: gauge('unknowns_open', 'Creates, closes and refunds whose outcome is not known yet.', LABEL_NAMES.unknown),
    refund: gauge(
      'refunds_pending',
      'Refunds under way by cause; all causes but merchant are unexpected money.',
      LABEL_NAMES.refund,
    ),
    event: gauge('events_waiting', 'Events by type that the merchant has not acknowledged yet.', LABEL_NAMES.event),
  };
  const ages: Record<Exclude<Kind, 'order'>, Gauge> = {
    unknown: gauge('unknown_oldest_seconds', 'Age of the oldest unknown.', LABEL_NAMES.unknown),
    refund: gauge('refund_oldest_seconds', 'Age of the oldest refund under way.', LABEL_NAMES.refund),
    event: gauge('event_oldest_seconds', 'Age of the oldest event that is waiting.', LABEL_NAMES.event),
  };
  const all: Gauge[] = [truncated, lag, estimated, ...Object.values(counts), ...Object.values(ages)];

  function clear(): void {
    for (const one of all) one.reset();
  }

  function showKind(kind: Kind, facts: readonly OrderFact[], nowMs: number): void {
    for (const label of LABELS[kind]) {
      const fact = facts.find((candidate) => candidate.kind === kind && candidate.label === label);
      const labels = { [LABEL_NAMES[kind]]: label };
      counts[kind].set(labels, fact?.count ?? 0);
      if (kind !== 'order') ages[kind].set(labels, ageSeconds(fact?.oldestAtMs, nowMs));
    }
  }

  return {
    show(facts: readonly OrderFact[], stored: StatusCount[] | null, nowMs: number): void {
      clear();
      readable.set(1);
      for (const kind of Object.keys(LABELS) as Kind[]) showKind(kind, facts, nowMs);
      const orders = facts.filter(({ kind }) => kind === 'order');
      truncated.set(orders.reduce((sum, { count }) => sum + count, 0) >= MOST_ORDERS_READ ? 1 : 0);
      lag.set(ageSeconds(Math.min(...orders.map(({ oldestAtMs }) => oldestAtMs)), nowMs));
      for (const status of stored ? LABELS.order : []) {
        estimated.set({ status }, stored?.find((one) => one.status === status)?.orders ?? 0);
      }
    },
    showNothing(): void {
      clear();
      readable.set(0);
    },
  };
}

/** Nothing, and what is not due yet, is not old. */
function ageSeconds(sinceMs: number | undefined, nowMs: number): number {
  return Number.isFinite(sinceMs) ? Math.max(nowMs - (sinceMs as number), 0) / 1000 : 0;
}
