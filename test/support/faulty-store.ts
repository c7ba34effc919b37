import type { Order } from '../../cloudfunctions/backend/order/order';
import type { OrderStore } from '../../cloudfunctions/backend/store/order-store';

export type Write = 'insert' | 'save';

export interface FaultyStore extends OrderStore {
  /**
   * A coming write throws, `before` anything is stored or `after` it is durable: the connection is lost at commit. `skip`
   * writes of that kind are spared first.
   */
  crash(write: Write, when: 'before' | 'after', skip?: number): void;
  /** Every save of this order throws. */
  poison(orderNo: string): void;
}

/** A store that fails where a test wants it to. */
export function faultyStore(store: OrderStore): FaultyStore {
  const crashes: { write: Write; when: 'before' | 'after'; skip: number }[] = [];
  const poisoned = new Set<string>();

  async function run<Result>(write: Write, order: Order, act: () => Promise<Result>): Promise<Result> {
    if (write === 'save' && poisoned.has(order.orderNo)) throw new Error('this order cannot be saved');
    const index = crashes.findIndex((crash) => crash.write === write && crash.skip-- === 0);
    const [crash] = index < 0 ? [] : crashes.splice(index, 1);
    if (crash?.when === 'before') throw new Error('connection lost before the write');
    const result = await act();
    if (crash) throw new Error('connection lost at commit');
    return result;
  }

  return {
    ...store,
    insert: (order) => run('insert', order, () => store.insert(order)),
    save: (order, expectedVersion) => run('save', order, () => store.save(order, expectedVersion)),
    crash: (write, when, skip = 0) => void crashes.push({ write, when, skip }),
    poison: (orderNo) => void poisoned.add(orderNo),
  };
}
