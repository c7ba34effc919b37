import { refused } from '../../contract/errors';
import { RETRY_AFTER_MS } from '../../models/checkout';
import { CALL_TIMEOUT_MS } from '../../models/session';
import { fakeShop, filledShop } from './support/fake-shop';

const requestIds = (shop: Awaited<ReturnType<typeof filledShop>>) =>
  shop.backend.calls.filter(({ name }) => name === 'order-create').map(({ request }) => request.requestId);

describe('a tap on pay', () => {
  test('makes an order of the chosen goods and opens the cashier for it', async () => {
    const shop = await filledShop();
    const outcome = await shop.newCheckout().pay();
    const [order] = [...shop.backend.orders.values()];
    expect(outcome).toEqual({ ok: true, orderNo: order?.orderNo, hint: 'maybe_paid', isPriceNew: false });
    expect(order?.totalFen).toBe(26_050);
    expect(shop.wallet.opened).toEqual([`trade-of-${order?.orderNo}`]);
  });

  test('costs one round trip before the cashier opens', async () => {
    const shop = await filledShop();
    const callsBefore: string[][] = [];
    shop.wallet.during = () => callsBefore.push(shop.backend.calls.map(({ name }) => name));
    await shop.newCheckout().pay();
    expect(callsBefore).toEqual([['order-create']]);
  });

  test('sends goods and quantities, never prices', async () => {
    const shop = await filledShop();
    await shop.newCheckout().pay();
    expect(shop.backend.calls[0]?.request.items).toEqual([
      { goodsId: 'tea', quantity: 2 },
      { goodsId: 'cup', quantity: 1 },
    ]);
  });

  test('has its request id on the phone before the first try', async () => {
    const shop = await filledShop();
    const open = shop.backend.hold();
    const outcome = shop.newCheckout().pay();
    const stored = JSON.parse(shop.device.storage.get('purchase') ?? 'null');
    expect(stored.requestId).toBe(requestIds(shop)[0]);
    expect(stored.requestId).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
    open();
    await outcome;
  });

  test('a second tap shares the first one: one order, one cashier', async () => {
    const shop = await filledShop();
    const checkout = shop.newCheckout();
    const outcomes = await Promise.all([checkout.pay(), checkout.pay(), checkout.pay()]);
    expect(new Set(outcomes).size).toBe(1);
    expect(shop.backend.calls).toHaveLength(1);
    expect(shop.wallet.opened).toHaveLength(1);
  });

  test('on two checkout pages at once makes one order', async () => {
    const shop = await filledShop();
    await Promise.all([shop.newCheckout().pay(), shop.newCheckout().pay()]);
    expect(new Set(requestIds(shop)).size).toBe(1);
    expect(shop.backend.orders.size).toBe(1);
  });

  test('moves the cart into the order, while the page still shows what is bought', async () => {
    const shop = await filledShop();
    const checkout = shop.newCheckout();
    await checkout.pay();
    expect(shop.cart.count).toBe(0);
    expect(checkout.totalFen).toBe(26_050);
    expect(checkout.lines).toHaveLength(2);
  });

  test('is busy until the cashier has closed', async () => {
    const shop = await filledShop();
    const checkout = shop.newCheckout();
    shop.wallet.during = () => expect(checkout.isBusy).toBe(true);
    await checkout.pay();
    expect(checkout.isBusy).toBe(false);
  });

  test('leads to the order without a cashier while the channel is still opening the trade', async () => {
    const shop = await filledShop();
    shop.backend.newOrders = { payment: { state: 'preparing' } };
    expect(await shop.newCheckout().pay()).toMatchObject({ ok: true, hint: null });
    expect(shop.wallet.opened).toEqual([]);
  });
});

test('an order that costs other than what the buyer read is shown before any payment', async () => {
  const shop = await filledShop();
  shop.backend.newOrders = { totalFen: 26_051 };
  expect(await shop.newCheckout().pay()).toMatchObject({ ok: true, hint: null });
  expect(shop.wallet.opened).toEqual([]);
});

describe('a try that is not answered', () => {
  test('is repeated once by itself under the same request id: one order', async () => {
    const shop = await filledShop();
    shop.backend.fail('order-create', 'unreachable', 'after');
    const outcome = shop.newCheckout().pay();
    await shop.clock.advance(RETRY_AFTER_MS);
    expect(await outcome).toMatchObject({ ok: true, hint: 'maybe_paid' });
    expect(new Set(requestIds(shop)).size).toBe(1);
    expect(requestIds(shop)).toHaveLength(2);
    expect(shop.backend.orders.size).toBe(1);
  });

  test.each(['timeout', 'server_failed', 'not_signed_in', 'bad_answer'] as const)(
    'by %s is told to the buyer, and the next tap asks under the same request id',
    async (reason) => {
      const shop = await filledShop();
      shop.backend.fail('order-create', reason, 'after');
      const checkout = shop.newCheckout();
      expect(await checkout.pay()).toEqual({ ok: false, problem: reason });
      expect(shop.cart.count).toBe(3);
      expect(await checkout.pay()).toMatchObject({ ok: true });
      expect(new Set(requestIds(shop)).size).toBe(1);
      expect(shop.backend.orders.size).toBe(1);
    },
  );

  test('twice over is told to the buyer', async () => {
    const shop = await filledShop();
    shop.backend.fail('order-create', 'unreachable', 'before');
    shop.backend.fail('order-create', 'unreachable', 'before');
    const outcome = shop.newCheckout().pay();
    await shop.clock.advance(CALL_TIMEOUT_MS);
    expect(await outcome).toEqual({ ok: false, problem: 'unreachable' });
    expect(shop.wallet.opened).toEqual([]);
  });

  test('in an app that is then killed is found again by the next one: still one order', async () => {
    const killed = await filledShop();
    killed.backend.fail('order-create', 'timeout', 'after');
    await killed.newCheckout().pay();
    const restarted = fakeShop({ clock: killed.clock, backend: killed.backend, storage: killed.device.storage });
    await restarted.catalog.load();
    expect(await restarted.newCheckout().pay()).toMatchObject({ ok: true });
    expect(killed.backend.orders.size).toBe(1);
  });

  test('while the order was paid elsewhere leads to that order and opens no cashier', async () => {
    const shop = await filledShop();
    shop.backend.fail('order-create', 'timeout', 'after');
    const checkout = shop.newCheckout();
    await checkout.pay();
    const [orderNo = ''] = [...shop.backend.orders.keys()];
    shop.backend.pay(orderNo);
    expect(await checkout.pay()).toEqual({ ok: true, orderNo, hint: null, isPriceNew: false });
    expect(shop.wallet.opened).toEqual([]);
  });
});

describe('another purchase', () => {
  test('of other goods is another order', async () => {
    const shop = await filledShop();
    shop.backend.fail('order-create', 'timeout', 'before');
    await shop.newCheckout().pay();
    shop.cart.setQuantity('cup', 2);
    await shop.newCheckout().pay();
    expect(new Set(requestIds(shop)).size).toBe(2);
  });

  test('of the same goods takes up the unpaid order', async () => {
    const shop = await filledShop();
    const first = await shop.newCheckout().pay();
    shop.cart.setQuantity('tea', 2);
    shop.cart.setQuantity('cup', 1);
    expect(await shop.newCheckout().pay()).toEqual(first);
    expect(shop.backend.orders.size).toBe(1);
  });

  test.each(['paid', 'closed'] as const)(
    'of the same goods after a %s order is a new order at once',
    async (status) => {
      const shop = await filledShop();
      const first = await shop.newCheckout().pay();
      if (!first.ok) throw new Error('no order was made');
      shop.backend.change(first.orderNo, { status, payment: null });
      await shop.orderBook.query(first.orderNo);
      shop.backend.calls.length = 0;
      shop.cart.setQuantity('tea', 2);
      shop.cart.setQuantity('cup', 1);
      expect(await shop.newCheckout().pay()).toMatchObject({
        ok: true,
        orderNo: expect.not.stringMatching(first.orderNo),
      });
      expect(requestIds(shop)).toHaveLength(1);
    },
  );

  test.each(['paid', 'closed'] as const)(
    'of the same goods is a new order though the phone missed that the old one is %s',
    async (status) => {
      const shop = await filledShop();
      const first = await shop.newCheckout().pay();
      if (!first.ok) throw new Error('no order was made');
      shop.backend.change(first.orderNo, { status, payment: null });
      shop.cart.setQuantity('tea', 2);
      shop.cart.setQuantity('cup', 1);
      expect(await shop.newCheckout().pay()).toMatchObject({ ok: true, hint: 'maybe_paid' });
      expect(shop.backend.orders.size).toBe(2);
      expect(shop.wallet.opened).toHaveLength(2);
    },
  );
});

describe('a refusal', () => {
  test.each(['goods_not_found', 'total_out_of_range', 'not_signed_in', 'bad_request'] as const)(
    '%s leaves the cart as it was',
    async (reason) => {
      const shop = await filledShop();
      shop.backend.refuse('order-create', refused(reason, 'as the test wants'));
      const checkout = shop.newCheckout();
      expect(await checkout.pay()).toEqual({ ok: false, problem: reason });
      expect(shop.cart.count).toBe(3);
      expect(checkout.isBusy).toBe(false);
    },
  );

  test('request_conflict makes the next tap another purchase', async () => {
    const shop = await filledShop();
    shop.backend.refuse('order-create', refused('request_conflict', 'as the test wants'));
    const checkout = shop.newCheckout();
    await checkout.pay();
    await checkout.pay();
    expect(new Set(requestIds(shop)).size).toBe(2);
  });
});
