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
