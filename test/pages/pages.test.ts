import type { FakeBackend } from '../models/support/fake-backend';
import { openPage } from './open-page';

const firstOrder = (backend: FakeBackend) => [...backend.orders.keys()][0] ?? '';

// Nothing waits for the clock here, and no timer of an open page outlives its test.
beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] }));
afterEach(() => jest.useRealTimers());

async function backendWithOrder() {
  const { backend } = await openPage('catalog');
  await backend.call('order-create', { requestId: 'request-0000000000', items: [{ goodsId: 'tea', quantity: 1 }] });
  backend.calls.length = 0;
  return backend;
}

describe('the first screen', () => {
  test('takes one call of a function, whatever else is asked after it', async () => {
    const page = await openPage('catalog');
    expect(page.data.state).toBe('ready');
    expect(page.backend.calls.map(({ name }) => name)).toEqual(['catalog-list', 'order-list']);
  });

  test('takes none where the phone remembers the goods', async () => {
    const storage = new Map<string, string>();
    const { backend } = await openPage('catalog', { storage });
    const release = backend.hold();
    const page = await openPage('catalog', { storage, backend });
    expect(page.data).toMatchObject({ state: 'ready', merchantName: '示例小店' });
    expect(page.data.goods).toHaveLength(2);
    release();
    await page.call('onUnload');
  });
});

describe('the catalog page', () => {
  test('shows the goods after two answers: signing in and the catalog', async () => {
    const page = await openPage('catalog');
    expect(page.data).toMatchObject({ state: 'ready', merchantName: '示例小店', cart: { count: 0 } });
    expect(page.data.goods).toHaveLength(2);
  });

  test('takes quantities from the goods and goes to the checkout and the orders', async () => {
    const page = await openPage('catalog');
    await page.call('onQuantity', { id: 'tea', value: 2 });
    expect(page.data).toMatchObject({ cart: { count: 2, yuan: '192.00' } });
    await page.call('onCheckout');
    await page.call('onOrders');
    expect(page.moves).toEqual(['navigateTo /pages/checkout/checkout', 'navigateTo /pages/orders/orders']);
  });

  test('opens one page for two quick taps', async () => {
    const page = await openPage('catalog');
    await Promise.all([page.call('onOrders'), page.call('onOrders')]);
    expect(page.moves).toEqual(['navigateTo /pages/orders/orders']);
  });

  test('makes room for the next page where ten are open', async () => {
    const page = await openPage('catalog');
    page.isStackFull = true;
    await page.call('onOrders');
    expect(page.moves).toEqual(['redirectTo /pages/orders/orders']);
  });

  test('leads back to an unpaid order', async () => {
    const backend = await backendWithOrder();
    const page = await openPage('catalog', { backend });
    expect(page.data.pending).toMatchObject({ yuan: '96.00', remaining: '15:00' });
    await page.call('onPending');
    expect(page.moves).toEqual([`navigateTo /pages/order/order?orderNo=${firstOrder(backend)}`]);
  });

  test('searches its goods, and shows all again', async () => {
    const page = await openPage('catalog');
    await page.call('onSearch', { text: '瓷' });
    expect(page.data).toMatchObject({ query: '瓷', goods: [{ id: 'cup' }] });
    await page.call('onShowAll');
    expect(page.data.goods).toHaveLength(2);
  });

  test('ends the pull with the refresh', async () => {
    const page = await openPage('catalog');
    await page.call('onPullDownRefresh');
    expect(page.moves).toEqual(['stopPullDownRefresh']);
  });

  test('has its title in the language of the phone', async () => {
    expect((await openPage('catalog')).titles).toEqual([]);
    expect((await openPage('catalog', { language: 'en' })).titles).toEqual(['Shop']);
  });

  test('takes no event after it was closed', async () => {
    const page = await openPage('catalog');
    await page.call('onUnload');
    const shown = JSON.stringify(page.data);
    await page.call('onQuantity', { id: 'tea', value: 2 });
    expect(JSON.stringify(page.data)).toBe(shown);
  });
});

describe('the checkout page', () => {
  const storage = () => new Map([['cart', '{"tea":1}']]);

  test('pays with one tap and leaves no way back to itself', async () => {
    const page = await openPage('checkout', { storage: storage() });
    await page.call('onPay');
    const orderNo = firstOrder(page.backend);
    expect(page.moves).toEqual([`redirectTo /pages/result/result?orderNo=${orderNo}&hint=maybe_paid`]);
  });

  test('that was left while the order was made takes the place of no other page', async () => {
    const page = await openPage('checkout', { storage: storage() });
    const release = page.backend.hold();
    const paying = page.call('onPay');
    page.isLeft = true;
    release();
    await paying;
    expect(page.moves).toEqual([expect.stringMatching(/^navigateTo \/pages\/result\/result/)]);
  });

  test('takes quantities, a note and a way to pay', async () => {
    const page = await openPage('checkout', { storage: storage() });
    await page.call('onQuantity', { id: 'tea', value: 2 });
    await page.call('onNote', { text: '请放在门口' });
    await page.call('onWay', { id: '3' });
    expect(page.data).toMatchObject({ yuan: '192.00', note: '请放在门口', noteCount: '5/100', ways: [] });
  });

  test('asks the server once between the tap and the cashier', async () => {
    const page = await openPage('checkout', { storage: storage() });
    page.backend.calls.length = 0;
    await page.call('onPay');
    expect(page.backend.calls.map(({ name }) => name)).toEqual(['order-create']);
  });

  test('taken by two quick taps makes one order', async () => {
    const page = await openPage('checkout', { storage: storage() });
    await Promise.all([page.call('onPay'), page.call('onPay')]);
    expect(page.backend.orders.size).toBe(1);
    expect(page.backend.calls.filter(({ name }) => name === 'order-create')).toHaveLength(1);
    expect(page.moves).toHaveLength(1);
  });

  test('of an empty cart leads back to the goods', async () => {
    const page = await openPage('checkout');
    expect(page.data.state).toBe('empty');
    await page.call('onChoose');
    expect(page.moves).toEqual(['reLaunch /pages/catalog/catalog']);
  });
});

describe('the result page', () => {
  test.each(['9000', '8000'])(
    'after %s without a payment says that it is confirming, never that it is paid',
    async () => {
      const backend = await backendWithOrder();
      const page = await openPage('result', { backend, query: { orderNo: firstOrder(backend), hint: 'maybe_paid' } });
      expect(page.data).toMatchObject({ state: 'confirming', title: '正在确认支付结果', canContinue: false });
      expect(JSON.stringify(page.data.title) + JSON.stringify(page.data.sentence)).not.toMatch(/成功|已支付/);
      await page.call('onUnload');
    },
  );

  test('says paid when the server does', async () => {
    const backend = await backendWithOrder();
    backend.pay(firstOrder(backend));
    const page = await openPage('result', { backend, query: { orderNo: firstOrder(backend), hint: 'cancelled' } });
    expect(page.data).toMatchObject({ state: 'paid', title: '支付成功', yuan: '96.00' });
  });

  test('does not believe a hint that nobody gave', async () => {
    const backend = await backendWithOrder();
    const page = await openPage('result', { backend, query: { orderNo: firstOrder(backend), hint: 'paid' } });
    expect(page.data).toMatchObject({ state: 'unpaid', canContinue: true });
    await page.call('onUnload');
  });

  test('continues to pay, and goes to the order and home', async () => {
    const backend = await backendWithOrder();
    const orderNo = firstOrder(backend);
    const page = await openPage('result', { backend, query: { orderNo, hint: 'cancelled' } });
    page.cashier = { resultCode: '6001' };
    await page.call('onContinue');
    expect(page.data).toMatchObject({ state: 'unpaid', title: '支付未完成' });
    await page.call('onOrder');
    await page.call('onHome');
    expect(page.moves).toEqual([`redirectTo /pages/order/order?orderNo=${orderNo}`, 'reLaunch /pages/catalog/catalog']);
    await page.call('onUnload');
  });
});

describe('the pages of orders', () => {
  test('open an order from the list', async () => {
    const backend = await backendWithOrder();
    const page = await openPage('orders', { backend });
    expect(page.data.orders).toHaveLength(1);
    await page.call('onOpen', { id: firstOrder(backend) });
    expect(page.moves).toEqual([`navigateTo /pages/order/order?orderNo=${firstOrder(backend)}`]);
  });

  test('close an order', async () => {
    const backend = await backendWithOrder();
    const page = await openPage('order', { backend, query: { orderNo: firstOrder(backend) } });
    expect(page.data).toMatchObject({ canPay: true, canClose: true });
    await page.call('onClose');
    expect(page.data).toMatchObject({ order: { status: '已关闭' }, canPay: false, canClose: false });
    await page.call('onUnload');
  });

  test('pay an order and go to its result', async () => {
    const backend = await backendWithOrder();
    const orderNo = firstOrder(backend);
    const page = await openPage('order', { backend, query: { orderNo } });
    await page.call('onPay');
    expect(page.moves).toEqual([`redirectTo /pages/result/result?orderNo=${orderNo}&hint=maybe_paid`]);
    await page.call('onUnload');
  });

  test('show the orders of a tab, and all again', async () => {
    const page = await openPage('orders', { backend: await backendWithOrder() });
    await page.call('onTab', { id: 'paid' });
    expect(page.data.state).toBe('empty_tab');
    await page.call('onAll');
    expect(page.data.orders).toHaveLength(1);
  });

  test('ask for a refund', async () => {
    const backend = await backendWithOrder();
    backend.pay(firstOrder(backend));
    const page = await openPage('order', { backend, query: { orderNo: firstOrder(backend) } });
    await page.call('onAskRefund');
    expect(page.data).toMatchObject({ refund: { isOpen: true } });
    await page.call('onRefundReason', { id: '1' });
    await page.call('onRefundWords', { text: '颜色不对' });
    await page.call('onRefundSubmit');
    expect(page.data).toMatchObject({ refund: { isOpen: false }, hint: '退款申请已告知商家，请等待商家处理' });
    await page.call('onAskRefund');
    await page.call('onRefundClose');
    expect(page.data).toMatchObject({ refund: { isOpen: false } });
    await page.call('onUnload');
  });

  test('buy again what was in a closed order', async () => {
    const backend = await backendWithOrder();
    backend.change(firstOrder(backend), { status: 'closed', payment: null });
    const page = await openPage('order', { backend, query: { orderNo: firstOrder(backend) } });
    await page.call('onBuyAgain');
    expect(page.moves).toEqual(['navigateTo /pages/checkout/checkout']);
    const result = await openPage('result', { backend, query: { orderNo: firstOrder(backend) } });
    await result.call('onBuyAgain');
    expect(result.moves).toEqual(['redirectTo /pages/checkout/checkout']);
  });

  test('say that there is no order of somebody else', async () => {
    const page = await openPage('order', { query: { orderNo: 'SOMEBODY-ELSES' } });
    expect(page.data).toMatchObject({ state: 'failed', problem: '没有找到这笔订单' });
  });
});
