import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { aBackend, BUYER, GOODS, LIFETIME_MS, STRANGER } from '../../support/backend';
import { ORDERED_AT_MS } from '../../support/orders';
import { aPurchase, ordered, shown, tradeOf } from '../../support/purchases';

describe('ordering', () => {
  test('makes an order at catalog prices and opens a trade of that amount', async () => {
    const backend = aBackend();
    const items = [
      { goodsId: 'tea', quantity: 2 },
      { goodsId: 'cup', quantity: 1 },
    ];
    const order = await ordered(backend, { ...aPurchase(), items });
    expect(order).toMatchObject({
      status: 'unpaid',
      totalFen: 2 * 1_280 + 6_850,
      subject: '绿茶 等 2 种',
      createdAtMs: ORDERED_AT_MS,
      expiresAtMs: ORDERED_AT_MS + LIFETIME_MS,
      payment: { state: 'ready', walletTradeNo: `P${tradeOf(order)}` },
    });
    expect(backend.channel.book.get(tradeOf(order))).toMatchObject({ amountFen: order.totalFen });
  });

  test('takes neither a price, nor a buyer, nor a status from the request', async () => {
    const backend = aBackend();
    const items = [{ goodsId: 'tea', quantity: 1, priceFen: 1, title: 'free' }];
    const request = { ...aPurchase(), items, totalFen: 1, buyer: STRANGER, buyerId: STRANGER.id, status: 'paid' };
    const order = shown(await createOrder(backend.ports, BUYER, request));
    expect(order).toMatchObject({ totalFen: 1_280, status: 'unpaid', items: [{ title: '绿茶', priceFen: 1_280 }] });
    expect(await backend.stored(order.orderNo)).toMatchObject({ buyer: BUYER });
  });

  test('stores the order before the channel hears of it', async () => {
    const backend = aBackend();
    let known = 0;
    backend.channel.meanwhile('create', 'before', async () => {
      known = (await backend.store.listByBuyer(BUYER.id, 10)).orders.length;
    });
    await ordered(backend);
    expect(known).toBe(1);
  });

  test('shows an order as paid when the notify overtakes the reply to the create', async () => {
    const backend = aBackend();
    backend.channel.meanwhile('create', 'after', async () => {
      const [order] = (await backend.store.listByBuyer(BUYER.id, 1)).orders;
      if (!order) throw new Error('no order');
      const report = { outTradeNo: tradeOf(order), status: 'paid', totalFen: order.totalFen } as const;
      await recordTrade(backend.ports, order, report, 'notify');
    });
    expect(await ordered(backend)).toMatchObject({ status: 'paid', payment: null });
  });
});

describe('the same request again', () => {
  test('is the same order and no second trade', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    const first = await ordered(backend, purchase);
    backend.clock.advance(60_000);
    expect(await ordered(backend, purchase)).toEqual(first);
    expect(backend.channel.calls).toEqual([`create ${tradeOf(first)}`]);
  });

  test('fifty times at once is one order and one call of the channel', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    const orders = await Promise.all(Array.from({ length: 50 }, () => ordered(backend, purchase)));
    expect(new Set(orders.map(({ orderNo }) => orderNo)).size).toBe(1);
    expect(backend.channel.callsOf('create')).toBe(1);
    expect((await backend.store.listByBuyer(BUYER.id, 100)).orders).toHaveLength(1);
  });

  test('with the items in another order is the same purchase', async () => {
    const backend = aBackend();
    const items = [
      { goodsId: 'tea', quantity: 2 },
      { goodsId: 'cup', quantity: 1 },
    ];
    const purchase = { ...aPurchase(), items };
    const first = await ordered(backend, purchase);
    expect((await ordered(backend, { ...purchase, items: [...items].reverse() })).orderNo).toBe(first.orderNo);
  });

  test.each([
    ['other goods', [{ goodsId: 'cup', quantity: 1 }]],
    ['another quantity', [{ goodsId: 'tea', quantity: 2 }]],
    [
      'more goods',
      [
        { goodsId: 'tea', quantity: 1 },
        { goodsId: 'cup', quantity: 1 },
      ],
    ],
  ])('with %s is a conflict and changes nothing', async (_, items) => {
    const backend = aBackend();
    const purchase = aPurchase();
    const { orderNo } = await ordered(backend, purchase);
    const before = await backend.stored(orderNo);
    const reply = await createOrder(backend.ports, BUYER, { ...purchase, items });
    expect(reply).toMatchObject({ ok: false, reason: 'request_conflict' });
    expect(await backend.stored(orderNo)).toEqual(before);
    expect(backend.channel.callsOf('create')).toBe(1);
  });

  test('from another buyer is another order', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    const mine = await ordered(backend, purchase);
    const theirs = shown(await createOrder(backend.ports, STRANGER, purchase));
    expect(theirs.orderNo).not.toBe(mine.orderNo);
  });

  test.each([
    ['got dearer', GOODS.map((goods) => ({ ...goods, priceFen: goods.priceFen * 2 }))],
    ['is no longer sold', []],
    ['became free', GOODS.map((goods) => ({ ...goods, priceFen: 0 }))],
  ])('gets its order at the price it was made at, though the tea %s', async (_, goods) => {
    const backend = aBackend();
    const purchase = aPurchase();
    const first = await ordered(backend, purchase);
    backend.sell(goods);
    expect(await ordered(backend, purchase)).toEqual(first);
  });

  test.each([
    ['the reply of the channel was lost', 'reply_lost'],
    ['the request to the channel was lost', 'request_lost'],
  ] as const)('heals it when %s', async (_, fault) => {
    const backend = aBackend();
    const purchase = aPurchase();
    backend.channel.fail('create', fault);
    const first = await ordered(backend, purchase);
    expect(first.payment).toEqual({ state: 'preparing' });
    backend.clock.advance(3_000);
    const again = await ordered(backend, purchase);
    expect(again).toMatchObject({ orderNo: first.orderNo, payment: { state: 'ready' } });
    expect(backend.channel.book.size).toBe(1);
  });

  test('within two seconds of a lost reply asks nothing, and says that the payment is being prepared', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    backend.channel.fail('create', 'reply_lost');
    await ordered(backend, purchase);
    backend.clock.advance(1_999);
    expect((await ordered(backend, purchase)).payment).toEqual({ state: 'preparing' });
    expect(backend.channel.calls).toHaveLength(1);
  });
});

describe('a channel that refuses to open the trade', () => {
  test('makes the payment unavailable with the code it gave, and the order can still be paid when it relents', async () => {
    const backend = aBackend();
    backend.channel.fail('create', { refusedWith: 'ACQ.ACCESS_FORBIDDEN' });
    const order = await ordered(backend);
    expect(order).toMatchObject({ status: 'unpaid', payment: { state: 'unavailable', code: 'ACQ.ACCESS_FORBIDDEN' } });
    backend.clock.advance(3_000);
    expect(shown(await queryOrder(backend.ports, BUYER, order)).payment).toMatchObject({ state: 'ready' });
  });

  test('again and again with the same code fills neither the history nor the page with anything new', async () => {
    const backend = aBackend();
    const refusals = Array(10).fill({ refusedWith: 'ACQ.ACCESS_FORBIDDEN' });
    backend.channel.fail('create', ...refusals);
    const order = await ordered(backend);
    for (const _ of refusals.slice(1)) {
      backend.clock.advance(3_000);
      const polled = shown(await queryOrder(backend.ports, BUYER, order));
      expect(polled.payment).toEqual({ state: 'unavailable', code: 'ACQ.ACCESS_FORBIDDEN' });
    }
    const { history } = await backend.stored(order.orderNo);
    expect(history.map(({ kind }) => kind)).toEqual(['ordered', 'trade_refused']);
    expect(backend.channel.callsOf('create')).toBe(10);
    expect(backend.logged.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});

describe('what cannot be ordered', () => {
  test.each([
    ['goods nobody sells', 'goods_not_found', [{ goodsId: 'unicorn', quantity: 1 }]],
    ['goods with the name of a property every object has', 'goods_not_found', [{ goodsId: '__proto__', quantity: 1 }]],
    [
      'one of two that nobody sells',
      'goods_not_found',
      [
        { goodsId: 'tea', quantity: 1 },
        { goodsId: 'x', quantity: 1 },
      ],
    ],
    ['something for nothing', 'total_out_of_range', [{ goodsId: 'gift', quantity: 1 }]],
    ['more than one trade may come to', 'total_out_of_range', [{ goodsId: 'gold', quantity: 51 }]],
  ])('%s', async (_, reason, items) => {
    const backend = aBackend();
    const reply = await createOrder(backend.ports, BUYER, { ...aPurchase(), items });
    expect(reply).toMatchObject({ ok: false, reason });
    expect((await backend.store.listByBuyer(BUYER.id, 1)).orders).toEqual([]);
    expect(backend.channel.calls).toEqual([]);
  });

  test.each([
    ['more kinds of goods than the merchant allows', 'bad_request', ['tea', 'gold']],
    ['more than the merchant lets an order come to', 'total_out_of_range', ['gold']],
    ['more pieces of one kind than the merchant allows', 'bad_request', ['tea'], 6],
    ['more words than the merchant reads', 'bad_request', ['tea'], 1, '请分两份包装🍵🍵'],
  ])('%s', async (_, reason, goods, quantity = 1, note = '请分两份包装🍵') => {
    const backend = aBackend();
    const limits = { mostItems: 1, mostPieces: 5, mostTotalFen: 199_999_999, mostTextCharacters: 7 };
    const ports = { ...backend.ports, limits };
    const items = goods.map((goodsId) => ({ goodsId, quantity }));
    expect(await createOrder(ports, BUYER, { ...aPurchase(), items, note })).toMatchObject({ ok: false, reason });
    expect((await backend.store.listByBuyer(BUYER.id, 1)).orders).toEqual([]);
    expect(await createOrder(ports, BUYER, aPurchase())).toMatchObject({ ok: true });
  });

  test('an order made before the merchant became stricter is still found by its request', async () => {
    const backend = aBackend();
    const purchase = { ...aPurchase(), items: [{ goodsId: 'gold', quantity: 1 }] };
    const { orderNo } = await ordered(backend, purchase);
    const ports = { ...backend.ports, limits: { mostTotalFen: 1_000 } };
    expect(await createOrder(ports, BUYER, purchase)).toMatchObject({ ok: true, order: { orderNo } });
  });

  test('the largest amount a trade may have can be ordered', async () => {
    const order = await ordered(aBackend(), { ...aPurchase(), items: [{ goodsId: 'gold', quantity: 50 }] });
    expect(order).toMatchObject({ totalFen: 10_000_000_000, payment: { state: 'ready' } });
  });
});

describe('the buyer’s own words and way to pay', () => {
  const offer = { counts: [3 as const, 6 as const], feePayer: 'merchant' as const, minTotalFen: 1_000 };
  const offering = () => {
    const backend = aBackend();
    backend.ports.merchants[0].instalments = offer;
    return backend;
  };

  test('are kept and shown; spaces around a note are not', async () => {
    const backend = offering();
    const order = await ordered(backend, { ...aPurchase(), note: ' 少糖 🍵\n', instalments: 3 });
    expect(order).toMatchObject({ note: '少糖 🍵', instalments: { count: 3, feePayer: 'merchant' } });
    expect(await ordered(backend, { ...aPurchase(), note: '   ' })).toMatchObject({ note: null, instalments: null });
  });

  test('belong to the purchase: the same request with others is another purchase', async () => {
    const backend = offering();
    const purchase = { ...aPurchase(), note: '少糖', instalments: 3 as const };
    const order = await ordered(backend, purchase);
    expect(await ordered(backend, purchase)).toEqual(order);
    for (const changed of [{ note: '多糖' }, { note: undefined }, { instalments: 6 }, { instalments: undefined }]) {
      const reply = await createOrder(backend.ports, BUYER, { ...purchase, ...changed });
      expect(reply).toMatchObject({ ok: false, reason: 'request_conflict' });
    }
  });

  test.each([
    ['no instalments of that many months are offered', { instalments: 12 }, offer],
    ['the sum is too small for instalments', { instalments: 3 }, { ...offer, minTotalFen: 1_281 }],
    ['the merchant takes none', { instalments: 3 }, undefined],
  ])('are refused where %s', async (_, wish, instalments) => {
    const backend = aBackend();
    backend.ports.merchants[0].instalments = instalments;
    const reply = await createOrder(backend.ports, BUYER, { ...aPurchase(), ...wish });
    expect(reply).toMatchObject({ ok: false, reason: 'instalments_not_offered' });
    expect(backend.channel.calls).toEqual([]);
  });

  test.each([{ instalments: 4 }, { instalments: '3' }, { note: '字'.repeat(101) }, { note: 'a\u0000b' }])(
    'outside the contract are refused: %j',
    async (wish) => {
      const backend = offering();
      const reply = await createOrder(backend.ports, BUYER, { ...aPurchase(), ...wish });
      expect(reply).toMatchObject({ ok: false, reason: 'bad_request' });
    },
  );
});

describe('goods of several merchants', () => {
  const twoShops = () => {
    const backend = aBackend();
    const [first] = backend.ports.merchants;
    backend.ports.merchants = [first, { ...first, merchantId: 'cup-house', name: '杯子铺' }];
    backend.sell(GOODS.map((goods) => (goods.goodsId === 'cup' ? { ...goods, merchantId: 'cup-house' } : goods)));
    return backend;
  };

  test('are ordered from whoever sells them', async () => {
    const backend = twoShops();
    const cup = await ordered(backend, { ...aPurchase(), items: [{ goodsId: 'cup', quantity: 1 }] });
    expect(cup.merchantName).toBe('杯子铺');
    expect(await backend.stored(cup.orderNo)).toMatchObject({ merchantId: 'cup-house' });
    expect(await ordered(backend)).toMatchObject({ merchantName: '茶馆' });
  });

  test('do not go into one order', async () => {
    const backend = twoShops();
    const items = ['tea', 'cup'].map((goodsId) => ({ goodsId, quantity: 1 }));
    const reply = await createOrder(backend.ports, BUYER, { ...aPurchase(), items });
    expect(reply).toMatchObject({ ok: false, reason: 'mixed_merchants' });
  });

  test('of a merchant that is no longer configured are a fault to be seen', async () => {
    const backend = twoShops();
    const cup = await ordered(backend, { ...aPurchase(), items: [{ goodsId: 'cup', quantity: 1 }] });
    const [first] = backend.ports.merchants;
    backend.ports.merchants = [first, { ...first, merchantId: 'third' }];
    backend.clock.advance(2_000);
    await expect(queryOrder(backend.ports, BUYER, cup)).rejects.toThrow('merchant cup-house is not configured');
  });
});
