import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { exchangeLog } from '../../sandbox/exchange-log';
import { type Merchant, merchant } from './support/merchant';
import { notifyReceiver } from './support/notify-receiver';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const clock = sandboxClock({ frozenAtMs: START_MS });

describe('the log', () => {
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  beforeEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  const log = async (query = '') => {
    const reply = await fetch(`${sandbox.url}/api/log${query}`);
    return { status: reply.status, ...((await reply.json()) as { entries: ReturnType<typeof sandbox.log.entries> }) };
  };

  test('shows a call with its answer as it went over the wire', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'LOGGED' });
    const { entries } = await log();
    expect(entries).toEqual([
      {
        kind: 'call',
        seq: expect.any(Number),
        atMs: START_MS,
        method: 'alipay.trade.create',
        appId: shop.app.appId,
        outTradeNo: 'LOGGED',
        tradeNo,
        code: '10000',
        subCode: null,
        request: expect.objectContaining({ sign_type: 'RSA2', biz_content: expect.stringContaining('"LOGGED"') }),
        response: expect.stringMatching(/^\{"alipay_trade_create_response":\{"code":"10000".*"sign":"[^"]+"\}$/),
        faults: [],
      },
    ]);
    expect(sandbox.log.entries()).toEqual(entries);
  });

  test('shows what was asked of a call that was refused, and which faults struck', async () => {
    sandbox.faults.add({ id: 'mine', kind: 'answer', subCode: 'ACQ.ANYTHING' });
    await shop.query({ outTradeNo: 'REFUSED' });
    expect((await log()).entries).toMatchObject([{ outTradeNo: 'REFUSED', subCode: 'ACQ.ANYTHING', faults: ['mine'] }]);
  });

  test('shows calls that name no method and no app', async () => {
    await fetch(shop.app.gateway, { method: 'POST' });
    expect((await log()).entries).toMatchObject([{ method: null, appId: null, subCode: 'isv.missing-method' }]);
  });

  test('shows each delivery of a notify with what came back', async () => {
    const receiver = await notifyReceiver();
    receiver.answer((response) => response.writeHead(503).end('busy'));
    const tradeNo = await shop.trade({}, { notifyUrl: receiver.url });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    await clock.advance(0);
    expect((await log()).entries.at(-1)).toMatchObject({
      kind: 'notify',
      tradeNo,
      url: receiver.url,
      request: receiver.received[0]?.rawBody,
      result: 'bad_status',
      httpStatus: 503,
      response: 'busy',
    });
    await receiver.close();
  });

  test('masks what would let somebody act for a buyer', async () => {
    const { authCode } = sandbox.authCode() as { authCode: string };
    const reply = await shop.sdk.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code: authCode });
    await shop.sdk.exec('alipay.system.oauth.token', {
      grantType: 'refresh_token',
      refreshToken: String(reply.refreshToken),
    });
    const text = JSON.stringify(await log());
    for (const secret of [authCode, reply.accessToken, reply.refreshToken]) expect(text).not.toContain(secret);
    for (const app of sandbox.apps) expect(text).not.toContain(app.appPrivateKeyPkcs1);
    expect(text).toContain('***');
  });

  test('gives what came after an entry that is known, and no more than asked for', async () => {
    for (const outTradeNo of ['ONE', 'TWO', 'THREE']) await shop.query({ outTradeNo });
    const { entries } = await log();
    const names = (query: string) =>
      log(query).then((page) => page.entries.map((entry) => 'outTradeNo' in entry && entry.outTradeNo));
    expect(await names(`?since=${entries[0]?.seq}`)).toEqual(['TWO', 'THREE']);
    expect(await names('?limit=1')).toEqual(['THREE']);
    expect(await log('?since=soon')).toMatchObject({ status: 400, reason: 'invalid_input' });
  });

  test('is emptied by a reset and goes on counting', async () => {
    await shop.query({ outTradeNo: 'BEFORE' });
    const [before] = (await log()).entries;
    sandbox.reset();
    expect((await log()).entries).toEqual([]);
    await shop.query({ outTradeNo: 'AFTER' });
    expect((await log()).entries[0]?.seq).toBe((before?.seq ?? 0) + 1);
  });
});

test('the log forgets the oldest beyond its capacity', () => {
  const log = exchangeLog(10);
  const entry = {
    kind: 'notify',
    notifyId: '',
    appId: '',
    tradeNo: '',
    url: '',
    request: '',
    result: '',
    httpStatus: null,
    response: null,
    faults: [],
  } as const;
  for (let n = 0; n < 95; n += 1) log.add(n, entry);
  expect(log.entries().map(({ seq }) => seq)).toEqual([86, 87, 88, 89, 90, 91, 92, 93, 94, 95]);
});
