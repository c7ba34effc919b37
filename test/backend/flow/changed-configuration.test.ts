import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { listOrders } from '../../../cloudfunctions/backend/flow/list-orders';
import { listRefundAsks } from '../../../cloudfunctions/backend/flow/list-refund-asks';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { showToOperator } from '../../../cloudfunctions/backend/flow/show-to-operator';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { askRefund } from '../../../cloudfunctions/backend/order/refunds';
import { BUYER, GOODS } from '../../support/backend';
import type { Fault } from '../../support/fake-channel';
import { quiet } from '../../support/merchant-receiver';
import { aPurchase, ordered, shown } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';
import { type TwoChannels, twoChannels } from '../../support/two-channels';

/** The merchant leaves a provider: its settings are gone, its rules name the other alone. */
function leave(backend: TwoChannels, gone: 'alipay' | 'fshows'): void {
  const [merchant] = backend.ports.merchants;
  const { [gone]: _, ...channels } = merchant.channels;
  merchant.channels = channels;
  merchant.routes = merchant.routes.filter(({ channel }) => channel !== gone);
}

/** Two others have taken the place of the merchant that all orders belong to. */
function replaceMerchant({ ports }: TwoChannels): void {
  const [merchant] = ports.merchants;
  ports.merchants = [
    { ...merchant, merchantId: 'one', name: '一' },
    { ...merchant, merchantId: 'two', name: '二' },
  ];
}

async function paidAtSecond(backend: TwoChannels) {
  backend.channel.fail('create', 'not_sent');
  const order = await ordered(backend);
  backend.second.pay(`${order.orderNo}_2`);
  backend.clock.advance(2_000);
  return shown(await queryOrder(backend.ports, BUYER, { orderNo: order.orderNo }));
}

const aRefund = (orderNo: string) => ({ orderNo, requestId: 'refund-of-a-changed-shop' });

describe('an order of a merchant that is no longer configured', () => {
  test('keeps nobody from the list of orders, where it bears the id of its merchant', async () => {
    const backend = twoChannels();
    const { orderNo } = await ordered(backend);
    replaceMerchant(backend);
    const other = await ordered(backend, { ...aPurchase(), items: [{ goodsId: 'tea', quantity: 2 }] });
    const reply = await listOrders(backend.ports, BUYER, {});
    if (!reply.ok) throw new Error(reply.reason);
    expect(new Map(reply.orders.map((order) => [order.orderNo, order.merchantName]))).toEqual(
      new Map([
        [orderNo, 'tea-house'],
        [other.orderNo, '一'],
      ]),
    );
  });

  test('is shown to its buyer and to operators, alone and in the list of wishes', async () => {
    const backend = twoChannels();
    const { orderNo } = await paidAtSecond(backend);
    const stored = await backend.stored(orderNo);
    await backend.store.save(askRefund(stored, '买错了', backend.clock.nowMs()), stored.version);
    replaceMerchant(backend);
    expect(shown(await queryOrder(backend.ports, BUYER, { orderNo })).merchantName).toBe('tea-house');
    expect(await showToOperator(backend.ports, 'operator', { orderNo })).toMatchObject({ ok: true });
    expect(await listRefundAsks(backend.ports, 'operator', {})).toMatchObject({ orders: [{ orderNo }] });
  });

  test('is not swept, loudly, and the others are', async () => {
    const backend = twoChannels();
    await ordered(backend);
    replaceMerchant(backend);
    const other = await ordered(backend);
    backend.channel.pay(`${other.orderNo}_1`);
    backend.clock.advance(MINUTE_MS);
    expect(await sweepOrders(backend.ports)).toEqual({ looked: 1, paid: 1, closed: 0, failed: 1 });
    expect(backend.logged).toContainEqual(
      expect.objectContaining({ fields: expect.objectContaining({ detail: expect.stringMatching(/tea-house/) }) }),
    );
  });

  test('is not refunded: an operator’s wish fails before anything of it is kept', async () => {
    const backend = twoChannels();
    const { orderNo } = await paidAtSecond(backend);
    const before = await backend.stored(orderNo);
    replaceMerchant(backend);
    await expect(refundOrder(backend.ports, 'operator', aRefund(orderNo))).rejects.toThrow('tea-house');
    expect(await backend.stored(orderNo)).toEqual(before);
  });
});

test('goods of a merchant that is no longer configured are not sold for the one that is left', async () => {
  const backend = twoChannels();
  backend.sell(GOODS.map((goods) => ({ ...goods, merchantId: 'cup-house' })));
  await expect(createOrder(backend.ports, BUYER, aPurchase())).rejects.toThrow('merchant cup-house is not configured');
  expect(backend.channel.calls).toEqual([]);
});

describe('a channel that is no longer configured', () => {
  test('gets no further trade of an order that was there: another carries it', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'not_sent');
    const { orderNo } = await ordered(backend);
    const report = { outTradeNo: `${orderNo}_2`, status: 'closed' } as const;
    await recordTrade(backend.ports, await backend.stored(orderNo), report, 'notify');
    leave(backend, 'fshows');
    backend.clock.advance(2_000);
    expect(shown(await queryOrder(backend.ports, BUYER, { orderNo })).payment).toEqual({
      state: 'ready',
      walletTradeNo: `P${orderNo}_3`,
    });
    expect((await backend.stored(orderNo)).trades.at(-1)).toMatchObject({ channel: 'alipay' });
  });

  test('gives no money back: an operator’s wish fails before anything of it is kept', async () => {
    const backend = twoChannels();
    const { orderNo } = await paidAtSecond(backend);
    const before = await backend.stored(orderNo);
    leave(backend, 'fshows');
    await expect(refundOrder(backend.ports, 'operator', aRefund(orderNo))).rejects.toThrow('channel fshows');
    expect(await backend.stored(orderNo)).toEqual(before);
  });

  test('keeps no other refund of the order waiting', async () => {
    const backend = twoChannels();
    const { orderNo } = await paidAtSecond(backend);
    // Money that must go back is owed at both, and only one can be asked.
    backend.second.fail('refund', 'request_lost');
    await refundOrder(backend.ports, 'operator', aRefund(orderNo));
    const landed = { number: `${orderNo}_1`, providerNumber: 'LATE', amountFen: 1_280, state: 'paid' as const };
    backend.channel.book.set(landed.number, { ...landed, expiresAtMs: 0, refunds: new Map() });
    const news = { outTradeNo: landed.number, status: 'paid', totalFen: 1_280, tradeNo: 'LATE' } as const;
    await recordTrade(backend.ports, await backend.stored(orderNo), news, 'notify');
    leave(backend, 'fshows');
    await sweepFor(backend, 2 * MINUTE_MS);
    expect(await backend.stored(orderNo)).toMatchObject({
      refunds: [
        { cause: 'merchant', status: 'pending' },
        { cause: 'double', status: 'succeeded' },
      ],
    });
  });

  test('with a trade that nobody can ask about, keeps neither refunds nor events of the order waiting', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'not_sent');
    const { orderNo } = await ordered(backend);
    const news = { status: 'paid', totalFen: 1_281, tradeNo: 'LATE', outTradeNo: `${orderNo}_1` } as const;
    const landed = { number: news.outTradeNo, providerNumber: 'LATE', amountFen: 1_281, state: 'paid' as const };
    backend.channel.book.set(landed.number, { ...landed, expiresAtMs: 0, refunds: new Map() });
    const posted: string[] = [];
    backend.ports.events = {
      post: async ({ type }) => {
        posted.push(type);
        return { kind: 'delivered' };
      },
    };
    await recordTrade(backend.ports, await backend.stored(orderNo), news, 'notify');
    await quiet();
    leave(backend, 'fshows');
    await sweepFor(backend, 2 * MINUTE_MS);
    expect(await backend.stored(orderNo)).toMatchObject({ refunds: [{ cause: 'mismatch', status: 'succeeded' }] });
    expect(posted).toEqual(['money.unexpected', 'order.refunded']);
  });
});

test('an order of a merchant that was renamed goes on; of one whose place another took, it does not', async () => {
  const backend = twoChannels();
  const { orderNo } = await ordered(backend);
  const [merchant] = backend.ports.merchants;
  backend.channel.pay(`${orderNo}_1`);
  backend.clock.advance(2_000);
  backend.ports.merchants = [{ ...merchant, merchantId: 'another' }];
  await expect(queryOrder(backend.ports, BUYER, { orderNo })).rejects.toThrow('is not configured');
  backend.ports.merchants = [{ ...merchant, merchantId: 'new-name', formerIds: [merchant.merchantId] }];
  backend.clock.advance(2_000);
  expect(shown(await queryOrder(backend.ports, BUYER, { orderNo }))).toMatchObject({ status: 'paid' });
});

test('what the orders of a renamed merchant tell about a channel counts for its new orders', async () => {
  const backend = twoChannels();
  const { orderNo } = await ordered(backend);
  const [merchant] = backend.ports.merchants;
  backend.ports.merchants = [{ ...merchant, merchantId: 'new-name', formerIds: [merchant.merchantId] }];
  backend.channel.fail('query', ...Array<Fault>(5).fill('request_lost'));
  for (let polls = 0; polls < 5; polls += 1) {
    backend.clock.advance(2_000);
    await queryOrder(backend.ports, BUYER, { orderNo });
  }
  await ordered(backend);
  expect(backend.second.calls).toEqual([expect.stringContaining('create')]);
});
