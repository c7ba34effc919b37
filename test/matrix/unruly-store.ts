import type { Order } from '../../cloudfunctions/backend/order/order';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';

export type Write = 'insert' | 'save';

/** What goes wrong with one write. */
export type WriteFault =
  /** The connection breaks before the database has heard of it. */
  | 'lost'
  /** The connection breaks after the commit: it is durable, and nobody here knows. */
  | 'lost_at_commit'
  /** The whole node dies before the write; nothing of it does anything any more. */
  | 'death_before'
  /** The whole node dies after the write. */
  | 'death_after';

export interface UnrulyStore extends OrderStore {
  /** The nth write of the kind from now on, the first being 1, goes wrong. */
  spoil(write: Write, nth: number, fault: WriteFault): void;
  /** Does something just before the nth write of the kind: another node, or another program, is quicker. */
  precede(write: Write, nth: number, action: (order: Order) => Promise<unknown>): void;
  /** Every save of this order fails until it is healed. */
  poison(orderNo: string): void;
  heal(): void;
  /** The node that has this store is gone. */
  die(): void;
  isDead(): boolean;
}

interface Plan {
  write: Write;
  nth: number;
  fault?: WriteFault;
  action?: (order: Order) => Promise<unknown>;
}

/** One node's way to the database, which fails where a scenario wants it to. `sawOrder` hears of every number that is stored. */
export function unrulyStore(store: OrderStore, sawOrder: (orderNo: string) => void): UnrulyStore {
  const plans: Plan[] = [];
  const poisoned = new Set<string>();
  let isDead = false;

  function alive(): void {
    if (isDead) throw new Error('this node is dead');
  }

  /** The plans whose turn it is; all others of the kind come one nearer. */
  function dueNow(write: Write): Plan[] {
    for (const plan of plans) if (plan.write === write) plan.nth -= 1;
    const due = plans.filter((plan) => plan.write === write && plan.nth === 0);
    for (const plan of due) plans.splice(plans.indexOf(plan), 1);
    return due;
  }

  async function write<Result>(kind: Write, order: Order, act: () => Promise<Result>): Promise<Result> {
    alive();
    if (poisoned.has(order.orderNo)) throw new Error('this order cannot be saved');
    const due = dueNow(kind);
    for (const { action } of due) await action?.(order);
    const fault = due.find((plan) => plan.fault)?.fault;
    if (fault === 'death_before') isDead = true;
    alive();
    if (fault === 'lost') throw new Error('the connection was lost before the write');
    const result = await act();
    sawOrder(order.orderNo);
    if (fault === 'death_after') isDead = true;
    alive();
    if (fault === 'lost_at_commit') throw new Error('the connection was lost at the commit');
    return result;
  }

  async function read<Result>(act: () => Promise<Result>): Promise<Result> {
    alive();
    return act();
  }

  return {
    ...store,
    insert: (order) => write('insert', order, () => store.insert(order)),
    save: (order, expectedVersion) => write('save', order, () => store.save(order, expectedVersion)),
    get: (orderNo) => read(() => store.get(orderNo)),
    due: (nowMs, limit) => read(() => store.due(nowMs, limit)),
    listByBuyer: (buyerId, limit, cursor) => read(() => store.listByBuyer(buyerId, limit, cursor)),
    listRefundAsks: (limit, cursor) => read(() => store.listRefundAsks(limit, cursor)),
    spoil: (kind, nth, fault) => void plans.push({ write: kind, nth, fault }),
    precede: (kind, nth, action) => void plans.push({ write: kind, nth, action }),
    poison: (orderNo) => void poisoned.add(orderNo),
    heal: () => poisoned.clear(),
    die() {
      isDead = true;
    },
    isDead: () => isDead,
  };
}
