import { observable, runInAction } from 'mobx';
import type { OrderListStatus } from '../../contract/requests';
import type { Connection } from '../connection';
import type { Device } from '../device';
import type { OrderList } from '../order-list';
import type { OrderPresenter } from '../present-order';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';

/** What a tab shows: all orders, or those of one status. */
export type Tab = 'all' | OrderListStatus;

interface Parts {
  /** A list of its own for a tab. */
  listOf: (tab: Tab) => OrderList;
  connection: Connection;
  presenter: OrderPresenter;
  device: Device;
  t: Texts;
}

export interface OrdersScreen extends Screen {
  /** Takes the id of a tab; what the tab showed before is shown until the server has answered. */
  choose(tab: string): void;
  reload(): void;
  loadMore(): void;
}

const TABS: readonly Tab[] = ['all', 'unpaid', 'paid', 'closed', 'refund'];

/**
 * The buyer's orders. Coming back from an order keeps the list and its place: what changed meanwhile came through the order
 * book.
 */
export function ordersScreen({ listOf, connection, presenter, device, t }: Parts): OrdersScreen {
  const self = observable({ tab: 'all' as Tab });
  const lists = new Map<Tab, OrderList>();
  let hasAsked = false;
  let stopWaiting = () => {};

  function shown(): OrderList {
    const list = lists.get(self.tab) ?? listOf(self.tab);
    lists.set(self.tab, list);
    return list;
  }

  return {
    ...(!t.isChinese && { title: t.titles.orders }),
    get view() {
      const list = shown();
      const isEmpty = list.state === 'ready' && list.orders.length === 0;
      return {
        t: fixedWords({ ...t.orders, retry: t.retry }),
        offline: connection.isOnline ? null : t.offline,
        tabs: TABS.map((id) => ({ id, title: t.orders.tabs[id], hint: '', isChosen: id === self.tab })),
        state: isEmpty ? (self.tab === 'all' ? 'empty' : 'empty_tab') : list.state,
        orders: list.orders.map(presenter.order),
        foot: footOf(list),
        problem: list.problem && t.problems[list.problem],
      };
    },
    show() {
      stopWaiting();
      stopWaiting = connection.onReturn(() => void shown().refresh());
      if (!hasAsked) void shown().refresh();
      hasAsked = true;
    },
    hide: () => stopWaiting(),
    async pull() {
      const list = shown();
      await list.refresh();
      if (list.problem) device.remark(t.problems[list.problem]);
    },
    choose(id) {
      const tab = TABS.find((known) => known === id);
      if (!tab || tab === self.tab) return;
      runInAction(() => {
        self.tab = tab;
      });
      void shown().refresh();
    },
    reload: () => void shown().refresh(),
    reachBottom: () => void shown().loadMore(),
    loadMore: () => void shown().loadMore(),
  };
}

function footOf({ hasMore, isLoadingMore, problem }: OrderList): 'more' | 'loading' | 'failed' | 'end' {
  if (!hasMore) return 'end';
  if (isLoadingMore) return 'loading';
  return problem ? 'failed' : 'more';
}
