import type { Device } from '../device';
import type { OrderList } from '../order-list';
import type { OrderPresenter } from '../present-order';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';

interface Parts {
  orders: OrderList;
  presenter: OrderPresenter;
  device: Device;
  t: Texts;
}

export interface OrdersScreen extends Screen {
  reload(): void;
  loadMore(): void;
}

/**
 * The buyer's orders. Coming back from an order keeps the list and its place: what changed meanwhile came through the order
 * book.
 */
export function ordersScreen({ orders, presenter, device, t }: Parts): OrdersScreen {
  let hasAsked = false;
  return {
    ...(!t.isChinese && { title: t.titles.orders }),
    get view() {
      return {
        t: fixedWords({ ...t.orders, retry: t.retry }),
        state: orders.state === 'ready' && orders.orders.length === 0 ? 'empty' : orders.state,
        orders: orders.orders.map(presenter.order),
        foot: footOf(),
        problem: orders.problem && t.problems[orders.problem],
      };
    },
    show() {
      if (!hasAsked) void orders.refresh();
      hasAsked = true;
    },
    async pull() {
      await orders.refresh();
      if (orders.problem) device.remark(t.problems[orders.problem]);
    },
    reload: () => void orders.refresh(),
    reachBottom: () => void orders.loadMore(),
    loadMore: () => void orders.loadMore(),
  };

  function footOf(): 'more' | 'failed' | 'end' {
    if (!orders.hasMore) return 'end';
    return orders.problem && !orders.isLoadingMore ? 'failed' : 'more';
  }
}
