import { fakeShop } from './support/fake-shop';

const items = [{ goodsId: 'tea', quantity: 1 }];

async function shopWithOrders(count: number) {
  const shop = fakeShop();
  const orderNos: string[] = [];
  for (let made = 0; made < count; made += 1) {
    await shop.clock.advance(1_000);
    const reply = await shop.backend.call('order-create', { requestId: `request-${made}-000000000`, items });
    if (reply.ok) orderNos.push(reply.order.orderNo);
  }
  return { ...shop, orderNos };
}

describe('the order book', () => {
  test('knows what every reply has said, whoever asked', async () => {
    const { orderBook, orderNos } = await shopWithOrders(2);
    const [first = '', second = ''] = orderNos;
    await orderBook.query(first);
    await orderBook.list();
    expect([orderBook.get(first)?.orderNo, orderBook.get(second)?.orderNo]).toEqual(orderNos);
    expect(orderBook.get('UNHEARD-OF')).toBeUndefined();
  });

  test('an older word does not replace a newer one', async () => {
    const { orderBook, backend, clock, orderNos } = await shopWithOrders(1);
    const [orderNo = ''] = orderNos;
    const open = backend.hold();
    const early = orderBook.query(orderNo);
    await clock.advance(10);
    backend.change(orderNo, { closing: true });
    const late = orderBook.query(orderNo);
    open();
    await late;
    await early;
    expect(orderBook.get(orderNo)?.closing).toBe(true);
  });

  test('offers the newest order that can still be paid', async () => {
    const { orderBook, backend, orderNos } = await shopWithOrders(3);
    const [first = '', second = '', third = ''] = orderNos;
    for (const orderNo of orderNos) await orderBook.query(orderNo);
    expect(orderBook.newestUnpaid?.orderNo).toBe(third);
    backend.pay(third);
    await orderBook.query(third);
    expect(orderBook.newestUnpaid?.orderNo).toBe(second);
    backend.change(second, { closing: true });
    await orderBook.query(second);
    expect(orderBook.newestUnpaid?.orderNo).toBe(first);
    await orderBook.close(first);
    expect(orderBook.newestUnpaid).toBeUndefined();
  });

  test("follows the server's clock, however wrong the phone's is", async () => {
    const { orderBook, backend, clock, orderNos } = await shopWithOrders(1);
    const answer = backend.call;
    backend.call = (async (name: 'order-query', request: { orderNo: string }) => ({
      ...(await answer(name, request)),
      serverNowMs: clock.nowMs() + 600_000,
    })) as typeof answer;
    await orderBook.query(orderNos[0] ?? '');
    await clock.advance(5_000);
    expect(orderBook.serverNowMs()).toBe(clock.nowMs() + 600_000);
  });

  test.each(['timeout', 'unreachable', 'not_signed_in', 'server_failed', 'bad_answer'] as const)(
    'a question that fails by %s is a value that says so',
    async (reason) => {
      const { orderBook, backend, orderNos } = await shopWithOrders(1);
      backend.fail('order-query', reason);
      expect(await orderBook.query(orderNos[0] ?? '')).toEqual({ ok: false, problem: reason });
    },
  );

  test('a refusal is a value that gives the reason', async () => {
    const { orderBook, backend, orderNos } = await shopWithOrders(1);
    backend.pay(orderNos[0] ?? '');
    expect(await orderBook.close(orderNos[0] ?? '')).toEqual({ ok: false, problem: 'order_already_paid' });
    expect(await orderBook.query('SOMEBODY-ELSES')).toEqual({ ok: false, problem: 'order_not_found' });
  });

  test('a bug is not taken for a weak network', async () => {
    const { orderBook, backend } = fakeShop();
    backend.call = () => Promise.reject(new TypeError('a bug'));
    await expect(orderBook.query('X')).rejects.toThrow('a bug');
  });
});
