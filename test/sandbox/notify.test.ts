import type { ServerResponse as Response } from 'node:http';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Merchant, merchant } from './support/merchant';
import { acknowledge, type NotifyReceiver, notifyReceiver } from './support/notify-receiver';
import { isGenuineNotify } from './support/raw-client';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const MINUTE_MS = 60_000;

describe('a notify', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;
  let receiver: NotifyReceiver;

  beforeEach(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    receiver = await notifyReceiver();
    sandbox = await createSandbox({ clock, rules: { allowsAnySubject: true } });
    shop = await merchant(sandbox.url);
  });
  afterEach(async () => {
    await sandbox.close();
    await receiver.close();
  });

  /** Creates a trade that notifies the receiver, pays it, and lets what is due happen. */
  async function paidTrade(change: Record<string, unknown> = {}): Promise<string> {
    const tradeNo = await shop.trade(change, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    return tradeNo;
  }

  const deliveriesOf = (tradeNo: string) => {
    const trade = sandbox.trade(tradeNo);
    if ('reason' in trade) throw new Error(trade.reason);
    return trade.notifies[0]?.deliveries ?? [];
  };

  test('tells the merchant of the payment with every documented parameter', async () => {
    const change = { outTradeNo: 'PAID', totalAmount: '12.30', body: '热的', passbackParams: 'table%3D5' };
    const tradeNo = await paidTrade(change);
    const [notify] = receiver.received;
    expect(notify?.headers['content-type']).toBe('application/x-www-form-urlencoded; charset=utf-8');
    expect(notify?.parameters).toEqual({
      notify_time: '2026-11-22 10:00:00',
      notify_type: 'trade_status_sync',
      notify_id: expect.stringMatching(/^\d{34}$/),
      app_id: shop.app.appId,
      auth_app_id: shop.app.appId,
      charset: 'utf-8',
      version: '1.0',
      sign_type: 'RSA2',
      sign: expect.any(String),
      trade_no: tradeNo,
      out_trade_no: 'PAID',
      trade_status: 'TRADE_SUCCESS',
      total_amount: '12.30',
      receipt_amount: '12.30',
      invoice_amount: '12.30',
      buyer_pay_amount: '12.30',
      point_amount: '0.00',
      seller_id: shop.app.sellerId,
      seller_email: 'shop@sandbox.example',
      buyer_id: '2088622000000011',
      buyer_logon_id: '138****0011',
      subject: '一杯茶',
      body: '热的',
      passback_params: 'table%3D5',
      gmt_create: '2026-11-22 10:00:00',
      gmt_payment: '2026-11-22 10:00:00',
      fund_bill_list: '[{"amount":"12.30","fundChannel":"ALIPAYACCOUNT"}]',
    });
    expect(shop.sdk.checkNotifySignV2(notify?.parameters)).toBe(true);
  });

  test.each([
    '% 100%',
    '%20 %3D %',
    'a + b',
    'Tom & Jerry',
    'x=y&sign=z',
    '"quoted" \'single\' `back`',
    '<b>&amp;</b>',
    '中文，全角　空格',
    '😀👨‍👩‍👧 𠮷',
    'back\\slash / slash',
    ' leading and trailing ',
    'line\nbreak\ttab',
    'é vs é',
    '茶'.repeat(256),
  ])('with the subject %j is verified by the official SDK, and refused once anything is changed', async (subject) => {
    await paidTrade({ subject });
    const parameters = receiver.received[0]?.parameters ?? {};
    expect(parameters.subject).toBe(subject);
    expect(shop.sdk.checkNotifySignV2(parameters)).toBe(true);
    expect(isGenuineNotify(shop.app, parameters)).toBe(true);
    for (const name of Object.keys(parameters)) {
      if (name === 'sign' || name === 'sign_type') continue;
      expect(shop.sdk.checkNotifySignV2({ ...parameters, [name]: `${parameters[name]}0` })).toBe(false);
    }
    expect(shop.sdk.checkNotifySignV2({ ...parameters, extra: '1' })).toBe(false);
  });

  test('carries the open_id, and not the user_id, for an app that knows buyers so', async () => {
    const cafe = await merchant(sandbox.url, 1);
    const buyerOpenId = sandbox.buyers()[0]?.openIds[cafe.app.appId];
    const tradeNo = await cafe.trade({ buyerId: undefined, buyerOpenId }, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    expect(receiver.received[0]?.parameters).toMatchObject({ buyer_open_id: buyerOpenId });
    expect(receiver.received[0]?.parameters).not.toHaveProperty('buyer_id');
  });

  test('is sent once when it is acknowledged', async () => {
    const tradeNo = await paidTrade();
    await clock.advance(2 * 24 * 60 * MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
    expect(sandbox.trade(tradeNo)).toMatchObject({
      notifies: [{ status: 'acknowledged', nextAtMs: null, deliveries: [{ result: 'acknowledged', httpStatus: 200 }] }],
    });
  });

  test('is sent eight times within 25 hours, at the documented gaps, always with the same id', async () => {
    receiver.answer((response) => response.end('fail'));
    const tradeNo = await paidTrade();
    await clock.advance(3 * 24 * 60 * MINUTE_MS);
    const minutes = deliveriesOf(tradeNo).map(({ atMs }) => (atMs - START_MS) / MINUTE_MS);
    expect(minutes).toEqual([0, 4, 14, 24, 84, 204, 564, 1464]);
    expect(new Set(receiver.received.map(({ parameters }) => parameters.notify_id)).size).toBe(1);
    expect(receiver.received).toHaveLength(8);
    expect(receiver.received[1]?.parameters.notify_time).toBe('2026-11-22 10:04:00');
    for (const { parameters } of receiver.received) expect(shop.sdk.checkNotifySignV2(parameters)).toBe(true);
    expect(sandbox.trade(tradeNo)).toMatchObject({ notifies: [{ status: 'given_up', nextAtMs: null }] });
  });

  test.each`
    answer                        | respond                                                       | result                | detail
    ${'success in quotes'}        | ${(r: Response) => r.end('"success"')}                        | ${'not_acknowledged'} | ${{ body: '"success"' }}
    ${'success and a line break'} | ${(r: Response) => r.end('success\n')}                        | ${'not_acknowledged'} | ${{ body: 'success\n' }}
    ${'SUCCESS'}                  | ${(r: Response) => r.end('SUCCESS')}                          | ${'not_acknowledged'} | ${{ httpStatus: 200 }}
    ${'nothing'}                  | ${(r: Response) => r.end()}                                   | ${'not_acknowledged'} | ${{ body: '' }}
    ${'fail'}                     | ${(r: Response) => r.end('fail')}                             | ${'not_acknowledged'} | ${{ body: 'fail' }}
    ${'endless text'}             | ${(r: Response) => r.end('success'.repeat(9999))}             | ${'not_acknowledged'} | ${{ httpStatus: 200 }}
    ${'success with status 201'}  | ${(r: Response) => r.writeHead(201).end('success')}           | ${'bad_status'}       | ${{ httpStatus: 201 }}
    ${'success with status 500'}  | ${(r: Response) => r.writeHead(500).end('success')}           | ${'bad_status'}       | ${{ httpStatus: 500 }}
    ${'a redirect to itself'}     | ${(r: Response) => r.writeHead(302, { location: '/' }).end()} | ${'redirected'}       | ${{ httpStatus: 302 }}
    ${'a cut connection'}         | ${(r: Response) => r.destroy()}                               | ${'unreachable'}      | ${{}}
  `('answered by $answer is kept as $result and sent again', async ({ respond, result, detail }) => {
    receiver.answer(respond);
    const tradeNo = await paidTrade();
    expect(deliveriesOf(tradeNo)).toEqual([expect.objectContaining({ result, ...detail })]);
    expect(receiver.received).toHaveLength(1);
    receiver.answer(acknowledge);
    await clock.advance(4 * MINUTE_MS);
    expect(deliveriesOf(tradeNo).map((delivery) => delivery.result)).toEqual([result, 'acknowledged']);
  });

  test.each`
    receiver              | respond
    ${'says nothing'}     | ${() => {}}
    ${'stops in between'} | ${(r: Response) => r.write('succ')}
  `('to a receiver who $receiver is kept as timed_out and planned again', async ({ respond }) => {
    const impatient = await createSandbox({ clock, rules: { notifyTimeoutMs: 20 } });
    receiver.answer(respond);
    const tradeNo = await (await merchant(impatient.url)).trade({}, { notifyUrl: receiver.url });
    impatient.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    const nextAtMs = START_MS + 4 * MINUTE_MS;
    expect(impatient.trade(tradeNo)).toMatchObject({
      notifies: [{ status: 'pending', nextAtMs, deliveries: [{ atMs: START_MS, result: 'timed_out' }] }],
    });
    await impatient.close();
  });

  test('to an address where nobody listens is kept as unreachable', async () => {
    const gone = await notifyReceiver();
    await gone.close();
    const tradeNo = await shop.trade({}, { notifyUrl: gone.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    expect(deliveriesOf(tradeNo)).toMatchObject([{ result: 'unreachable', detail: expect.stringContaining('ECONN') }]);
  });

  test('is not sent for a trade created without notify_url', async () => {
    const tradeNo = await shop.trade();
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'TRADE_SUCCESS', notifies: [] });
  });

  test('is not sent for closing or expiry unless the rules say so', async () => {
    const closed = await shop.trade({}, { notifyUrl: receiver.url });
    await shop.close({ tradeNo: closed });
    await shop.trade({ timeoutExpress: '5m' }, { notifyUrl: receiver.url });
    await clock.advance(6 * MINUTE_MS);
    expect(receiver.received).toEqual([]);
  });

  test('is held back while deliveries are blocked, and sent at once when they are not', async () => {
    sandbox.setNotifyPolicy({ deliver: false });
    const tradeNo = await paidTrade();
    await clock.advance(30 * MINUTE_MS);
    expect(receiver.received).toEqual([]);
    expect(sandbox.trade(tradeNo)).toMatchObject({ notifies: [{ status: 'pending', deliveries: [] }] });
    sandbox.setNotifyPolicy({ deliver: true });
    await clock.advance(0);
    expect(receiver.received).toHaveLength(1);
    expect(deliveriesOf(tradeNo)).toMatchObject([{ atMs: START_MS + 30 * MINUTE_MS, result: 'acknowledged' }]);
  });

  test('under way when deliveries are blocked and let go again is not sent twice', async () => {
    let respond = () => {};
    receiver.answer((response) => {
      respond = () => acknowledge(response);
    });
    const tradeNo = await shop.trade({}, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await receiver.waitFor(1);
    sandbox.setNotifyPolicy({ deliver: false });
    sandbox.setNotifyPolicy({ deliver: true });
    respond();
    await clock.advance(60 * MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
    expect(deliveriesOf(tradeNo)).toMatchObject([{ result: 'acknowledged' }]);
  });

  test('under way when the sandbox is reset is forgotten', async () => {
    receiver.answer((response) => response.end('fail'));
    await paidTrade();
    sandbox.reset();
    await clock.advance(24 * 60 * MINUTE_MS);
    expect(receiver.received).toHaveLength(1);
    expect(sandbox.notifies()).toEqual([]);
  });
});

describe('with every trigger switched on', () => {
  test('closing and expiry tell the merchant TRADE_CLOSED without any refund', async () => {
    const clock = sandboxClock({ frozenAtMs: START_MS });
    const receiver = await notifyReceiver();
    const sandbox = await createSandbox({ clock, rules: { notifyCauses: ['paid', 'closed', 'expired', 'finished'] } });
    const shop = await merchant(sandbox.url);
    await shop.trade({ outTradeNo: 'EXPIRES', timeoutExpress: '5m' }, { notifyUrl: receiver.url });
    await shop.trade({ outTradeNo: 'CLOSES' }, { notifyUrl: receiver.url });
    await shop.close({ outTradeNo: 'CLOSES' });
    await clock.advance(10 * MINUTE_MS);
    const told = receiver.received.map(({ parameters }) => parameters);
    expect(told).toMatchObject([
      { out_trade_no: 'CLOSES', trade_status: 'TRADE_CLOSED', gmt_close: '2026-11-22 10:00:00' },
      { out_trade_no: 'EXPIRES', trade_status: 'TRADE_CLOSED', gmt_close: '2026-11-22 10:05:00' },
    ]);
    for (const parameters of told) {
      expect(parameters).not.toHaveProperty('gmt_refund');
      expect(parameters).not.toHaveProperty('gmt_payment');
      expect(parameters).not.toHaveProperty('receipt_amount');
    }
    await sandbox.close();
    await receiver.close();
  });

  test('the end of the refund window tells the merchant TRADE_FINISHED', async () => {
    const clock = sandboxClock({ frozenAtMs: START_MS });
    const receiver = await notifyReceiver();
    const rules = { notifyCauses: ['finished'] as const, refundWindowMs: 60 * MINUTE_MS };
    const sandbox = await createSandbox({ clock, rules });
    const shop = await merchant(sandbox.url);
    const tradeNo = await shop.trade({}, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(59 * MINUTE_MS);
    expect(receiver.received).toEqual([]);
    await clock.advance(MINUTE_MS);
    expect(receiver.received).toMatchObject([{ parameters: { trade_no: tradeNo, trade_status: 'TRADE_FINISHED' } }]);
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_FINISHED' });
    await sandbox.close();
    await receiver.close();
  });
});
