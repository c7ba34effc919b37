import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { ABSENCE_SETTLES_MS } from '../../../cloudfunctions/backend/order/lifecycle';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import { BUYER, LIFETIME_MS } from '../../support/backend';
import type { Fault } from '../../support/fake-channel';
import { ordered, shown } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';
import { type TwoChannels, twoChannels } from '../../support/two-channels';

const POLL_MS = 2_000;

async function poll(backend: TwoChannels, orderNo: string, waitMs = POLL_MS) {
  backend.clock.advance(waitMs);
  return shown(await queryOrder(backend.ports, BUYER, { orderNo }));
}

async function onlyOrder(backend: TwoChannels) {
  const [order] = (await backend.store.listByBuyer(BUYER.id, 1)).orders;
  if (!order) throw new Error('no order');
  return order;
}

/** The first create is held up until its channel has been left: a slow network, or a node whose clock is behind. */
function slowFirstCreate(backend: TwoChannels, andThen: (orderNo: string) => unknown = () => undefined): void {
  backend.channel.meanwhile('create', 'before', async () => {
    const { orderNo } = await onlyOrder(backend);
    await poll(backend, orderNo, ABSENCE_SETTLES_MS);
    await andThen(orderNo);
  });
}

describe('a create that lands after its channel was left', () => {
  test('leaves nothing open: its trade is closed, and the one the buyer can pay is not touched', async () => {
    const backend = twoChannels();
    slowFirstCreate(backend);
    const { orderNo, payment } = await ordered(backend);
    expect(payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_2` });
    expect(backend.channel.book.get(`${orderNo}_1`)).toMatchObject({ state: 'over' });
    expect(backend.second.book.get(`${orderNo}_2`)).toMatchObject({ state: 'waiting' });
    expect(backend.second.callsOf('close')).toBe(0);
  });

  test('and after its order was closed, closes its own trade, not the last one', async () => {
    const backend = twoChannels();
    slowFirstCreate(backend, async (orderNo) => {
      backend.clock.advance(POLL_MS);
      await closeOrder(backend.ports, BUYER, { orderNo });
    });
    const { orderNo, status } = await ordered(backend);
    expect(status).toBe('closed');
    expect(backend.channel.book.get(`${orderNo}_1`)).toMatchObject({ state: 'over' });
  });

  test('and was paid in that moment: the money goes back', async () => {
    const backend = twoChannels();
    slowFirstCreate(backend);
    backend.channel.meanwhile('close', 'before', async () => {
      const { orderNo } = await onlyOrder(backend);
      backend.channel.pay(`${orderNo}_1`);
      backend.second.pay(`${orderNo}_2`);
    });
    const { orderNo } = await ordered(backend);
    await sweepFor(backend, 2 * MINUTE_MS);
    const stored = await backend.stored(orderNo);
    expect(stored).toMatchObject({ status: 'paid', refunds: [{ status: 'succeeded' }], dueAtMs: null });
    expect(moneyFaults(stored)).toEqual([]);
  });

  test('and is paid in that moment, when the other trade has been: the second payment goes back', async () => {
    const backend = twoChannels();
    slowFirstCreate(backend, async (orderNo) => {
      backend.second.pay(`${orderNo}_2`);
      expect(await poll(backend, orderNo)).toMatchObject({ status: 'paid' });
    });
    backend.channel.meanwhile('close', 'before', async () => {
      const { orderNo } = await onlyOrder(backend);
      backend.channel.pay(`${orderNo}_1`);
    });
    const { orderNo } = await ordered(backend);
    await sweepFor(backend, 2 * MINUTE_MS);
    const stored = await backend.stored(orderNo);
    expect(stored).toMatchObject({ status: 'paid', refunds: [{ cause: 'double', status: 'succeeded' }] });
    expect(moneyFaults(stored)).toEqual([]);
  });
});

test('an order that is paid after all waits no longer for a further trade that is refused', async () => {
  const backend = twoChannels();
  backend.ports.merchants[0].routes = [{ channel: 'alipay' }];
  const { orderNo } = await ordered(backend);
  const first = backend.channel.book.get(`${orderNo}_1`);
  Object.assign(first ?? {}, { state: 'over' });
  backend.channel.fail('create', ...Array<Fault>(10).fill({ refusedWith: 'NO' }));
  expect((await poll(backend, orderNo)).payment).toEqual({ state: 'unavailable', code: 'NO' });
  Object.assign(first ?? {}, { state: 'paid', paidAtMs: backend.clock.nowMs() });
  const news = { outTradeNo: `${orderNo}_1`, status: 'paid', totalFen: 1_280 } as const;
  await recordTrade(backend.ports, await backend.stored(orderNo), news, 'notify');
  await sweepFor(backend, MINUTE_MS);
  expect(await backend.stored(orderNo)).toMatchObject({ status: 'paid', dueAtMs: null, refunds: [] });
});

describe('a channel that could not be reached for a moment', () => {
  test('is gone back to when the other refuses the order', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'not_sent');
    backend.second.fail('create', ...Array<Fault>(100).fill({ refusedWith: 'buyer_not_served' }));
    const { orderNo, payment } = await ordered(backend);
    expect(payment).toEqual({ state: 'unavailable', code: 'buyer_not_served' });
    expect((await poll(backend, orderNo)).payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_3` });
    expect((await backend.stored(orderNo)).trades.map(({ channel }) => channel)).toEqual([
      'alipay',
      'fshows',
      'alipay',
    ]);
  });

  test('is gone back to when the other cannot be reached either, after a while', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', 'not_sent');
    backend.second.fail('create', ...Array<Fault>(1_000).fill('not_sent'));
    const { orderNo } = await ordered(backend);
    let order = await poll(backend, orderNo);
    for (let polls = 0; polls < 60 && order.payment?.state !== 'ready'; polls += 1)
      order = await poll(backend, orderNo);
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_3` });
  });

  test('uses up few numbers while neither can be reached, and the order ends', async () => {
    const backend = twoChannels();
    for (const channel of [backend.channel, backend.second]) {
      channel.fail('create', ...Array<Fault>(10_000).fill('not_sent'));
    }
    const { orderNo } = await ordered(backend);
    for (let waitedMs = 0; waitedMs < LIFETIME_MS; waitedMs += POLL_MS) await poll(backend, orderNo);
    expect((await backend.stored(orderNo)).trades.length).toBeLessThan(10);
    await sweepFor(backend, 15 * MINUTE_MS);
    expect(await backend.stored(orderNo)).toMatchObject({ status: 'closed', dueAtMs: null });
  });

  test('is not gone back to when both refuse', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', ...Array<Fault>(1_000).fill({ refusedWith: 'ONE' }));
    backend.second.fail('create', ...Array<Fault>(1_000).fill({ refusedWith: 'TWO' }));
    const { orderNo } = await ordered(backend);
    for (let polls = 0; polls < 200; polls += 1) await poll(backend, orderNo);
    expect((await backend.stored(orderNo)).trades).toHaveLength(2);
  });
});

describe('a channel that opens trades and never says by which number to pay them', () => {
  test('is left after the second of them', async () => {
    const backend = twoChannels();
    const reports = Array<Fault>(10).fill({ report: { status: 'open' } });
    backend.channel.fail('create', ...reports);
    const opened: Fault = { report: { status: 'open', tradeNo: 'T', totalFen: 1_280 } };
    backend.channel.fail('query', ...Array<Fault>(10).fill(opened));
    backend.channel.fail('close', ...Array<Fault>(10).fill({ report: { status: 'closed' } }));
    const { orderNo } = await ordered(backend);
    await poll(backend, orderNo);
    const order = await poll(backend, orderNo);
    expect(order.payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_3` });
    expect(backend.second.calls).toEqual([`create ${orderNo}_3`]);
  });

  test('shows the buyer that the payment is being prepared, not that there is nothing to pay', async () => {
    const backend = twoChannels();
    backend.channel.fail('create', { report: { status: 'open' } });
    expect((await ordered(backend)).payment).toEqual({ state: 'preparing' });
  });
});

describe('a sweep', () => {
  test('that meets a create under way leaves the trade, whose number is still to come', async () => {
    const backend = twoChannels(undefined, undefined, { tellsOnce: true });
    backend.ports.merchants[0].routes = [{ channel: 'fshows' }];
    backend.second.meanwhile('create', 'after', async () => {
      backend.clock.advance(5_000);
      await sweepOrders(backend.ports);
    });
    const { orderNo, payment } = await ordered(backend);
    expect(payment).toEqual({ state: 'ready', walletTradeNo: `P${orderNo}_1` });
    expect(backend.second.callsOf('close')).toBe(0);
  });

  test('closes at its expiry a trade that nobody could pay', async () => {
    const backend = twoChannels(undefined, undefined, { tellsOnce: true });
    backend.ports.merchants[0].routes = [{ channel: 'fshows' }];
    backend.second.fail('create', 'reply_lost');
    const { orderNo } = await ordered(backend);
    await sweepFor(backend, LIFETIME_MS + MINUTE_MS);
    expect(await backend.stored(orderNo)).toMatchObject({ status: 'closed', dueAtMs: null });
    expect(backend.second.book.get(`${orderNo}_1`)).toMatchObject({ state: 'over' });
  });
});
