import { MAX_ITEMS } from '../../../contract/requests';
import type { GoodsView } from '../../../contract/views';
import { catalogScreen } from '../../../models/screens/catalog-screen';
import { GOODS, ORDER_LIFETIME_MS } from '../support/fake-backend';
import { fakeShop, filledShop } from '../support/fake-shop';
import { settled } from '../support/manual-clock';

const namesOf = (shop: ReturnType<typeof fakeShop>) => shop.backend.calls.map(({ name }) => name);

describe('the catalog', () => {
  test('shows the goods, then looks for an unpaid order', async () => {
    const shop = fakeShop();
    const screen = catalogScreen(shop);
    expect(screen.view).toMatchObject({ state: 'loading', goods: [], pending: null });
    screen.show?.();
    await settled();
    expect(namesOf(shop)).toEqual(['catalog-list', 'order-list']);
    expect(screen.view).toMatchObject({
      state: 'ready',
      goods: [
        { id: 'tea', yuan: '96.00', picture: '/images/goods/tea-lu-an.svg', addLabel: '增加六安瓜片' },
        { id: 'cup', yuan: '68.50' },
      ],
    });
  });

  test('seen again asks for nothing it knows', async () => {
    const shop = fakeShop();
    const screen = catalogScreen(shop);
    screen.show?.();
    await settled();
    screen.show?.();
    await settled();
    expect(namesOf(shop)).toEqual(['catalog-list', 'order-list']);
  });

  test('says why one kind of goods more than an order may have is not taken', async () => {
    const shop = fakeShop();
    const [tea] = GOODS;
    const many = Array.from(
      { length: MAX_ITEMS + 1 },
      (_, index) => ({ ...tea, goodsId: `tea-${index}` }) as GoodsView,
    );
    shop.backend.goods.splice(0, 2, ...many);
    await shop.catalog.load();
    const screen = catalogScreen(shop);
    for (const { goodsId } of many) screen.setQuantity(goodsId, 1);
    expect(shop.cart.lines).toHaveLength(MAX_ITEMS);
    expect(shop.device.remarks).toEqual([shop.t.catalog.cartFull(MAX_ITEMS)]);
    screen.setQuantity('tea-0', 0);
    screen.setQuantity(`tea-${MAX_ITEMS}`, 1);
    expect(shop.cart.quantityOf(`tea-${MAX_ITEMS}`)).toBe(1);
  });

  test('that did not load offers to try again', async () => {
    const shop = fakeShop();
    shop.backend.fail('catalog-list', 'unreachable');
    const screen = catalogScreen(shop);
    screen.show?.();
    await settled();
    expect(screen.view).toMatchObject({ state: 'failed' });
    screen.reload();
    await settled();
    expect(screen.view).toMatchObject({ state: 'ready' });
  });

  test('keeps showing its goods when a refresh fails', async () => {
    const shop = await filledShop();
    const screen = catalogScreen(shop);
    shop.backend.fail('catalog-list', 'unreachable');
    await screen.pull?.();
    expect(screen.view).toMatchObject({ state: 'ready', cart: { count: 3, yuan: '260.50' } });
    expect(shop.device.remarks).toEqual([shop.t.problems.unreachable]);
  });

  test.each([
    ['before its reply', 'after' as const],
    ['after its reply', null],
  ])('of an app that was killed %s to order-create reminds of the unpaid order', async (_when, lost) => {
    const killed = await filledShop();
    if (lost) killed.backend.fail('order-create', 'timeout', lost);
    await killed.newCheckout().pay();
    const restarted = fakeShop({ clock: killed.clock, backend: killed.backend, storage: killed.device.storage });
    const screen = catalogScreen(restarted);
    screen.show?.();
    await settled();
    const [orderNo = ''] = [...killed.backend.orders.keys()];
    expect(screen.view).toMatchObject({ pending: { yuan: '260.50' } });
    expect(screen.pendingUrl()).toBe(`/pages/order/order?orderNo=${orderNo}`);
  });

  test('reminds no longer once the order is paid elsewhere', async () => {
    const shop = await filledShop();
    const outcome = await shop.newCheckout().pay();
    const screen = catalogScreen(shop);
    expect(screen.view.pending).not.toBeNull();
    if (outcome.ok) shop.backend.pay(outcome.orderNo);
    screen.show?.();
    await settled();
    expect(screen.view.pending).toBeNull();
    expect(screen.pendingUrl()).toBeUndefined();
  });

  test.each([
    ['龙泉', ['cup']],
    ['  瓜片 大别山 ', ['tea']],
    ['咖啡', []],
    [' ', ['tea', 'cup']],
  ])('searched for "%s" shows %j', async (query, ids) => {
    const shop = await filledShop();
    const screen = catalogScreen(shop);
    screen.search(query);
    expect((screen.view.goods as { id: string }[]).map(({ id }) => id)).toEqual(ids);
    expect(screen.view).toMatchObject({ isShopEmpty: false, cart: { count: 3 } });
  });

  test('without a network says so, and looks again once there is one', async () => {
    const shop = fakeShop();
    shop.backend.fail('catalog-list', 'unreachable');
    const screen = catalogScreen(shop);
    screen.show?.();
    await settled();
    shop.device.setOnline(false);
    expect(screen.view).toMatchObject({ state: 'failed', offline: shop.t.offline });
    shop.device.setOnline(true);
    await settled();
    expect(screen.view).toMatchObject({ state: 'ready', offline: null });
    screen.hide?.();
    const before = shop.backend.calls.length;
    shop.device.setOnline(false);
    shop.device.setOnline(true);
    expect(shop.backend.calls).toHaveLength(before);
  });

  test('reminds of an order no longer once its time is up', async () => {
    const shop = await filledShop();
    await shop.newCheckout().pay();
    const screen = catalogScreen(shop);
    screen.show?.();
    await settled();
    expect(screen.view.pending).toMatchObject({ remaining: '15:00' });
    await shop.clock.advance(ORDER_LIFETIME_MS);
    expect(screen.view.pending).toBeNull();
    screen.hide?.();
  });

  test('speaks English to an English phone', async () => {
    const shop = fakeShop({ language: 'en' });
    const screen = catalogScreen(shop);
    screen.show?.();
    await settled();
    expect(screen.title).toBe('Shop');
    expect(screen.view).toMatchObject({ kinds: '2 products', t: { checkout: 'Check out' } });
  });
});
