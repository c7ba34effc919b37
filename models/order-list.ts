import { observable, runInAction } from 'mobx';
import type { OrderListStatus } from '../contract/requests';
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

/**
 * A list of all orders, or of those with one status; empty until refreshed. It holds numbers; what an order looks like is in
 * the order book.
 */
export function orderList({ orderBook }: { orderBook: OrderBook }, status?: OrderListStatus): OrderList {
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
    const reply = await orderBook.list({ ...(cursor !== undefined && { cursor }), ...(status && { status }) });
    if (mine !== round) return;
    // A page of some orders only may be empty although more come after it.
    if (reply.ok && reply.orders.length === 0 && reply.nextCursor !== undefined) return load(reply.nextCursor);
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
      const known = self.orderNos.flatMap((orderNo) => orderBook.get(orderNo) ?? []);
      // What was paid or closed on another page meanwhile is no longer among the unpaid.
      return known.filter((order) => status !== 'unpaid' || order.status === 'unpaid');
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
