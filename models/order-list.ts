import { observable, runInAction } from 'mobx';
import type { OrderView } from '../contract/views';
import type { OrderBook, Problem } from './order-book';

/** The buyer's orders, newest first, page by page. */
export interface OrderList {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly orders: readonly OrderView[];
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  /** Why the last page did not come; null when it did. */
  readonly problem: Problem | null;
  /** Asks for the first page; what is shown stays until it is here. */
  refresh(): Promise<void>;
  /** Asks for the next page; nothing happens while one is on its way or when there is none. */
  loadMore(): Promise<void>;
}

/** An order list; empty until refreshed. It holds numbers; what an order looks like is in the order book. */
export function orderList({ orderBook }: { orderBook: OrderBook }): OrderList {
  const self = observable({
    state: 'loading' as OrderList['state'],
    orderNos: [] as string[],
    nextCursor: undefined as string | undefined,
    isLoadingMore: false,
    problem: null as Problem | null,
  });
  /** A refresh makes pages that were asked for before it worthless. */
  let round = 0;

  async function load(cursor?: string): Promise<void> {
    const mine = round;
    const reply = await orderBook.list(cursor);
    if (mine !== round) return;
    runInAction(() => {
      self.isLoadingMore = false;
      self.problem = reply.ok ? null : reply.problem;
      if (!reply.ok) {
        if (self.state === 'loading') self.state = 'failed';
        return;
      }
      self.state = 'ready';
      self.nextCursor = reply.nextCursor;
      const orderNos = reply.orders.map((order) => order.orderNo);
      self.orderNos = cursor === undefined ? orderNos : [...new Set([...self.orderNos, ...orderNos])];
    });
  }

  return {
    get state() {
      return self.state;
    },
    get orders() {
      return self.orderNos.flatMap((orderNo) => orderBook.get(orderNo) ?? []);
    },
    get hasMore() {
      return self.nextCursor !== undefined;
    },
    get isLoadingMore() {
      return self.isLoadingMore;
    },
    get problem() {
      return self.problem;
    },
    async refresh() {
      round += 1;
      runInAction(() => {
        self.isLoadingMore = false;
        if (self.state === 'failed') self.state = 'loading';
      });
      await load();
    },
    async loadMore() {
      if (self.isLoadingMore || self.nextCursor === undefined) return;
      runInAction(() => {
        self.isLoadingMore = true;
      });
      await load(self.nextCursor);
    },
  };
}
