import { orderList } from '../../models/order-list';
import { fakeShop } from './support/fake-shop';
import { settled } from './support/manual-clock';

async function listOf(count: number) {
  const shop = fakeShop();
  for (let made = 0; made < count; made += 1) {
    await shop.backend.call('order-create', {
      requestId: `request-${made}-00000000`,
      items: [{ goodsId: 'tea', quantity: 1 }],
    });
  }
  shop.backend.calls.length = 0;
  return { ...shop, list: orderList(shop) };
}

describe('the list of orders', () => {
  test('comes newest first, page by page, to its end', async () => {
    const { list, backend } = await listOf(5);
    await list.refresh();
    expect(list.orders).toHaveLength(2);
    await list.loadMore();
    await list.loadMore();
    expect(list.orders.map(({ orderNo }) => orderNo)).toEqual([...backend.orders.keys()].reverse());
    expect(list.hasMore).toBe(false);
    await list.loadMore();
    expect(backend.calls).toHaveLength(3);
  });

  test('asks for one page at a time, however often the bottom is reached', async () => {
    const { list, backend } = await listOf(5);
    await list.refresh();
    await Promise.all([list.loadMore(), list.loadMore()]);
    expect(backend.calls).toHaveLength(2);
    expect(list.orders).toHaveLength(4);
  });

  test('without orders is ready and empty', async () => {
    const { list } = await listOf(0);
    expect(list.state).toBe('loading');
    await list.refresh();
    expect(list).toMatchObject({ state: 'ready', orders: [], hasMore: false });
  });

  test('that did not load can be tried again', async () => {
    const { list, backend } = await listOf(1);
    backend.fail('order-list', 'unreachable');
    await list.refresh();
    expect(list).toMatchObject({ state: 'failed', problem: 'unreachable' });
    await list.refresh();
    expect(list).toMatchObject({ state: 'ready', problem: null });
  });

  test('keeps what it has when a further page does not come', async () => {
    const { list, backend } = await listOf(3);
    await list.refresh();
    backend.fail('order-list', 'timeout');
    await list.loadMore();
    expect(list).toMatchObject({ state: 'ready', problem: 'timeout', hasMore: true, isLoadingMore: false });
    await list.loadMore();
    expect(list.orders).toHaveLength(3);
  });

  test('refreshed forgets a page that was asked for before', async () => {
    const { list, backend } = await listOf(5);
    await list.refresh();
    const open = backend.hold();
    const more = list.loadMore();
    await settled();
    const refreshed = list.refresh();
    open();
    await Promise.all([more, refreshed]);
    expect(list.orders).toHaveLength(2);
    expect(list.isLoadingMore).toBe(false);
  });

  test('shows an order as it was last heard of, wherever that was', async () => {
    const { list, backend, orderBook } = await listOf(1);
    await list.refresh();
    const [orderNo = ''] = [...backend.orders.keys()];
    backend.pay(orderNo);
    await orderBook.query(orderNo);
    expect(list.orders[0]?.status).toBe('paid');
  });
});
