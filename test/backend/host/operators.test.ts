import { operators } from '../../../cloudfunctions/backend/host/operators';
import eventResend from '../../../cloudfunctions/event-resend/index';
import operatorOrder from '../../../cloudfunctions/operator-order/index';
import orderRefund from '../../../cloudfunctions/order-refund/index';
import refundAsk from '../../../cloudfunctions/refund-ask/index';
import refundAsks from '../../../cloudfunctions/refund-asks/index';
import { aBackend, BUYER, STRANGER, type TestBackend } from '../../support/backend';
import { aContext } from '../../support/function-context';
import { ordered, paidOrder } from '../../support/purchases';

const TOKEN = 'a token of these tests, 32 characters';
const doors = { orderRefund, operatorOrder, refundAsks, eventResend };

function withOperators(options = { operatorIds: [STRANGER.id], operatorToken: TOKEN }): TestBackend {
  const backend = aBackend();
  backend.ports.operators = operators(options);
  return backend;
}

const session = (id: string) => ({ user: { oAuthUserId: id } });
const argsOf = ({ orderNo }: { orderNo: string }) => ({ orderNo, requestId: 'refund-by-operator' });

/** A call by HTTP, as the trigger hands it over. */
function byHttp(body: unknown, headers: Record<string, string> = {}, isBase64Encoded = false) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const sent = isBase64Encoded ? Buffer.from(text).toString('base64') : text;
  return { source: 'http', args: { path: '/', httpMethod: 'POST', headers, body: sent, isBase64Encoded } };
}

describe('an operator', () => {
  test('known by the session refunds, and the history says who it was', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const reply = await orderRefund(aContext(backend, { args: argsOf(order), profile: session(STRANGER.id) }));
    expect(reply).toMatchObject({ ok: true, order: { refundDetails: [{ requestedBy: STRANGER.id }] } });
  });

  test.each([
    [
      'as an argument, from a server',
      (order: { orderNo: string }) => ({ source: 'server', args: { ...argsOf(order), operatorToken: TOKEN } }),
    ],
    [
      'as an argument, from the app',
      (order: { orderNo: string }) => ({ args: { ...argsOf(order), operatorToken: TOKEN } }),
    ],
    ['as a header, by HTTP', (order: { orderNo: string }) => byHttp(argsOf(order), { 'x-operator-token': TOKEN })],
    [
      'as a header in any case, by HTTP',
      (order: { orderNo: string }) => byHttp(argsOf(order), { 'X-Operator-Token': TOKEN }),
    ],
    [
      'as a header, by HTTP in base64',
      (order: { orderNo: string }) => byHttp(argsOf(order), { 'x-operator-token': TOKEN }, true),
    ],
  ])('with the token %s refunds', async (_, call) => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const reply = await orderRefund(aContext(backend, call(order)));
    expect(reply).toMatchObject({
      ok: true,
      order: { refundedFen: 1_280, refundDetails: [{ requestedBy: 'operator-token' }] },
    });
    expect(JSON.stringify(await backend.stored(order.orderNo))).not.toContain(TOKEN);
    expect(JSON.stringify(backend.logged)).not.toContain(TOKEN);
  });

  test('sees any order, with the numbers behind it', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const context = aContext(backend, { args: { orderNo: order.orderNo }, profile: session(STRANGER.id) });
    expect(await operatorOrder(context)).toMatchObject({
      ok: true,
      order: {
        trades: [{ channel: 'alipay', status: 'paid', paidFen: 1_280 }],
        events: [{ type: 'order.paid' }],
        keptFen: 1_280,
        owedFen: 0,
      },
    });
  });

  test.each(['A'.repeat(24), 'x', undefined])(
    'asking for an order that is not there (%s) is refused',
    async (orderNo) => {
      const backend = withOperators();
      const reply = await operatorOrder(aContext(backend, { args: { orderNo, operatorToken: TOKEN } }));
      expect(reply).toMatchObject({ ok: false });
    },
  );
});

describe('nobody else', () => {
  const strangers: [string, object][] = [
    ['the buyer of the order', { profile: session(BUYER.id) }],
    ['somebody with a wrong token', { args: { operatorToken: `${TOKEN}x` } }],
    ['somebody with an empty token', { args: { operatorToken: '' } }],
    ['somebody with a token that is no text', { args: { operatorToken: [TOKEN] } }],
    ['a server without a token', { source: 'server' }],
    ['a timer', { source: 'timing' }],
    ['a browser without a token', byHttp({ orderNo: 'x' })],
    ['a browser with a wrong token', byHttp({}, { 'x-operator-token': 'x' })],
    ['a browser with the token in the body', byHttp({ operatorToken: TOKEN })],
    ['a browser that sends nonsense', byHttp('{{{', {})],
    ['a message without a body', { source: 'http', args: {} }],
    ['a message that is nothing', { source: 'http', args: null }],
    ['somebody who claims to be an operator', { args: { buyerId: STRANGER.id, operator: STRANGER.id } }],
  ];
  const table = strangers.flatMap(([who, call]) =>
    Object.entries(doors).map(([name, door]) => ({ who, call, name, door })),
  );

  test.each(table)('$who is refused by $name', async ({ call, door }) => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const before = await backend.stored(order.orderNo);
    const context = aContext(backend, { args: argsOf(order), ...call });
    expect(await door(context)).toMatchObject({ ok: false, reason: 'not_operator' });
    expect(await backend.stored(order.orderNo)).toEqual(before);
  });

  test.each([[{}], [{ operatorIds: [], operatorToken: '' }]])(
    'where nobody is an operator (%j) everybody is refused',
    async (options) => {
      const backend = withOperators(options as never);
      const order = await paidOrder(backend);
      for (const operatorToken of ['', 'undefined', TOKEN]) {
        const reply = await orderRefund(aContext(backend, { args: { ...argsOf(order), operatorToken } }));
        expect(reply).toMatchObject({ reason: 'not_operator' });
      }
    },
  );
});

describe('bad arguments of a refund are refused and change nothing', () => {
  const bad: [string, Record<string, unknown>][] = [
    ['no order', { orderNo: undefined }],
    ['no request id', { requestId: undefined }],
    ['a short request id', { requestId: 'short' }],
    ...[0, -1, 0.5, '100', null, Number.NaN, 1e21, Number.POSITIVE_INFINITY].map(
      (refundFen): [string, Record<string, unknown>] => [`an amount of ${refundFen}`, { refundFen }],
    ),
    ['a trade that is none', { outTradeNo: 'x' }],
    ['an empty reason', { reason: '' }],
    ['a reason of 257 characters', { reason: '茶'.repeat(257) }],
    ['NUL in the reason', { reason: 'a\u0000b' }],
    ['half a character in the reason', { reason: 'a\ud83c' }],
    ['a reason that is no text', { reason: { a: 1 } }],
  ];

  test.each(bad)('%s', async (_, more) => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const before = await backend.stored(order.orderNo);
    const args = { ...argsOf(order), operatorToken: TOKEN, ...more };
    expect(await orderRefund(aContext(backend, { args }))).toMatchObject({ ok: false, reason: 'bad_request' });
    expect(await backend.stored(order.orderNo)).toEqual(before);
  });

  test('256 characters outside the basic plane are a reason', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const args = { ...argsOf(order), operatorToken: TOKEN, reason: '🍵'.repeat(256) };
    expect(await orderRefund(aContext(backend, { args }))).toMatchObject({ ok: true });
  });
});

describe('a buyer who wants money back', () => {
  const ask = (backend: TestBackend, order: { orderNo: string }, more = {}, id = BUYER.id) =>
    refundAsk(aContext(backend, { args: { orderNo: order.orderNo, reason: '买错了', ...more }, profile: session(id) }));

  test('is heard: the reason is kept, shown to the buyer and to operators, and no money moves', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    const refundAskView = { reason: '买错了', atMs: backend.clock.nowMs() };
    expect(await ask(backend, order)).toMatchObject({ ok: true, order: { status: 'paid', refundAsk: refundAskView } });
    const context = aContext(backend, { args: { orderNo: order.orderNo, operatorToken: TOKEN } });
    expect(await operatorOrder(context)).toMatchObject({ order: { refundAsk: refundAskView } });
    expect(backend.channel.callsOf('refund')).toBe(0);
    expect(await backend.stored(order.orderNo)).toMatchObject({ refunds: [], dueAtMs: null });
  });

  test.each([
    ['by the session', { profile: session(STRANGER.id) }],
    ['with the token, by HTTP', byHttp({}, { 'x-operator-token': TOKEN })],
  ])('is found among all orders by an operator known %s', async (_, call) => {
    const backend = withOperators();
    await paidOrder(backend);
    const order = await paidOrder(backend);
    await ask(backend, order);
    expect(await refundAsks(aContext(backend, call))).toMatchObject({
      ok: true,
      orders: [{ orderNo: order.orderNo, refundAsk: { reason: '买错了' } }],
    });
    await orderRefund(aContext(backend, { args: { ...argsOf(order), operatorToken: TOKEN } }));
    expect(await refundAsks(aContext(backend, call))).toMatchObject({ ok: true, orders: [] });
  });

  test('asks a hundred times and fills nothing: the last words count', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    for (let n = 0; n < 100; n += 1) await ask(backend, order, { reason: `reason ${n}` });
    const { history, refundAsk: kept } = await backend.stored(order.orderNo);
    expect(history.filter(({ kind }) => kind === 'refund_asked')).toHaveLength(1);
    expect(kept).toMatchObject({ reason: 'reason 99' });
  });

  test('is answered by the operator’s refund', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    await ask(backend, order);
    const args = { ...argsOf(order), operatorToken: TOKEN };
    expect(await orderRefund(aContext(backend, { args }))).toMatchObject({ order: { refundAsk: null } });
    expect(await ask(backend, order)).toMatchObject({ ok: false, reason: 'nothing_to_refund' });
  });

  test('of an order that was not paid is refused', async () => {
    const backend = withOperators();
    expect(await ask(backend, await ordered(backend))).toMatchObject({ ok: false, reason: 'order_not_paid' });
  });

  test('for another buyer’s order hears that there is none', async () => {
    const backend = withOperators();
    const order = await paidOrder(backend);
    expect(await ask(backend, order, {}, '2088000000000009')).toMatchObject({ reason: 'order_not_found' });
  });

  test.each([undefined, '', 1, null, 'a\u0000', '\ud800', '茶'.repeat(257)])(
    'without a proper reason (%j) is refused',
    async (reason) => {
      const backend = withOperators();
      const order = await paidOrder(backend);
      expect(await ask(backend, order, { reason })).toMatchObject({ ok: false, reason: 'bad_request' });
      expect((await backend.stored(order.orderNo)).refundAsk).toBeUndefined();
    },
  );
});
