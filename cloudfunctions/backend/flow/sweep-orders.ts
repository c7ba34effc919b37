import type { Order } from '../order/order';
import { advanceOrder, claimAsking } from './advance-order';
import { askDoubts } from './ask-doubts';
import { deliverEvents } from './deliver-events';
import { driveRefunds } from './drive-refunds';
import type { Ports } from './ports';

/** Conversations held at a time, and orders read at a time. */
const AT_ONCE = 32;
/** One sweep looks at no more than this; the next goes on. */
const MOST_ORDERS = 5_000;
/** After this time a sweep begins with no further order, so that it ends before its host loses patience. */
const LONGEST_SWEEP_MS = 45_000;

/** Numbers of orders. `looked` includes `paid` and `closed` but not `failed`, nor what another node has claimed. */
export interface SweepReport {
  looked: number;
  paid: number;
  closed: number;
  failed: number;
}

/**
 * Looks at every order that is due and brings it as far as evidence allows. Any number of nodes may sweep at once: an order is
 * claimed by a save, and the claim makes it due later, so that a node that dies with it loses nothing. An order whose channel is
 * silent holds up one of many conversations, never the others.
 */
export async function sweepOrders(ports: Ports): Promise<SweepReport> {
  const report: SweepReport = { looked: 0, paid: 0, closed: 0, failed: 0 };
  const supply = dueOrders(ports);
  const converse = async (): Promise<void> => {
    for (let order = await supply(); order; order = await supply()) tally(ports, report, await sweepOne(ports, order));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, converse));
  if (report.looked + report.failed > 0) ports.log.info({ ...report }, 'sweep');
  return report;
}

/** Hands out the orders that were due when the sweep began, the longest due first, each once; null when there is none left. */
function dueOrders(ports: Ports): () => Promise<Order | null> {
  const startedAtMs = ports.clock.nowMs();
  const tried = new Set<string>();
  let waiting: Order[] = [];
  let reading: Promise<void> | null = null;

  /** Orders that were tried and stayed due must not hide those behind them, so it reads on until it is past them. */
  async function read(): Promise<void> {
    for (let limit = 2 * AT_ONCE; waiting.length === 0; limit *= 2) {
      const due = await ports.store.due(startedAtMs, limit);
      waiting = due.filter((order) => !tried.has(order.orderNo));
      if (due.length < limit) return;
    }
  }

  function isOver(): boolean {
    return tried.size >= MOST_ORDERS || Math.abs(ports.clock.nowMs() - startedAtMs) >= LONGEST_SWEEP_MS;
  }

  return async () => {
    while (waiting.length === 0 && !isOver()) {
      const triedBefore = tried.size;
      reading ??= read().finally(() => {
        reading = null;
      });
      await reading;
      // Nothing new, and nobody else has taken what was: there is nothing left.
      if (waiting.length === 0 && tried.size === triedBefore) return null;
    }
    const order = isOver() ? undefined : waiting.shift();
    if (order) tried.add(order.orderNo);
    return order ?? null;
  };
}

/** `served`: an order that had ended, of which a refund or an event was owed. */
type Outcome = 'paid' | 'closed' | 'unpaid' | 'served' | 'passed' | 'failed';

async function sweepOne(ports: Ports, order: Order): Promise<Outcome> {
  const state = { order, isClaimed: false, hasFailed: false };
  const steps = [
    async () => {
      const claimed = await claimAsking(ports, order);
      state.isClaimed = claimed !== null;
      return claimed ? advanceOrder(ports, claimed, 'sweep') : order;
    },
    () => askDoubts(ports, state.order, 'sweep'),
    () => driveRefunds(ports, state.order, 'sweep'),
    () => deliverEvents(ports, state.order),
  ];
  for (const step of steps) {
    try {
      state.order = await step();
    } catch (error) {
      // What cannot be asked about keeps neither refunds nor events of the same order waiting.
      const detail = error instanceof Error ? error.message : String(error);
      ports.log.error({ order_no: order.orderNo, detail }, 'sweep failed for one order; the next sweep tries again');
      state.hasFailed = true;
    }
  }
  if (state.hasFailed) return 'failed';
  if (!state.isClaimed && state.order.version === order.version) return 'passed';
  return state.isClaimed ? state.order.status : 'served';
}

function tally(ports: Ports, report: SweepReport, outcome: Outcome): void {
  ports.meter?.count('sweep_orders', { outcome });
  if (outcome === 'failed') report.failed += 1;
  else if (outcome !== 'passed') report.looked += 1;
  if (outcome === 'paid' || outcome === 'closed') report[outcome] += 1;
}
