import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../../cloudfunctions/backend/flow/query-order';
import { recordTrade } from '../../../cloudfunctions/backend/flow/record-trade';
import { sweepOrders } from '../../../cloudfunctions/backend/flow/sweep-orders';
import { aBackend, BUYER, type TestBackend } from '../../support/backend';
import { aPurchase, tradeOf } from '../../support/purchases';

type Purchase = ReturnType<typeof aPurchase>;

const dies = () => {
  throw new Error('killed');
};

/** Every place where the process can die while an order is being made. */
const deaths: [string, (backend: TestBackend) => void][] = [
  ['after the order was stored, at commit', ({ store }) => store.crash('insert', 'after')],
  ['between storing the order and calling the channel', ({ channel }) => channel.meanwhile('create', 'before', dies)],
  ['after the channel opened the trade', ({ channel }) => channel.meanwhile('create', 'after', dies)],
  ['before the open trade was saved', ({ store }) => store.crash('save', 'before')],
  ['after the open trade was saved, at commit', ({ store }) => store.crash('save', 'after')],
];

/** Everything that alone must bring such an order to where it can be paid. */
const healers: [string, (backend: TestBackend, purchase: Purchase, orderNo: string) => Promise<unknown>][] = [
  ['the repeated request', ({ ports }, purchase) => createOrder(ports, BUYER, purchase)],
  ['a poll', ({ ports }, _, orderNo) => queryOrder(ports, BUYER, { orderNo })],
  ['the sweep', ({ ports }) => sweepOrders(ports)],
];

const table = deaths.flatMap(([death, arrange]) => healers.map(([healer, heal]) => ({ death, arrange, healer, heal })));

async function onlyOrder(backend: TestBackend) {
  const { orders } = await backend.store.listByBuyer(BUYER.id, 10);
  expect(orders).toHaveLength(1);
  const [order] = orders;
  if (!order) throw new Error('no order was stored');
  return order;
}

describe('a process that dies while it makes an order', () => {
  test.each(table)('$death: $healer makes the order payable', async ({ arrange, heal }) => {
    const backend = aBackend();
    const purchase = aPurchase();
    arrange(backend);
    await expect(createOrder(backend.ports, BUYER, purchase)).rejects.toThrow();
    backend.clock.advance(30_000);
    await heal(backend, purchase, (await onlyOrder(backend)).orderNo);
    const order = await onlyOrder(backend);
    expect(order).toMatchObject({ status: 'unpaid', trades: [{ status: 'open', walletTradeNo: expect.any(String) }] });
    expect(backend.channel.book.size).toBe(1);
  });

  test('before the order was stored leaves nothing, and the repeated request makes it', async () => {
    const backend = aBackend();
    const purchase = aPurchase();
    backend.store.crash('insert', 'before');
    await expect(createOrder(backend.ports, BUYER, purchase)).rejects.toThrow();
    expect((await backend.store.listByBuyer(BUYER.id, 1)).orders).toEqual([]);
    expect(backend.channel.calls).toEqual([]);
    expect(await createOrder(backend.ports, BUYER, purchase)).toMatchObject({ ok: true });
  });
});

describe('a payment made while nobody was there', () => {
  const writes = [
    ['before', 0],
    ['after', 0],
    ['before', 1],
    ['after', 1],
  ] as const;
  test.each(writes)('becomes visible, though the node dies %s write %d of the first sweep', async (when, skip) => {
    const backend = aBackend();
    await createOrder(backend.ports, BUYER, aPurchase());
    const { orderNo } = await onlyOrder(backend);
    backend.channel.pay(tradeOf({ orderNo }));
    backend.clock.advance(30_000);
    backend.store.crash('save', when, skip);
    expect(await sweepOrders(backend.ports)).toMatchObject({ failed: 1 });
    backend.clock.advance(60_000);
    await sweepOrders(backend.ports);
    expect(await backend.stored(orderNo)).toMatchObject({ status: 'paid' });
    expect((await backend.stored(orderNo)).history.filter(({ kind }) => kind === 'trade_paid')).toHaveLength(1);
  });

  test('of which only a notify tells is recorded, though the trade was never known to be open', async () => {
    const backend = aBackend();
    backend.channel.meanwhile('create', 'after', dies);
    await expect(createOrder(backend.ports, BUYER, aPurchase())).rejects.toThrow();
    const order = await onlyOrder(backend);
    const news = { outTradeNo: tradeOf(order), status: 'paid', totalFen: order.totalFen, tradeNo: 'P1' } as const;
    await recordTrade(backend.ports, order, news, 'notify');
    expect(await onlyOrder(backend)).toMatchObject({ status: 'paid', trades: [{ tradeNo: 'P1' }] });
  });
});
