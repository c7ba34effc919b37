import { orderList } from '../../../models/order-list';
import { ordersScreen } from '../../../models/screens/orders-screen';
import { fakeShop } from '../support/fake-shop';
import { settled } from '../support/manual-clock';

/** A buyer with three orders: one to pay, one paid, one closed. */
async function withOrders() {
  const shop = fakeShop();
  const orderNos: string[] = [];
  for (const requestId of ['one', 'two', 'three']) {
    const made = await shop.orderBook.create({ requestId, items: [{ goodsId: 'tea', quantity: 1 }] });
    if (made.ok) orderNos.push(made.order.orderNo);
  }
  const [unpaid = '', paid = '', closed = ''] = orderNos;
  shop.backend.pay(paid);
  shop.backend.change(closed, { status: 'closed', payment: null });
  shop.backend.calls.length = 0;
  const screen = ordersScreen({
    ...shop,
    listOf: (tab) => orderList(shop, tab === 'all' ? undefined : tab),
  });
  const shown = () => (screen.view.orders as { orderNo: string }[]).map(({ orderNo }) => orderNo);
  return { ...shop, screen, shown, unpaid, paid, closed };
}

describe('the orders by status', () => {
  test('are those of the tab that was chosen', async () => {
    const { screen, shown, unpaid, paid, closed } = await withOrders();
    screen.show?.();
    await settled();
    expect(shown()).toEqual([closed, paid]);
    for (const [tab, orderNo] of [
      ['unpaid', unpaid],
      ['paid', paid],
      ['closed', closed],
    ] as const) {
      screen.choose(tab);
      await settled();
      expect(shown()).toEqual([orderNo]);
      expect(screen.view.tabs).toContainEqual(expect.objectContaining({ id: tab, isChosen: true }));
    }
  });

  test('come page by page', async () => {
    const { screen, shown } = await withOrders();
    screen.show?.();
    await settled();
    expect(screen.view.foot).toBe('more');
    screen.reachBottom?.();
    expect(screen.view.foot).toBe('loading');
    await settled();
    expect(shown()).toHaveLength(3);
    expect(screen.view.foot).toBe('end');
  });

  test('seen before are shown at once and asked for again', async () => {
    const { screen, shown, backend, paid } = await withOrders();
    screen.choose('paid');
    await settled();
    screen.choose('refund');
    await settled();
    expect(screen.view.state).toBe('empty_tab');
    const before = backend.calls.length;
    screen.choose('paid');
    expect(shown()).toEqual([paid]);
    await settled();
    expect(backend.calls.length).toBe(before + 1);
  });

  test('lose an order that was paid on another page meanwhile', async () => {
    const { screen, shown, backend, orderBook, unpaid } = await withOrders();
    screen.choose('unpaid');
    await settled();
    backend.pay(unpaid);
    await orderBook.query(unpaid);
    expect(shown()).toEqual([]);
    expect(screen.view.state).toBe('empty_tab');
  });

  test('of a tab that nobody has are not asked for', async () => {
    const { screen, backend } = await withOrders();
    screen.choose('somebody-elses');
    expect(backend.calls).toEqual([]);
  });

  test('are asked for again when the network is back', async () => {
    const { screen, backend, device, t } = await withOrders();
    backend.fail('order-list', 'unreachable');
    screen.show?.();
    await settled();
    device.setOnline(false);
    expect(screen.view).toMatchObject({ state: 'failed', offline: t.offline });
    device.setOnline(true);
    await settled();
    expect(screen.view).toMatchObject({ state: 'ready', offline: null });
  });
});
