import { requestClose } from '../../../cloudfunctions/backend/order/ending';
import type { Order, Trade } from '../../../cloudfunctions/backend/order/order';
import { viewOf } from '../../../cloudfunctions/backend/order/view';
import { anOrder, ORDERED_AT_MS } from '../../support/orders';
import { anOrderWithTrade, TRADE_NO } from '../../support/reports';

const NOW_MS = ORDERED_AT_MS + 1_000;
const view = (order: Order, nowMs = NOW_MS) => viewOf(order, '茶馆', nowMs);

function withTrade(more: Partial<Trade>): Order {
  const order = anOrder();
  return { ...order, trades: order.trades.map((trade) => ({ ...trade, ...more })) };
}

describe('how the buyer can pay', () => {
  test.each([
    ['an open trade is ready for the cashier', anOrderWithTrade('open'), { state: 'ready', walletTradeNo: TRADE_NO }],
    ['a trade that is not confirmed is being prepared', anOrder(), { state: 'preparing' }],
    [
      'a trade the channel refuses says with which code',
      withTrade({ refusedCode: 'ACQ.ACCESS_FORBIDDEN' }),
      { state: 'unavailable', code: 'ACQ.ACCESS_FORBIDDEN' },
    ],
    ['a paid order', anOrderWithTrade('paid'), null],
    ['a closed order', anOrderWithTrade('closed'), null],
  ])('%s', (_, order, payment) => {
    expect(view(order).payment).toEqual(payment);
  });

  test('from expiry on nothing can be paid, and the order is being closed', () => {
    const order = anOrderWithTrade('open');
    expect(view(order, order.expiresAtMs - 1)).toMatchObject({ payment: { state: 'ready' }, closing: false });
    expect(view(order, order.expiresAtMs)).toMatchObject({ status: 'unpaid', payment: null, closing: true });
  });

  test('an order its buyer no longer wants cannot be paid while it is being closed', () => {
    expect(view(requestClose(anOrderWithTrade('open'), NOW_MS))).toMatchObject({
      status: 'unpaid',
      payment: null,
      closing: true,
    });
  });

  test.each(['paid', 'closed'] as const)('an order that is %s is not being closed', (status) => {
    const order = anOrderWithTrade(status, { closeRequestedAtMs: NOW_MS });
    expect(view(order, order.expiresAtMs)).toMatchObject({ status, closing: false });
  });
});

describe('what is shown', () => {
  test('is exactly this, and nothing about the person, the channel’s books or our own', () => {
    const order = anOrderWithTrade('paid', { buyer: { kind: 'open_id', id: 'somebody-in-particular' } });
    expect(view(order)).toEqual({
      orderNo: order.orderNo,
      status: 'paid',
      items: order.items,
      subject: order.subject,
      merchantName: '茶馆',
      totalFen: order.totalFen,
      createdAtMs: order.createdAtMs,
      expiresAtMs: order.expiresAtMs,
      paidAtMs: order.paidAtMs,
      closedAtMs: null,
      payment: null,
      closing: false,
      unexpectedMoney: false,
      refunds: [],
      refundedFen: 0,
      refundAsk: null,
      note: null,
      instalments: null,
      timeline: [{ kind: 'ordered', atMs: order.createdAtMs }],
    });
    expect(JSON.stringify(view(order))).not.toContain(order.buyer.id);
    expect(JSON.stringify(view(order))).not.toContain(order.requestId);
  });

  test('of an item is only what the contract names', () => {
    const [item] = anOrder().items;
    const order = anOrder({ items: [{ ...item, costFen: 1 } as never] });
    expect(view(order).items).toEqual([item]);
  });

  test('money that did not settle the order is not kept quiet', () => {
    const fact = { kind: 'unexpected_money', outTradeNo: 'T_1', paidFen: 1, cause: 'late' } as const;
    const order = anOrderWithTrade('closed', { history: [{ ...fact, atMs: NOW_MS, source: 'notify' }] });
    expect(view(order)).toMatchObject({ status: 'closed', unexpectedMoney: true });
  });
});
