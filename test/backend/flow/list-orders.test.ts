import { createOrder } from '../../../cloudfunctions/backend/flow/create-order';
import { listCatalog } from '../../../cloudfunctions/backend/flow/list-catalog';
import { listOrders } from '../../../cloudfunctions/backend/flow/list-orders';
import { aBackend, BUYER, GOODS, STRANGER, type TestBackend } from '../../support/backend';
import { aPurchase, ordered, tradeOf } from '../../support/purchases';

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
