import { askRefund } from '../../../cloudfunctions/backend/flow/ask-refund';
import { closeOrder } from '../../../cloudfunctions/backend/flow/close-order';
import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { listCatalog } from '../../../cloudfunctions/backend/flow/list-catalog';
import { listOrders } from '../../../cloudfunctions/backend/flow/list-orders';
import { aBackend, BUYER, GOODS, STRANGER, type TestBackend } from '../../support/backend';
import { aPurchase, ordered, paidOrder, tradeOf } from '../../support/purchases';

async function list(backend: TestBackend, cursor?: string) {
  const reply = await listOrders(backend.ports, BUYER, cursor === undefined ? {} : { cursor });
  if (!reply.ok) throw new Error(reply.reason);
  return reply;
}

describe('a buyer’s orders', () => {
  test('come newest first, with what each of them is now', async () => {
    const backend = aBackend();
    const older = await ordered(backend);
    backend.clock.advance(1_000);
    const newer = await ordered(backend);
    const { orders, serverNowMs } = await list(backend);
    expect(orders).toEqual([newer, older]);
    expect(serverNowMs).toBe(backend.clock.nowMs());
  });

  test('come twenty at a time, each of them once', async () => {
    const backend = aBackend();
    const numbers: string[] = [];
    for (let count = 0; count < 41; count += 1) {
      backend.clock.advance(1_000);
      numbers.unshift((await ordered(backend)).orderNo);
    }
    const first = await list(backend);
    const second = await list(backend, first.nextCursor);
    const third = await list(backend, second.nextCursor);
    expect([first, second, third].flatMap(({ orders }) => orders.map(({ orderNo }) => orderNo))).toEqual(numbers);
    expect([first, second, third].map(({ orders }) => orders.length)).toEqual([20, 20, 1]);
    expect(third).not.toHaveProperty('nextCursor');
  });

  test('come on pages as large as the merchant says', async () => {
    const backend = aBackend();
    for (let count = 0; count < 5; count += 1) await ordered(backend);
    const reply = await listOrders({ ...backend.ports, limits: { pageSize: 3 } }, BUYER, {});
    expect(reply).toMatchObject({ ok: true, orders: { length: 3 }, nextCursor: expect.any(String) });
  });

  test('are nobody else’s', async () => {
    const backend = aBackend();
    await ordered(backend);
    await createOrder(backend.ports, STRANGER, aPurchase());
    expect((await list(backend)).orders).toHaveLength(1);
  });

  test('are shown as stored: a list asks no channel', async () => {
    const backend = aBackend();
    const order = await ordered(backend);
    backend.channel.pay(tradeOf(order));
    backend.clock.advance(60_000);
    expect((await list(backend)).orders[0]).toMatchObject({ status: 'unpaid' });
    expect(backend.channel.callsOf('query')).toBe(0);
  });
});

test('the catalog shows what is for sale, and whose it is', async () => {
  const backend = aBackend();
  expect(await listCatalog(backend.ports)).toEqual({ ok: true, merchantName: '茶馆', goods: GOODS });
});

describe('a list of some orders', () => {
  const listed = async (backend: TestBackend, status: string, cursor?: string) => {
    const reply = await listOrders(backend.ports, BUYER, { status, ...(cursor ? { cursor } : {}) });
    if (!reply.ok) throw new Error(reply.reason);
    return reply;
  };

  test('has only those, each of them once, however the pages fall', async () => {
    const backend = aBackend();
    backend.ports.limits = { pageSize: 3 };
    const unpaid: string[] = [];
    for (let n = 0; n < 17; n += 1) {
      backend.clock.advance(1_000);
      const { orderNo } = await ordered(backend);
      if (n % 4 === 0) unpaid.unshift(orderNo);
      else await closeOrder(backend.ports, BUYER, { orderNo });
    }
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listed(backend, 'unpaid', cursor);
      found.push(...page.orders.map(({ orderNo }) => orderNo));
      cursor = page.nextCursor;
    } while (cursor);
    expect(found).toEqual(unpaid);
    expect((await listed(backend, 'paid')).orders).toEqual([]);
  });

  test('of refunds has what was given back and what was asked for', async () => {
    const backend = aBackend();
    const asked = await paidOrder(backend);
    await askRefund(backend.ports, BUYER, { orderNo: asked.orderNo, reason: '太苦' });
    await paidOrder(backend);
    expect((await listed(backend, 'refund')).orders.map(({ orderNo }) => orderNo)).toEqual([asked.orderNo]);
  });

  test('of a kind nobody knows is refused', async () => {
    expect(await listOrders(aBackend().ports, BUYER, { status: 'lost' })).toMatchObject({ reason: 'bad_request' });
  });
});

test('the catalog says how to reach the merchant and how one can pay, and not whose the goods are', async () => {
  const backend = aBackend();
  const offers = {
    contact: { phone: '400' },
    instalments: { counts: [3 as const], feePayer: 'buyer' as const, minTotalFen: 1 },
  };
  Object.assign(backend.ports.merchants[0], offers);
  backend.sell(GOODS.map((goods) => ({ ...goods, merchantId: 'tea-house' })));
  expect(await listCatalog(backend.ports)).toEqual({ ok: true, merchantName: '茶馆', goods: GOODS, ...offers });
});
