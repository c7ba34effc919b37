import { newOrder, type Order } from '../../cloudfunctions/backend/order/order';

/** When orders of tests are made unless a test says otherwise: 2026-01-02 03:04:05 UTC. */
export const ORDERED_AT_MS = Date.UTC(2026, 0, 2, 3, 4, 5);

let orders = 0;

/** A well-formed order number. The same n gives the same number, a greater n a number that sorts later. */
export function anOrderNo(n: number): string {
  return `T${String(n).padStart(23, '0')}`;
}

/**
 * A new unpaid order of one cup of tea, each call with its own number and requestId. Everything has a default, so each
 * property a test gives matters to that test.
 */
export function anOrder(overrides: Partial<Order> = {}): Order {
  orders += 1;
  const orderNo = overrides.orderNo ?? anOrderNo(orders);
  const createdAtMs = overrides.createdAtMs ?? ORDERED_AT_MS;
  const order = newOrder({
    orderNo,
    requestId: `request-${orders}-of-this-test`,
    buyer: { kind: 'user_id', id: '2088000000000001' },
    merchantId: 'tea-house',
    channel: 'alipay',
    outTradeNo: `${orderNo}_1`,
    items: [{ goodsId: 'green-tea', title: '绿茶 Green tea', priceFen: 1280, quantity: 1 }],
    subject: '绿茶 Green tea',
    totalFen: 1280,
    nowMs: createdAtMs,
    expiresAtMs: createdAtMs + 15 * 60_000,
    dueAtMs: createdAtMs + 20_000,
  });
  return { ...order, ...overrides };
}

/** The same order, paid in full by its first trade. */
export function paidOrder(order: Order, paidAtMs: number): Order {
  const [first, ...others] = order.trades as [Order['trades'][number], ...Order['trades']];
  const paid = { ...first, status: 'paid' as const, paidFen: order.totalFen, paidAtMs };
  return { ...order, status: 'paid', paidAtMs, trades: [paid, ...others] };
}

/** An order with something in every field of the aggregate, and with text that naive storage breaks. */
export function anOrderWithEverything(): Order {
  const orderNo = anOrderNo(1_000);
  const outTradeNo = `${orderNo}_1`;
  const item = {
    goodsId: '__proto__',
    title: '龙井茶 🍵 “q” \' " \\ % + & <b> \n\t é 𠮷 \u2028',
    priceFen: 1,
    quantity: 99,
  };
  // Properties of these names as a provider or a later version might add; only JSON.parse makes such an own `__proto__`.
  const strange = JSON.parse('{"__proto__": {"polluted": true}, "constructor": "x", "": "no name", "键": [null, {}]}');
  strange.goodsId = 'constructor';
  return anOrder({
    orderNo,
    buyer: { kind: 'open_id', id: '买家-074a1CcTG1Le' },
    items: [item, strange],
    subject: '茶'.repeat(128),
    totalFen: 10_000_000_000,
    status: 'paid',
    trades: [
      {
        outTradeNo,
        channel: 'alipay',
        status: 'closed',
        tradeNo: '2026010222001',
        closedAtMs: 1,
        refusedCode: 'ACQ.X',
      },
      { outTradeNo: `${orderNo}_2`, channel: 'fshows', status: 'paid', walletTradeNo: 'p1', paidFen: 2, paidAtMs: 3 },
    ],
    refunds: [
      {
        outRequestNo: `${outTradeNo}R1`,
        outTradeNo,
        refundFen: 2,
        cause: 'late',
        status: 'pending',
        attempts: 0,
        requestedAtMs: 4,
        nextTryAtMs: null,
        requestId: 'refund-of-this-test',
        requestedBy: 'operator',
        reason: '“退” 𠮷 \u2028',
        isDoubtful: false,
        lastCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
      },
    ],
    refundAsk: { reason: '买错了 🍵', atMs: 5 },
    outbox: [
      {
        eventId: `${orderNo}-1`,
        type: 'order.paid',
        sequence: 1,
        atMs: 4,
        merchantId: 'tea-house',
        order: { orderNo, status: 'paid', totalFen: 2, paidFen: 2, refundedFen: 0, paidAtMs: 3, closedAtMs: null },
        payment: { outTradeNo: `${orderNo}_2`, tradeNo: 'p1', paidFen: 2 },
        delivery: { status: 'waiting', attempts: 1, sinceMs: 4, nextTryAtMs: 5, lastFailure: 'HTTP 500' },
      },
    ],
    history: [
      { kind: 'ordered', atMs: ORDERED_AT_MS, source: 'buyer' },
      { kind: 'trade_refused', outTradeNo, code: 'ACQ.TRADE_BUYER_NOT_MATCH', atMs: 2, source: 'create' },
      { kind: 'trade_paid', outTradeNo: `${orderNo}_2`, paidFen: 2, atMs: 3, source: 'notify' },
      { kind: 'unexpected_money', outTradeNo, paidFen: 2, cause: 'double', atMs: 3, source: 'sweep' },
    ],
    paidAtMs: 3,
    closedAtMs: Number.MAX_SAFE_INTEGER,
    closeRequestedAtMs: 0,
    askedAtMs: null,
    dueAtMs: 8_640_000_000_000_000,
  });
}
