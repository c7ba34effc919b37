import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { receiveNotify } from '../../../cloudfunctions/backend/flow/receive-notify';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { ABSENCE_SETTLES_MS } from '../../../cloudfunctions/backend/order/lifecycle';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import { BUYER, LIFETIME_MS } from '../../support/backend';
import type { Fault } from '../../support/fake-channel';
import { aPurchase, ordered, shown } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';
import { type TwoChannels, twoChannels } from '../../support/two-channels';

const POLL_MS = 2_000;

async function poll(backend: TwoChannels, orderNo: string) {
  backend.clock.advance(POLL_MS);
  return shown(await queryOrder(backend.ports, BUYER, { orderNo }));
}

/** Polls as a page does, until the order can be paid or the time is over. */
async function waitToPay(backend: TwoChannels, orderNo: string, patienceMs: number) {
  const endMs = backend.clock.nowMs() + patienceMs;
  let order = await poll(backend, orderNo);
  while (order.payment?.state !== 'ready' && backend.clock.nowMs() < endMs) order = await poll(backend, orderNo);
  return order;
}

describe('a channel that will not open the trade', () => {
  test.each<[string, Fault]>([
    ['refuses for good', { refusedWith: 'ACCESS_FORBIDDEN' }],
    ['cannot be reached, so that nothing was sent', 'not_sent'],
  ])('%s: the buyer pays at the other in the same round trip', async (_, fault) => {
    const backend = twoChannels();
    backend.channel.fail('create', fault);
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${order.orderNo}_2` });
    expect(backend.second.calls).toEqual([`create ${order.orderNo}_2`]);
    expect(await backend.stored(order.orderNo)).toMatchObject({
      trades: [
        { channel: 'alipay', status: 'closed' },
        { channel: 'fshows', status: 'open' },
      ],
    });
    expect(backend.counted).toEqual(
      expect.arrayContaining(['channels_chosen alipay first', 'channels_chosen fshows other']),
    );
  });

  test('leaves the reason of the refusal in the history', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', { refusedWith: 'ACCESS_FORBIDDEN' });
    const { orderNo } = await ordered(backend);
    const { history } = await backend.stored(orderNo);
    expect(history.map(({ kind }) => kind)).toEqual([
      'ordered',
      'trade_refused',
      'trade_closed',
      'trade_added',
      'trade_opened',
    ]);
    expect(history[1]).toMatchObject({ outTradeNo: `${orderNo}_1`, code: 'ACCESS_FORBIDDEN' });
  });

  test('and another that refuses too: the buyer is told the code, and nothing goes in circles', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', { refusedWith: 'ONE' });
    backend.second.fail('create', ...Array<Fault>(10).fill({ refusedWith: 'TWO' }));
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'unavailable', code: 'TWO' });
    for (let polls = 0; polls < 5; polls += 1) await poll(backend, order.orderNo);
    expect((await backend.stored(order.orderNo)).trades).toHaveLength(2);
    expect(backend.channel.callsOf('create')).toBe(1);
  });

  test('is the only one: the order waits for it, and nobody is told of a refusal that was none', async () => {
    const backend = twoChannels();
    backend.ports.merchants[0].routes = [{ channel: 'alipay' }];
    backend.channel.fail('create', 'not_sent');
    const order = await ordered(backend);
    expect(order.payment).toEqual({ state: 'preparing' });
    expect((await poll(backend, order.orderNo)).payment).toMatchObject({ state: 'ready' });
    expect(backend.second.calls).toEqual([]);
  });
});

describe('a channel of which nobody knows whether it opened the trade', () => {
  test('keeps the buyer waiting while it is silent: no other trade is opened, however long', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'reply_lost');
    backend.channel.fail('query', ...Array<Fault>(1_000).fill('request_lost'));
    const { orderNo } = await ordered(backend);
    const order = await waitToPay(backend, orderNo, LIFETIME_MS / 2);
    expect(order.payment).toEqual({ state: 'preparing' });
    expect(backend.second.calls).toEqual([]);
  });

  test('gives the same trade once it answers that it is there', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'reply_lost');
    const { orderNo } = await ordered(backend);
    expect((await poll(backend, orderNo)).payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_1` });
    expect(backend.second.calls).toEqual([]);
  });

  test('is left when it has known nothing of the trade for long enough after the last create', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', ...Array<Fault>(10).fill('request_lost'));
    const { orderNo } = await ordered(backend);
    expect((await waitToPay(backend, orderNo, ABSENCE_SETTLES_MS - POLL_MS)).payment).toEqual({ state: 'preparing' });
    expect(backend.second.calls).toEqual([]);
    const order = await waitToPay(backend, orderNo, 2 * ABSENCE_SETTLES_MS);
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_2` });
    expect(backend.channel.callsOf('create')).toBe(3);
  });

  test('whose create lands after all, and is even paid: that money goes back, the other pays the order', async () => {
    const news = { status: 'paid', totalFen: 1_280, tradeNo: 'LATE' } as const;
    const backend = twoChannels();
    backend.channel.fail('create', ...Array<Fault>(10).fill('request_lost'));
    const { orderNo } = await ordered(backend);
    await waitToPay(backend, orderNo, 2 * ABSENCE_SETTLES_MS);
    backend.second.pay(`${orderNo}_2`);
    await poll(backend, orderNo);
    backend.channel.readNotify = () => ({
      kind: 'report',
      report: { ...news, outTradeNo: `${orderNo}_1` },
      notifyId: 'n',
    });
    expect(await receiveNotify(backend.ports, { channel: 'alipay' }, { body: '', headers: {} })).toBe('success');
    const landed = { number: `${orderNo}_1`, providerNumber: 'LATE', amountFen: 1_280, state: 'paid' as const };
    backend.channel.book.set(landed.number, { ...landed, expiresAtMs: 0, refunds: new Map() });
    await sweepFor(backend, MINUTE_MS);
    const stored = await backend.stored(orderNo);
    expect(stored).toMatchObject({ status: 'paid', refunds: [{ cause: 'double', status: 'succeeded' }] });
    expect(moneyFaults(stored)).toEqual([]);
  });

  test('is not left by the sweep: without its buyer an order opens no further trade', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', ...Array<Fault>(10).fill('request_lost'));
    const { orderNo } = await ordered(backend);
    backend.clock.advance(2 * ABSENCE_SETTLES_MS);
    await sweepOrders(backend.ports);
    expect(backend.second.calls).toEqual([]);
    expect((await poll(backend, orderNo)).payment).toMatchObject({ walletTradeNo: `P${orderNo}_2` });
  });
});

describe('a channel that has stopped answering', () => {
  test('gets no new orders until it answers again, and its own orders are still asked about', async () => {
    const backend = twoChannels();
    const { orderNo } = await ordered(backend);
    backend.channel.fail('query', ...Array<Fault>(5).fill('request_lost'));
    for (let polls = 0; polls < 5; polls += 1) await poll(backend, orderNo);
    expect(backend.counted).toContain('channel_turns alipay went_down');
    const other = await ordered(backend);
    expect(other.payment).toEqual({ state: 'ready', walletTradeNo: `P${other.orderNo}_1` });
    expect(backend.second.calls).toEqual([`create ${other.orderNo}_1`]);
    await poll(backend, orderNo);
    expect(backend.counted).toContain('channel_turns alipay came_back');
    await ordered(backend);
    expect(backend.second.calls).toHaveLength(1);
  });
});

describe('a channel that answers every question and opens no trade', () => {
  test('gets no new orders either, until it is tried again and does', async () => {
    const backend = twoChannels();
    const { orderNo } = await ordered(backend);
    backend.channel.fail('create', ...Array<Fault>(5).fill('request_lost'));
    for (let purchases = 0; purchases < 5; purchases += 1) {
      await ordered(backend);
      expect((await poll(backend, orderNo)).payment).toMatchObject({ state: 'ready' });
    }
    const other = await ordered(backend);
    expect(other.payment).toEqual({ state: 'ready', walletTradeNo: `P${other.orderNo}_1` });
    expect(backend.second.calls).toEqual([`create ${other.orderNo}_1`]);
    backend.clock.advance(10_000);
    await ordered(backend);
    expect(backend.counted).toContain('channel_turns alipay came_back');
    expect(backend.second.calls).toHaveLength(1);
  });
});

describe('an open trade whose number for the phone was in the lost answer', () => {
  test('is closed, and the buyer goes on with another', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'reply_lost');
    const { orderNo } = await ordered(backend);
    backend.channel.fail('query', { report: { status: 'open', tradeNo: `P${orderNo}_1`, totalFen: 1_280 } });
    const order = await poll(backend, orderNo);
    expect(backend.channel.book.get(`${orderNo}_1`)).toMatchObject({ state: 'over' });
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_2` });
    expect(await backend.stored(orderNo)).toMatchObject({ trades: [{ status: 'closed' }, { channel: 'alipay' }] });
  });
});

test('the same request is the same order, whichever channel carries it', async () => {
  const backend = twoChannels();
  backend.channel.fail('create', 'not_sent');
  const purchase = aPurchase();
  const first = await ordered(backend, purchase);
  expect(shown(await createOrder(backend.ports, BUYER, purchase))).toEqual(first);
});
