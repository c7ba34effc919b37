import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { appsOf, BUYER_ID, type Merchant, merchant, OTHER_BUYER_ID } from './support/merchant';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const clock = sandboxClock({ frozenAtMs: START_MS });

describe('the control API', () => {
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  afterAll(() => sandbox.close());

  async function get(path: string) {
    const response = await fetch(`${sandbox.url}${path}`);
    return { status: response.status, body: await response.json() };
  }
  async function post(path: string, input?: unknown) {
    const body = typeof input === 'string' || input === undefined ? input : JSON.stringify(input);
    const response = await fetch(`${sandbox.url}${path}`, { method: 'POST', body });
    return { status: response.status, body: await response.json() };
  }

  test('gives out all that a client needs to connect, one app of either kind and a service provider’s', async () => {
    const apps = await appsOf(sandbox.url);
    expect(apps.map(({ buyerIdKind }) => buyerIdKind)).toEqual(['user_id', 'open_id', 'user_id']);
    for (const app of apps) {
      expect(app).toMatchObject({
        appId: expect.stringMatching(/^9\d{15}$/),
        sellerId: expect.stringMatching(/^2088\d{12}$/),
        gateway: `${sandbox.url}/gateway.do`,
      });
      const { appPrivateKeyPkcs1, appPrivateKeyPkcs8, appPublicKey, alipayPublicKey } = app;
      for (const key of [appPrivateKeyPkcs1, appPrivateKeyPkcs8, appPublicKey, alipayPublicKey]) {
        expect(key).toMatch(/^[A-Za-z0-9+/]{300,}={0,2}$/);
      }
    }
    expect(sandbox.apps).toEqual(apps);
  });

  test('lists the buyers with their ids in every app', async () => {
    const { body } = await get('/api/buyers');
    expect(body.buyers).toHaveLength(4);
    expect(body.buyers[0]).toEqual({
      buyerId: BUYER_ID,
      userId: BUYER_ID,
      name: '王小明',
      logonId: '138****0011',
      isEnabled: true,
      openIds: {
        '9021000100000001': expect.any(String),
        '9021000100000002': expect.any(String),
        '9021000100000003': expect.any(String),
      },
    });
  });

  test('shows a trade as a cashier needs it', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'SHOWN', totalAmount: '9.9', timeoutExpress: '10m' });
    const { status, body } = await get(`/api/trades/${tradeNo}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tradeNo,
      outTradeNo: 'SHOWN',
      status: 'WAIT_BUYER_PAY',
      isPayable: true,
      payableReason: null,
      totalAmount: '9.90',
      totalFen: 990,
      subject: '一杯茶',
      sellerName: '沙箱小店',
      buyer: { buyerId: BUYER_ID, name: '王小明' },
      createdAtMs: START_MS,
      expiresAtMs: START_MS + 600_000,
      paidAtMs: null,
      closedAtMs: null,
      notifies: [],
    });
  });

  test('lists trades newest first, as many as asked for', async () => {
    const [first, second] = [await shop.trade(), await shop.trade()];
    const { body } = await get('/api/trades?limit=2');
    expect(body.trades.map((trade: { tradeNo: string }) => trade.tradeNo)).toEqual([second, first]);
  });

  test('pays for the trade’s own buyer, named by any of his ids or not at all', async () => {
    const openId = sandbox.buyers()[0]?.openIds['9021000100000002'];
    for (const buyerId of [undefined, BUYER_ID, openId]) {
      const tradeNo = await shop.trade();
      const { status, body } = await post('/api/pay', { tradeNo, buyerId, outcome: 'paid' });
      expect({ status, body }).toMatchObject({ status: 200, body: { tradeNo, status: 'TRADE_SUCCESS' } });
      expect(body).toMatchObject({ isPayable: false, payableReason: 'already_paid', paidAtMs: START_MS });
    }
  });

  test('a buyer who turns away leaves the trade payable', async () => {
    const tradeNo = await shop.trade();
    const cancelled = await post('/api/pay', { tradeNo, outcome: 'cancelled' });
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'WAIT_BUYER_PAY', isPayable: true } });
    expect((await post('/api/pay', { tradeNo, outcome: 'paid' })).status).toBe(200);
  });

  test('refuses to pay for another buyer, twice, or after closing or expiry', async () => {
    const tradeNo = await shop.trade({ timeoutExpress: '1m' });
    const pay = (change: object = {}) => post('/api/pay', { tradeNo, outcome: 'paid', ...change });
    expect(await pay({ buyerId: OTHER_BUYER_ID })).toMatchObject({ status: 409, body: { reason: 'buyer_differs' } });
    expect(await pay({ buyerId: 'nobody' })).toMatchObject({ status: 404, body: { reason: 'buyer_not_found' } });
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' });

    await clock.advance(60_000);
    for (const outcome of ['paid', 'cancelled']) {
      expect(await pay({ outcome })).toMatchObject({ status: 409, body: { reason: 'trade_not_payable' } });
    }
    expect((await get(`/api/trades/${tradeNo}`)).body).toMatchObject({ payableReason: 'closed' });

    const paid = await shop.trade();
    await post('/api/pay', { tradeNo: paid, outcome: 'paid' });
    expect(await post('/api/pay', { tradeNo: paid, outcome: 'paid' })).toMatchObject({
      status: 409,
      body: { reason: 'trade_not_payable' },
    });
  });

  test('takes no out_trade_no for a trade_no, as the cashier does not', async () => {
    await shop.trade({ outTradeNo: 'OUT' });
    expect(await post('/api/pay', { tradeNo: 'OUT', outcome: 'paid' })).toMatchObject({
      status: 404,
      body: { reason: 'trade_not_found' },
    });
  });

  test('gives an auth code to anybody, another each time', async () => {
    const codes = [await post('/api/auth-codes'), await post('/api/auth-codes', { buyerId: OTHER_BUYER_ID })];
    expect(codes).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(codes[0]?.body.authCode).toMatch(/^[0-9a-f]{32}$/);
    expect(codes[0]?.body.authCode).not.toBe(codes[1]?.body.authCode);
  });

  test('holds notifies back and says whether it does', async () => {
    expect((await get('/api/notifies/policy')).body).toEqual({ deliver: true, causes: ['paid'] });
    expect((await post('/api/notifies/policy', { deliver: false })).body).toEqual({ deliver: false, causes: ['paid'] });
    const tradeNo = await shop.trade({}, { notifyUrl: 'http://127.0.0.1:9/' });
    await post('/api/pay', { tradeNo, outcome: 'paid' });
    const { body } = await get('/api/notifies');
    expect(body.notifies[0]).toMatchObject({ tradeNo, cause: 'paid', status: 'pending', deliveries: [] });
  });

  test.each`
    request                              | path                      | input                                            | status | reason
    ${'a body that is no JSON'}          | ${'/api/pay'}             | ${'{"tradeNo":'}                                 | ${400} | ${'not_json'}
    ${'a form'}                          | ${'/api/pay'}             | ${'tradeNo=1&outcome=paid'}                      | ${400} | ${'not_json'}
    ${'no body where one is needed'}     | ${'/api/pay'}             | ${undefined}                                     | ${400} | ${'invalid_input'}
    ${'a list'}                          | ${'/api/pay'}             | ${[]}                                            | ${400} | ${'invalid_input'}
    ${'null'}                            | ${'/api/pay'}             | ${'null'}                                        | ${400} | ${'invalid_input'}
    ${'a number'}                        | ${'/api/reset'}           | ${'1'}                                           | ${400} | ${'invalid_input'}
    ${'no outcome'}                      | ${'/api/pay'}             | ${{ tradeNo: '1' }}                              | ${400} | ${'invalid_input'}
    ${'another outcome'}                 | ${'/api/pay'}             | ${{ tradeNo: '1', outcome: 'refunded' }}         | ${400} | ${'invalid_input'}
    ${'a trade number that is a number'} | ${'/api/pay'}             | ${{ tradeNo: 1, outcome: 'paid' }}               | ${400} | ${'invalid_input'}
    ${'an empty trade number'}           | ${'/api/pay'}             | ${{ tradeNo: '', outcome: 'paid' }}              | ${400} | ${'invalid_input'}
    ${'a trade number without end'}      | ${'/api/pay'}             | ${{ tradeNo: '1'.repeat(129), outcome: 'paid' }} | ${400} | ${'invalid_input'}
    ${'a trade nobody knows'}            | ${'/api/pay'}             | ${{ tradeNo: '__proto__', outcome: 'paid' }}     | ${404} | ${'trade_not_found'}
    ${'a buyer nobody knows'}            | ${'/api/auth-codes'}      | ${{ buyerId: '2088000000000000' }}               | ${404} | ${'buyer_not_found'}
    ${'an app nobody knows'}             | ${'/api/auth-codes'}      | ${{ appId: '2021000000000000' }}                 | ${404} | ${'app_not_found'}
    ${'a buyer that is an object'}       | ${'/api/auth-codes'}      | ${{ buyerId: { $gt: '' } }}                      | ${400} | ${'invalid_input'}
    ${'a policy in words'}               | ${'/api/notifies/policy'} | ${{ deliver: 'no' }}                             | ${400} | ${'invalid_input'}
    ${'a body of two megabytes'}         | ${'/api/pay'}             | ${'x'.repeat(2 * 1024 * 1024)}                   | ${413} | ${'body_too_large'}
    ${'a body of 48 megabytes'}          | ${'/api/pay'}             | ${'x'.repeat(48 * 1024 * 1024)}                  | ${413} | ${'body_too_large'}
    ${'a path that does not exist'}      | ${'/api/refunds'}         | ${{}}                                            | ${404} | ${'not_found'}
    ${'a path for reading'}              | ${'/api/apps'}            | ${{}}                                            | ${404} | ${'not_found'}
  `('$request to $path is $status $reason and changes nothing', async ({ path, input, status, reason }) => {
    const before = await get('/api/trades?limit=9999');
    expect(await post(path, input)).toEqual({ status, body: { reason, message: expect.any(String) } });
    expect(await get('/api/trades?limit=9999')).toEqual(before);
  });

  test.each`
    path                        | status | reason
    ${'/api/trades/none'}       | ${404} | ${'trade_not_found'}
    ${'/api/trades/%00'}        | ${404} | ${'trade_not_found'}
    ${'/api/trades?limit=0'}    | ${400} | ${'invalid_input'}
    ${'/api/trades?limit=many'} | ${400} | ${'invalid_input'}
    ${'/api/pay'}               | ${404} | ${'not_found'}
  `('GET $path is $status $reason', async ({ path, status, reason }) => {
    expect(await get(path)).toEqual({ status, body: { reason, message: expect.any(String) } });
  });

  test('a page on this machine may call it from a browser', async () => {
    const origin = 'http://127.0.0.1:8080';
    const asked = await fetch(`${sandbox.url}/api/pay`, { method: 'OPTIONS', headers: { origin } });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
    expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
    const buyers = await fetch(`${sandbox.url}/api/buyers`, { headers: { origin: 'http://localhost:3000' } });
    expect(buyers.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  });

  test('reset forgets all that happened and delivers again, but keeps who is who', async () => {
    const before = await appsOf(sandbox.url);
    expect(await post('/api/reset')).toEqual({ status: 200, body: { isReset: true } });
    expect((await get('/api/trades')).body).toEqual({ trades: [] });
    expect((await get('/api/notifies')).body).toEqual({ notifies: [] });
    expect((await get('/api/notifies/policy')).body).toEqual({ deliver: true, causes: ['paid'] });
    expect(await appsOf(sandbox.url)).toEqual(before);
    expect(await shop.create({ outTradeNo: 'SHOWN' })).toMatchObject({ code: '10000' });
  });
});
