import type { Channel } from '../../../cloudfunctions/backend/channel/channel';
import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { receiveNotify } from '../../../cloudfunctions/backend/flow/receive-notify';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { moneyFaults } from '../../../cloudfunctions/backend/order/money-equation';
import { aBackend, BUYER, type TestBackend } from '../../support/backend';
import type { Fault } from '../../support/fake-channel';
import { ordered, tradeOf } from '../../support/purchases';
import { MINUTE_MS, sweepFor } from '../../support/sweeping';

/** The body is the number of the trade; nothing in the message says whom it is meant for, nor is its number known here. */
const unaddressed: Partial<Channel> = {
  readNotify: (outTradeNo) => ({
    kind: 'report',
    report: { outTradeNo, status: 'paid', totalFen: 1_280, tradeNo: 'a-number-never-heard-of' },
    notifyId: 'one',
    isUnaddressed: true,
  }),
};

/** An order that its buyer closed, whose trade the provider then took money for all the same. */
async function paidBehindOurBack(): Promise<{ backend: TestBackend; orderNo: string }> {
  const backend = aBackend(unaddressed);
  const { orderNo } = await ordered(backend);
  await closeOrder(backend.ports, BUYER, { orderNo });
  const booked = { state: 'paid', paidAtMs: backend.clock.nowMs() };
  Object.assign(backend.channel.book.get(tradeOf({ orderNo })) ?? {}, booked);
  return { backend, orderNo };
}

const notify = ({ ports }: TestBackend, orderNo: string) =>
  receiveNotify(ports, { channel: 'alipay' }, { body: tradeOf({ orderNo }), headers: {} });

const silent = (times: number) => Array<Fault>(times).fill('request_lost');

describe('a message about a closed trade that cannot be believed by itself', () => {
  test('is followed by a question, and the money found goes back', async () => {
    const { backend, orderNo } = await paidBehindOurBack();
    await notify(backend, orderNo);
    await sweepFor(backend, MINUTE_MS);
    const stored = await backend.stored(orderNo);
    expect(stored).toMatchObject({ status: 'closed', refunds: [{ cause: 'late', status: 'succeeded' }] });
    expect(stored.trades[0]).not.toHaveProperty('doubt');
    expect(moneyFaults(stored)).toEqual([]);
  });

  test('is not forgotten while its channel is silent, though it never comes again', async () => {
    const { backend, orderNo } = await paidBehindOurBack();
    backend.channel.fail('query', ...silent(4));
    expect(await notify(backend, orderNo)).toBe('fail');
    expect(await backend.stored(orderNo)).toMatchObject({ status: 'closed', refunds: [], dueAtMs: expect.any(Number) });
    await sweepFor(backend, 30 * MINUTE_MS);
    const stored = await backend.stored(orderNo);
    expect(stored).toMatchObject({ refunds: [{ cause: 'late', status: 'succeeded' }], dueAtMs: null });
    expect(moneyFaults(stored)).toEqual([]);
  });

  test('ends when the channel says that there was nothing', async () => {
    const backend = aBackend(unaddressed);
    const { orderNo } = await ordered(backend);
    await closeOrder(backend.ports, BUYER, { orderNo });
    await notify(backend, orderNo);
    await sweepFor(backend, MINUTE_MS);
    const stored = await backend.stored(orderNo);
    expect(stored).toMatchObject({ status: 'closed', refunds: [], dueAtMs: null });
    expect(stored.trades[0]).not.toHaveProperty('doubt');
  });

  test('is asked about ever more seldom, and once however often the message comes', async () => {
    const { backend, orderNo } = await paidBehindOurBack();
    backend.channel.fail('query', ...silent(1_000));
    const before = backend.channel.callsOf('query');
    for (let copy = 0; copy < 10; copy += 1) await notify(backend, orderNo);
    expect(backend.channel.callsOf('query')).toBe(before + 1);
    await sweepFor(backend, 24 * 60 * MINUTE_MS);
    const asked = backend.channel.callsOf('query');
    expect(asked).toBeGreaterThan(20);
    expect(asked).toBeLessThan(80);
  });
});

test('an order whose doubted trade is at a channel that is gone still has its events delivered and is seen to fail', async () => {
  const { backend, orderNo } = await paidBehindOurBack();
  backend.channel.fail('query', 'request_lost');
  await notify(backend, orderNo);
  backend.ports.merchants[0].channels = {};
  backend.clock.advance(MINUTE_MS);
  expect(await sweepOrders(backend.ports)).toMatchObject({ failed: 1 });
  expect(await backend.stored(orderNo)).toMatchObject({ dueAtMs: expect.any(Number) });
});
