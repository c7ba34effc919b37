import { refused } from '../../../contract/errors';
import type { GoodsView } from '../../../contract/views';
import { checkoutScreen } from '../../../models/screens/checkout-screen';
import { GOODS } from '../support/fake-backend';
import { fakeShop, filledShop } from '../support/fake-shop';
import { settled } from '../support/manual-clock';

const screenOf = (shop: ReturnType<typeof fakeShop>) => checkoutScreen({ ...shop, checkout: shop.newCheckout() });

describe('the checkout', () => {
  test('shows every line with what it costs, and the total', async () => {
    expect(screenOf(await filledShop()).view).toMatchObject({
      state: 'ready',
      lines: [
        { title: '六安瓜片', quantity: 2, yuan: '192.00' },
        { title: '青瓷杯', quantity: 1, yuan: '68.50' },
      ],
      pieces: '共 3 件',
      yuan: '260.50',
      problem: null,
    });
  });

  test('says how long there is to pay while the cashier is open above it', async () => {
    const shop = await filledShop();
    const screen = screenOf(shop);
    screen.show?.();
    expect(screen.view).toMatchObject({ totalLabel: '合计' });
    const labels: unknown[] = [];
    shop.wallet.during = () => void labels.push(screen.view.totalLabel);
    await screen.pay();
    expect(labels).toEqual(['剩余支付时间 15:00']);
    expect(screen.view).toMatchObject({ totalLabel: '合计' });
    screen.hide?.();
  });

  test('leads to the result page with what the cashier suggested', async () => {
    const shop = await filledShop();
    shop.wallet.hints = ['cancelled'];
    const url = await screenOf(shop).pay();
    expect(url).toBe(`/pages/result/result?orderNo=${[...shop.backend.orders.keys()][0]}&hint=cancelled`);
  });

  test('stays and says why when there is no order', async () => {
    const shop = await filledShop();
    shop.backend.fail('order-create', 'timeout', 'before');
    const screen = screenOf(shop);
    expect(await screen.pay()).toBeUndefined();
    expect(screen.view).toMatchObject({
      problem: '网络不给力，请稍后再试。再次点击不会重复下单',
      isBusy: false,
      yuan: '260.50',
    });
  });

  test('takes back its complaint at the next tap', async () => {
    const shop = await filledShop();
    shop.backend.fail('order-create', 'timeout', 'before');
    const screen = screenOf(shop);
    await screen.pay();
    await screen.pay();
    expect(screen.view.problem).toBeNull();
  });

  test('asks for the catalog again when goods are no longer sold', async () => {
    const shop = await filledShop();
    shop.backend.refuse('order-create', refused('goods_not_found', 'tea'));
    shop.backend.goods.splice(0, 1);
    const screen = screenOf(shop);
    await screen.pay();
    expect(screen.view).toMatchObject({ problem: shop.t.checkout.goneSome, yuan: '68.50' });
    screen.setQuantity('cup', 2);
    expect(screen.view).toMatchObject({ problem: null, yuan: '137.00' });
    screen.setQuantity('cup', 0);
    expect(screen.view).toMatchObject({ state: 'empty', emptyTitle: shop.t.checkout.emptyTitle });
  });

  test('says so when all that was chosen is no longer sold, over a restart too', async () => {
    const shop = await filledShop();
    shop.backend.refuse('order-create', refused('goods_not_found', 'tea'));
    shop.backend.goods.splice(0);
    const screen = screenOf(shop);
    await screen.pay();
    const { goneTitle: emptyTitle, goneHint: emptyHint } = shop.t.checkout;
    expect(screen.view).toMatchObject({ state: 'empty', emptyTitle, emptyHint });
    const { device, clock, backend } = shop;
    const restarted = screenOf(fakeShop({ storage: device.storage, clock, backend }));
    restarted.show?.();
    await settled();
    expect(restarted.view).toMatchObject({ state: 'empty', emptyTitle });
  });

  test('opened first after a restart loads the catalog before it calls the cart empty', async () => {
    const { device, clock, backend } = await filledShop();
    device.storage.delete('catalog');
    const screen = screenOf(fakeShop({ storage: device.storage, clock, backend }));
    expect(screen.view.state).toBe('loading');
    screen.show?.();
    await settled();
    expect(screen.view).toMatchObject({ state: 'ready', yuan: '260.50' });
  });

  test('whose goods did not load does not call the cart empty', async () => {
    const { device, clock, backend } = await filledShop();
    device.storage.delete('catalog');
    const shop = fakeShop({ storage: device.storage, clock, backend });
    backend.fail('catalog-list', 'unreachable');
    const screen = screenOf(shop);
    screen.show?.();
    await settled();
    expect(screen.view).toMatchObject({ state: 'failed', problem: '商品没有加载出来' });
    screen.reload();
    await settled();
    expect(screen.view).toMatchObject({ state: 'ready', problem: null });
  });

  test('sends the note and the way to pay, and forgets them with the order', async () => {
    const shop = await filledShop();
    shop.backend.offers.instalments = { counts: [3, 6, 12], feePayer: 'merchant', minTotalFen: 10_000 };
    await shop.catalog.load();
    const screen = screenOf(shop);
    screen.setNote('  请放在门口 ');
    screen.chooseWay('6');
    expect(screen.view.ways).toContainEqual({
      id: '6',
      title: '花呗分 6 期',
      hint: '每期约 ¥43.41，手续费由商家承担',
      isChosen: true,
    });
    await screen.pay();
    expect(shop.backend.calls.at(-1)?.request).toMatchObject({ note: '请放在门口', instalments: 6 });
    expect(screen.view).toMatchObject({ note: '', noteCount: '0/100' });
  });

  test('offers instalments only from the total on that the merchant names', async () => {
    const shop = await filledShop();
    shop.backend.offers.instalments = { counts: [3], feePayer: 'buyer', minTotalFen: 26_051 };
    await shop.catalog.load();
    const screen = screenOf(shop);
    screen.chooseWay('3');
    expect(screen.view.ways).toEqual([]);
    screen.setQuantity('cup', 2);
    expect(screen.view.ways).toHaveLength(2);
    screen.setQuantity('cup', 1);
    await screen.pay();
    expect(shop.backend.calls.at(-1)?.request).not.toHaveProperty('instalments');
  });

  test('without a network keeps what was entered, over a restart too', async () => {
    const shop = await filledShop();
    const screen = screenOf(shop);
    screen.setNote('请放在门口');
    shop.device.setOnline(false);
    shop.backend.fail('order-create', 'unreachable', 'before');
    shop.backend.fail('order-create', 'unreachable', 'before');
    const paying = screen.pay();
    await shop.clock.advance(5_000);
    expect(await paying).toBeUndefined();
    expect(screen.view).toMatchObject({ problem: shop.t.checkout.offline, offline: null, note: '请放在门口' });
    expect(screenOf(fakeShop({ storage: shop.device.storage })).view.note).toBe('请放在门口');
  });

  test('asks again what is offered when the chosen instalments are not', async () => {
    const shop = await filledShop();
    shop.backend.offers.instalments = { counts: [3], feePayer: 'buyer', minTotalFen: 1 };
    await shop.catalog.load();
    const screen = screenOf(shop);
    screen.chooseWay('3');
    shop.backend.offers.instalments = { counts: [6], feePayer: 'buyer', minTotalFen: 1 };
    shop.backend.refuse('order-create', refused('instalments_not_offered', 'not 3'));
    await screen.pay();
    expect(screen.view).toMatchObject({
      problem: shop.t.problems.instalments_not_offered,
      ways: [
        { id: 'at-once', isChosen: true },
        { id: '6', isChosen: false },
      ],
    });
  });

  test('of goods whose price has changed opens no cashier', async () => {
    const shop = await filledShop();
    shop.backend.newOrders = { totalFen: 1 };
    const url = await screenOf(shop).pay();
    expect(url).toMatch(/&priced=anew$/);
    expect(shop.wallet.opened).toEqual([]);
  });

  test('of goods whose price has changed asks for the prices of now', async () => {
    const shop = await filledShop();
    shop.backend.newOrders = { totalFen: 1 };
    shop.backend.goods.splice(0, 1, { ...GOODS[0], priceFen: 1 } as GoodsView);
    await screenOf(shop).pay();
    await settled();
    expect(shop.catalog.find('tea')?.priceFen).toBe(1);
  });

  test('of nothing says so', async () => {
    const shop = fakeShop();
    await shop.catalog.load();
    expect(screenOf(shop).view.state).toBe('empty');
  });
});
