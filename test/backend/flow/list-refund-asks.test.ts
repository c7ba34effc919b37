import { askRefund } from '../../../cloudfunctions/backend/flow/ask-refund';
import { listRefundAsks } from '../../../cloudfunctions/backend/flow/list-refund-asks';
import { refundOrder } from '../../../cloudfunctions/backend/flow/refund-order';
import { aBackend, BUYER, type TestBackend } from '../../support/backend';
import { ordered, paidOrder } from '../../support/purchases';

const OPERATOR = 'operator-token';

async function asks(backend: TestBackend, cursor?: string) {
  const reply = await listRefundAsks(backend.ports, OPERATOR, cursor === undefined ? {} : { cursor });
  if (!reply.ok) throw new Error(reply.reason);
  return reply;
}

const numbersOf = ({ orders }: { orders: { orderNo: string }[] }) => orders.map(({ orderNo }) => orderNo);

/** A paid order whose buyer wants the money back. */
async function wished(backend: TestBackend, reason = '买错了'): Promise<string> {
  const { orderNo } = await paidOrder(backend);
  backend.clock.advance(1_000);
  await askRefund(backend.ports, BUYER, { orderNo, reason });
  return orderNo;
}

describe('buyers’ wishes for a refund', () => {
  test('reach operators who know no order’s number, the longest waiting first, with the reason and the money', async () => {
    const backend = aBackend();
    await paidOrder(backend);
    const first = await wished(backend, '杯子碎了');
    const atMs = backend.clock.nowMs();
    const second = await wished(backend);
    const reply = await asks(backend);
    expect(numbersOf(reply)).toEqual([first, second]);
    expect(reply.orders[0]).toMatchObject({
      refundAsk: { reason: '杯子碎了', atMs },
      trades: [{ status: 'paid', paidFen: 1_280 }],
      keptFen: 1_280,
    });
    expect(reply).not.toHaveProperty('nextCursor');
    expect(reply.serverNowMs).toBe(backend.clock.nowMs());
  });

  test('vanish from the list with an operator’s refund, be it a part', async () => {
    const backend = aBackend();
    const [part, all, open] = [await wished(backend), await wished(backend), await wished(backend)];
    await refundOrder(backend.ports, OPERATOR, { orderNo: part, requestId: 'refund-of-a-part-1', refundFen: 1 });
    await refundOrder(backend.ports, OPERATOR, { orderNo: all, requestId: 'refund-of-all-of-it' });
    expect(numbersOf(await asks(backend))).toEqual([open]);
  });

  test('that were refused are not listed', async () => {
    const backend = aBackend();
    const { orderNo } = await ordered(backend);
    expect(await askRefund(backend.ports, BUYER, { orderNo, reason: 'x' })).toMatchObject({ ok: false });
    const strict = { ...backend.ports, limits: { mostTextCharacters: 1 } };
    const paid = await paidOrder(backend);
    const wordy = { ok: false, reason: 'bad_request', message: 'reason: at most 1 characters' };
    expect(await askRefund(strict, BUYER, { orderNo: paid.orderNo, reason: '坏了' })).toEqual(wordy);
    expect(await asks(backend)).toMatchObject({ orders: [] });
  });

  test('come twenty at a time, each of them once, also when those of the first page are answered meanwhile', async () => {
    const backend = aBackend();
    const numbers: string[] = [];
    for (let count = 0; count < 41; count += 1) numbers.push(await wished(backend));
    const first = await asks(backend);
    for (const orderNo of numbersOf(first)) {
      await refundOrder(backend.ports, OPERATOR, { orderNo, requestId: 'refund-between-pages' });
    }
    const second = await asks(backend, first.nextCursor);
    const third = await asks(backend, second.nextCursor);
    expect([first, second, third].flatMap(numbersOf)).toEqual(numbers);
    expect([first, second, third].map(({ orders }) => orders.length)).toEqual([20, 20, 1]);
    expect(third).not.toHaveProperty('nextCursor');
  });

  test('come on pages as large as the merchant says', async () => {
    const backend = aBackend();
    for (let count = 0; count < 3; count += 1) await wished(backend);
    const reply = await listRefundAsks({ ...backend.ports, limits: { pageSize: 2 } }, OPERATOR, {});
    expect(reply).toMatchObject({ ok: true, orders: { length: 2 }, nextCursor: expect.any(String) });
  });

  test('are shown as stored: the list asks no channel and changes nothing', async () => {
    const backend = aBackend();
    const orderNo = await wished(backend);
    const before = await backend.stored(orderNo);
    const queries = backend.channel.callsOf('query');
    await asks(backend);
    expect(backend.channel.callsOf('query')).toBe(queries);
    expect(await backend.stored(orderNo)).toEqual(before);
  });

  test.each([
    ['no arguments', undefined],
    ['a cursor that is no text', { cursor: 1 }],
    ['a cursor of 257 characters', { cursor: 'x'.repeat(257) }],
    ['NUL in the cursor', { cursor: 'a\u0000' }],
  ])('are not shown for %s', async (_, args) => {
    const backend = aBackend();
    await wished(backend);
    expect(await listRefundAsks(backend.ports, OPERATOR, args)).toMatchObject({ ok: false, reason: 'bad_request' });
  });

  test('start from the top for a cursor that is not one of ours', async () => {
    const backend = aBackend();
    const orderNo = await wished(backend);
    expect(numbersOf(await asks(backend, 'not a cursor'))).toEqual([orderNo]);
  });
});
