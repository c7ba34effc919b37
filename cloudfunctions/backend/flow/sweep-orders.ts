import type { Order } from '../order/order';
import { advanceOrder, claimAsking } from './advance-order';
import { deliverEvents } from './deliver-events';
import { driveRefunds } from './drive-refunds';
import type { Ports } from './ports';

/** Orders read, and channel conversations held, at a time. */
const BATCH = 32;
/** One sweep looks at no more than this; the next goes on. */
const MOST_ORDERS = 5_000;

export interface SweepReport {
  looked: number;
  paid: number;
  closed: number;
  failed: number;
}

/**
 * Looks at every order that is due and brings it as far as evidence allows. Any number of nodes may sweep at once: an order is
 * claimed by a save, and the claim makes it due later, so that a node that dies with it loses nothing.
 */
export async function sweepOrders(ports: Ports): Promise<SweepReport> {
  const report: SweepReport = { looked: 0, paid: 0, closed: 0, failed: 0 };
  const startedAtMs = ports.clock.nowMs();
  const tried = new Set<string>();
  while (tried.size < MOST_ORDERS) {
    // Orders that were tried and stayed due must not hide those behind them.
    const due = await ports.store.due(startedAtMs, BATCH + tried.size - report.looked);
    const fresh = due.filter((order) => !tried.has(order.orderNo)).slice(0, BATCH);
    if (fresh.length === 0) break;
    const outcomes = await Promise.all(fresh.map((order) => sweepOne(ports, order)));
    for (const order of fresh) tried.add(order.orderNo);
    for (const outcome of outcomes) tally(report, outcome);
  }
  if (report.looked + report.failed > 0) ports.log.info({ ...report }, 'sweep');
  return report;
}

/** `served`: an order that had ended, of which a refund or an event was owed. */
type Outcome = 'paid' | 'closed' | 'unpaid' | 'served' | 'passed' | 'failed';

async function sweepOne(ports: Ports, order: Order): Promise<Outcome> {
  try {
    const claimed = await claimAsking(ports, order);
    const advanced = claimed ? await advanceOrder(ports, claimed, 'sweep') : order;
    const refunded = await driveRefunds(ports, advanced, 'sweep');
    const told = await deliverEvents(ports, refunded);
    if (!claimed && told.version === order.version) return 'passed';
    return claimed ? told.status : 'served';
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    ports.log.error({ order_no: order.orderNo, detail }, 'sweep failed for one order; the next sweep tries again');
    return 'failed';
  }
}

function tally(report: SweepReport, outcome: Outcome): void {
  if (outcome === 'failed') report.failed += 1;
  else if (outcome !== 'passed') report.looked += 1;
  if (outcome === 'paid' || outcome === 'closed') report[outcome] += 1;
}
