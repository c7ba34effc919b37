import type { OrderView } from '../../../contract/views';
import { orderList } from '../../../models/order-list';
import { payment } from '../../../models/payment';
import { orderScreen } from '../../../models/screens/order-screen';
import { ordersScreen } from '../../../models/screens/orders-screen';
import { resultScreen } from '../../../models/screens/result-screen';
import type { WalletHint } from '../../../models/wallet';
import { filledShop } from '../support/fake-shop';
import { settled } from '../support/manual-clock';

/** A shop with one unpaid order of tea and a cup, and both of its pages. */
async function withOrder(change: Partial<OrderView> = {}, hint: WalletHint | null = null) {
  const shop = await filledShop();
  shop.wallet.hints = ['cancelled'];
  const outcome = await shop.newCheckout().pay();
  if (!outcome.ok) throw new Error('no order was made');
  const { orderNo } = outcome;
  shop.backend.change(orderNo, change);
  const parts = () => ({
    ...shop,
    payment: payment(shop, orderNo, { hint }),
  });
  shop.wallet.opened.length = 0;
  return { ...shop, orderNo, result: resultScreen(parts(), orderNo), order: orderScreen(parts(), orderNo) };
}

const back = (
  refundFen: number,
  cause: 'merchant' | 'late',
  status: 'pending' | 'succeeded' | 'failed' = 'succeeded',
) => ({
  refundFen,
  status,
  cause,
  atMs: Date.parse('2026-11-21T10:00:00+08:00'),
});

describe('money that has gone back is told', () => {
  const paid = { status: 'paid', payment: null, paidAtMs: 1 } as const;

  async function orderView(change: (totalFen: number) => Partial<OrderView>) {
    const { order, backend, orderNo, orderBook } = await withOrder();
    backend.change(orderNo, change(orderBook.get(orderNo)?.totalFen ?? 0));
    order.show?.();
    await settled();
    return order.view as {
      order: { status: string };
      hint: string;
      note: string | null;
      rows: { label: string; value: string }[];
    };
  }

  test('all of it: the order is refunded, with the amount and the time', async () => {
    const view = await orderView((totalFen) => ({
      ...paid,
      refunds: [back(totalFen, 'merchant')],
      refundedFen: totalFen,
    }));
    expect(view.order.status).toBe('已退款');
    expect(view.hint).toBe('款项已原路退回您的支付宝');
    expect(view.rows.at(-1)).toMatchObject({ label: '已退款', value: expect.stringMatching(/^¥[\d.]+ · 2026-11-21 /) });
  });

  test('a part of it: the order stays paid, partly refunded', async () => {
    const view = await orderView(() => ({ ...paid, refunds: [back(1, 'merchant')], refundedFen: 1 }));
    expect(view.order.status).toBe('部分退款');
  });

  test('what is on its way is not called refunded', async () => {
    const view = await orderView((totalFen) => ({ ...paid, refunds: [back(totalFen, 'merchant', 'pending')] }));
    expect(view.order.status).toBe('已支付');
    expect(view.rows.at(-1)?.label).toBe('退款中');
  });

  test.each([
    ['pending', '您的付款 ¥260.50 到账时订单已关闭，正在原路退回给您'],
    ['succeeded', '您的付款 ¥260.50 到账时订单已关闭，已原路退回给您'],
    ['failed', '您的付款 ¥260.50 到账时订单已关闭，退回没有成功，请联系商家'],
  ] as const)('late money whose return is %s, on a closed order', async (status, note) => {
    const view = await orderView((totalFen) => ({
      status: 'closed',
      payment: null,
      unexpectedMoney: true,
      refunds: [back(totalFen, 'late', status)],
    }));
    expect(view).toMatchObject({ note, order: { status: '已关闭' } });
  });
});

describe('the result page', () => {
  test('of an unpaid order counts down and offers to continue', async () => {
    const { result, clock } = await withOrder({}, 'cancelled');
    result.show?.();
    await settled();
    expect(result.view).toMatchObject({ state: 'unpaid', remaining: '15:00', canContinue: true, canRefresh: false });
    await clock.advance(61_000);
    expect(result.view.remaining).toBe('13:59');
  });

  test('of a payment in doubt offers nothing but patience, later a refresh', async () => {
    const { result, clock } = await withOrder({}, 'maybe_paid');
    result.show?.();
    await settled();
    expect(result.view).toMatchObject({ title: '正在确认支付结果', canContinue: false, canRefresh: false, step: 2 });
    await clock.advance(60_000);
    expect(result.view).toMatchObject({ title: '仍在确认', canContinue: false, canRefresh: true });
  });

  test('asks again by itself when it gets no answer, and says so only while it does', async () => {
    const { result, backend, clock, t } = await withOrder({}, 'maybe_paid');
    backend.fail('order-query', 'unreachable');
    result.show?.();
    await settled();
    expect(result.view.problem).toBe(t.result.askingAgain);
    await clock.advance(2_000);
    expect(result.view.problem).toBeNull();
    await clock.advance(60_000);
    for (let asked = 0; asked < 20; asked += 1) backend.fail('order-query', 'unreachable');
    result.refresh();
    await clock.advance(70_000);
    expect(result.view).toMatchObject({ problem: t.problems.unreachable, canRefresh: true });
  });

  test('of a paid order says so, and nothing else to do', async () => {
    const { result, backend, orderNo } = await withOrder({}, 'maybe_paid');
    backend.pay(orderNo);
    result.show?.();
    await settled();
    expect(result.view).toMatchObject({
      title: '支付成功',
      canContinue: false,
      canRefresh: false,
      remaining: null,
      step: 3,
    });
  });

  test('tells of money that goes back', async () => {
    const { result } = await withOrder({ status: 'closed', payment: null, unexpectedMoney: true }, 'maybe_paid');
    result.show?.();
    await settled();
    expect(result.view).toMatchObject({ title: '订单已关闭', note: '您的付款到账时订单已关闭，正在原路退回给您' });
  });

  test('of a trade that Alipay refuses says so with its code', async () => {
    const { result } = await withOrder({ payment: { state: 'unavailable', code: 'ACQ.ACCESS_FORBIDDEN' } });
    result.show?.();
    await settled();
    expect(result.view).toMatchObject({ title: '暂时无法支付', canContinue: false });
    expect(result.view.sentence).toContain('ACQ.ACCESS_FORBIDDEN');
  });

  test('stands still while it is hidden', async () => {
    const { result, clock } = await withOrder({}, 'cancelled');
    result.show?.();
    await settled();
    result.hide?.();
    expect(clock.pending).toBe(0);
  });
});

test.each([
  ['being opened', { payment: { state: 'preparing' as const } }, '正在准备支付'],
  ['being closed', { closing: true }, '正在关闭订单'],
])('the result page of a trade that stays %s offers to ask again', async (_case, change, title) => {
  const { result, clock } = await withOrder(change);
  result.show?.();
  await settled();
  expect(result.view).toMatchObject({ title, canRefresh: false });
  await clock.advance(60_000);
  expect(result.view).toMatchObject({ title, canRefresh: true });
});

describe('the order page', () => {
  test('shows lines, numbers and times', async () => {
    const { order, orderNo, backend, format, clock } = await withOrder();
    backend.pay(orderNo);
    order.show?.();
    await settled();
    expect(order.view).toMatchObject({
      state: 'ready',
      order: { orderNo, status: '已支付', tone: 'success', yuan: '260.50' },
      lines: [{ title: '六安瓜片', quantity: 2 }, { title: '青瓷杯' }],
      canPay: false,
      canClose: false,
    });
    expect(order.view.steps).toEqual([
      { id: '0-ordered', title: '提交了订单', description: format.time(clock.nowMs()) },
    ]);
  });

  test('takes an unpaid order to the cashier and then to its result', async () => {
    const { order, orderNo, wallet } = await withOrder();
    wallet.hints = ['maybe_paid'];
    expect(await order.pay()).toBe(`/pages/result/result?orderNo=${orderNo}&hint=maybe_paid`);
    expect(wallet.opened).toEqual([`trade-of-${orderNo}`]);
  });

  test('whose payment is in doubt offers to pay again only after a minute of asking', async () => {
    const { order, wallet, clock } = await withOrder();
    wallet.hints = ['maybe_paid'];
    order.show?.();
    await order.pay();
    await settled();
    expect(order.view).toMatchObject({ canPay: false, hint: '正在确认支付结果' });
    await clock.advance(60_000);
    expect(order.view.canPay).toBe(true);
  });

  test('stays when the order cannot be paid any more', async () => {
    const { order, orderNo, backend, wallet } = await withOrder();
    backend.change(orderNo, { status: 'closed', payment: null });
    expect(await order.pay()).toBeUndefined();
    expect(wallet.opened).toEqual([]);
    expect(order.view).toMatchObject({ order: { status: '已关闭' }, canPay: false });
  });

  test('closes an order after asking', async () => {
    const { order, orderNo, backend, device } = await withOrder();
    order.show?.();
    await settled();
    expect(order.view.canClose).toBe(true);
    await order.close();
    await settled();
    expect(device.questions).toHaveLength(1);
    expect(backend.orders.get(orderNo)?.status).toBe('closed');
    expect(order.view).toMatchObject({ order: { status: '已关闭' }, canClose: false, canPay: false });
  });

  test('does not close an order whose buyer thinks again', async () => {
    const { order, orderNo, backend, device } = await withOrder();
    device.confirm = () => Promise.resolve(false);
    await order.close();
    expect(backend.orders.get(orderNo)?.status).toBe('unpaid');
  });

  test('says that an order paid meanwhile cannot be closed, and shows it as paid', async () => {
    const { order, orderNo, backend, device, t } = await withOrder();
    backend.pay(orderNo);
    await order.close();
    await settled();
    expect(device.remarks).toEqual([t.problems.order_already_paid]);
    expect(order.view).toMatchObject({ order: { status: '已支付' } });
  });

  test('while the channel has not confirmed the closing offers neither paying nor closing', async () => {
    const { order } = await withOrder({ closing: true });
    order.show?.();
    await settled();
    expect(order.view).toMatchObject({ order: { status: '关闭中' }, canPay: false, canClose: false, remaining: null });
  });

  test('copies the number', async () => {
    const { order, orderNo, device } = await withOrder();
    await order.copyNumber();
    expect(device.clipboard).toEqual([orderNo]);
  });
});

describe('an order that is over', () => {
  test('is bought again as far as it is still sold', async () => {
    const { order, orderNo, backend, cart, catalog } = await withOrder();
    backend.change(orderNo, { status: 'closed', payment: null });
    backend.goods.splice(0, 1);
    await catalog.load();
    order.show?.();
    await settled();
    expect(order.view).toMatchObject({ canBuyAgain: true, canAskRefund: false });
    expect(await order.buyAgain()).toBe('/pages/checkout/checkout');
    expect(cart.items()).toEqual([{ goodsId: 'cup', quantity: 1 }]);
  });

  test('of which nothing is sold any more leads to the goods', async () => {
    const { result, orderNo, backend, catalog } = await withOrder();
    backend.change(orderNo, { status: 'closed', payment: null });
    backend.goods.splice(0);
    await catalog.load();
    result.show?.();
    await settled();
    expect(await result.buyAgain()).toBe('/pages/catalog/catalog');
  });

  test.each([
    ['nobody paid it in time', 1, '超过了支付时限，订单已自动关闭，需要时可以重新下单'],
    ['somebody wanted it closed', -1, '这笔订单不能再支付了，需要时可以重新下单'],
  ])('says why: %s', async (_why, afterExpiryMs, sentence) => {
    const { result, orderNo, backend, orderBook } = await withOrder();
    const closedAtMs = (orderBook.get(orderNo)?.expiresAtMs ?? 0) + afterExpiryMs;
    backend.change(orderNo, { status: 'closed', payment: null, closedAtMs });
    result.show?.();
    await settled();
    expect(result.view).toMatchObject({ title: '订单已关闭', sentence, canBuyAgain: true });
  });
});

describe('a paid order', () => {
  const paid = { status: 'paid', payment: null, paidAtMs: 1 } as const;
  const ask = { reason: '不想要了', atMs: 2 };

  test.each<[string, Partial<OrderView>, boolean, string]>([
    ['untouched', {}, true, '商家已收到您的付款'],
    ['with a wish for a refund', { refundAsk: ask }, false, '退款申请已告知商家，请等待商家处理'],
    [
      'whose refund is on its way',
      { refunds: [back(1, 'merchant', 'pending')] },
      false,
      '退款已提交支付宝，正在原路退回',
    ],
    ['whose refund failed', { refunds: [back(1, 'merchant', 'failed')] }, true, '退款没有成功，请联系商家'],
    ['partly refunded', { refunds: [back(1, 'merchant')] }, true, '部分款项已原路退回您的支付宝'],
    ['refunded', { refunds: [back(26_050, 'merchant')] }, false, '款项已原路退回您的支付宝'],
  ])('%s says so', async (_case, change, canAskRefund, hint) => {
    const { order } = await withOrder({ ...paid, ...change });
    order.show?.();
    await settled();
    expect(order.view).toMatchObject({ hint, canAskRefund });
  });

  test('seen again is asked about again', async () => {
    const { order, backend, orderNo } = await withOrder(paid);
    order.show?.();
    await settled();
    order.hide?.();
    backend.change(orderNo, { refundAsk: ask });
    order.show?.();
    await settled();
    expect(order.view.hint).toBe('退款申请已告知商家，请等待商家处理');
  });

  test('says how to reach the merchant', async () => {
    const { order, backend, catalog, device } = await withOrder(paid);
    expect(order.view.contact).toBeNull();
    backend.offers.contact = { phone: '400-000-0000' };
    await catalog.load();
    expect(order.view.contact).toMatchObject({ phone: '400-000-0000', note: '' });
    order.dial();
    expect(device.dialled).toEqual(['400-000-0000']);
  });

  test('says how it is paid and what the buyer said', async () => {
    const { order } = await withOrder({ ...paid, note: '请放在门口', instalments: { count: 3, feePayer: 'buyer' } });
    order.show?.();
    await settled();
    expect(order.view.rows).toContainEqual({ id: '备注', label: '备注', value: '请放在门口' });
    expect(order.view.rows).toContainEqual({ id: '分期付款', label: '分期付款', value: '花呗分 3 期，手续费由您承担' });
  });
});

test('the network that is back is used at once to ask about a payment', async () => {
  const { result, device, backend, orderNo, clock } = await withOrder({}, 'maybe_paid');
  result.show?.();
  await settled();
  device.setOnline(false);
  expect(result.view).toMatchObject({ title: '正在确认支付结果', offline: '网络已断开，恢复后会自动重试' });
  await clock.advance(120_000);
  backend.pay(orderNo);
  device.setOnline(true);
  await settled();
  expect(result.view).toMatchObject({ title: '支付成功', offline: null });
});

describe('the list of orders', () => {
  test('presents each order, and keeps its place when it is seen again', async () => {
    const shop = await withOrder();
    const screen = ordersScreen({ ...shop, listOf: () => orderList(shop) });
    expect(screen.view.state).toBe('loading');
    screen.show?.();
    await settled();
    expect(screen.view).toMatchObject({
      state: 'ready',
      foot: 'end',
      orders: [
        {
          orderNo: shop.orderNo,
          status: '待支付',
          summary: '六安瓜片 等 2 种',
          label: '六安瓜片 等 2 种，¥260.50，待支付',
        },
      ],
    });
    const before = shop.backend.calls.length;
    screen.show?.();
    expect(shop.backend.calls).toHaveLength(before);
  });

  test('of nobody is empty', async () => {
    const shop = await filledShop();
    const screen = ordersScreen({ ...shop, listOf: () => orderList(shop) });
    await screen.pull?.();
    expect(screen.view.state).toBe('empty');
  });
});
