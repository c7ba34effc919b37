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
