import type { Order } from '../order/order';
import type { Ports } from './ports';

/** More writers than this at one order at once is a fault somewhere, not traffic. */
const MOST_CONFLICTS = 100;

/** How a save ended; `extra` is what `decide` gave beside the order that was saved. */
export type Attempt<Extra> =
  /** Saved; `order` is what the store has now. */
  | { kind: 'saved'; order: Order; extra: Extra }
  /** The order as it is wants no change. */
  | { kind: 'declined'; order: Order }
  /** The order has gone from the store. */
  | { kind: 'missing' };

/**
 * Saves what `decide` makes of an order, beginning with the order as last seen; on a conflict it reads again and decides anew on what
 * it finds. `decide` returns null when nothing is to be changed. Resolves after the change is durable.
 */
export async function compareAndSet<Extra>(
  ports: Ports,
  seen: Order,
  decide: (order: Order, nowMs: number) => { order: Order; extra: Extra } | null,
): Promise<Attempt<Extra>> {
  let order: Order | null = seen;
  for (let attempt = 0; attempt < MOST_CONFLICTS && order; attempt += 1) {
    const decided = decide(order, ports.clock.nowMs());
    if (!decided) return { kind: 'declined', order };
    const saved = await ports.store.save(decided.order, order.version);
    if (saved.kind === 'saved') return { kind: 'saved', order: saved.order, extra: decided.extra };
    order = await ports.store.get(order.orderNo);
  }
  if (!order) return { kind: 'missing' };
  throw new Error(`order ${order.orderNo} kept changing; nothing was saved`);
}

/** {@link compareAndSet} for a change that is all there is to say: `change` returns the order as it is to be, or null to leave it. */
export function saveChange(
  ports: Ports,
  seen: Order,
  change: (order: Order, nowMs: number) => Order | null,
): Promise<Attempt<null>> {
  return compareAndSet(ports, seen, (order, nowMs) => {
    const changed = change(order, nowMs);
    return changed ? { order: changed, extra: null } : null;
  });
}
