import { FEES, OUTSIDE } from '../../sandbox/accounts/ledger';
import { SEEDED_APPS } from '../../sandbox/alipay/apps';
import { books } from '../../sandbox/alipay/books';
import { openIdOf, SEEDED_BUYERS } from '../../sandbox/alipay/buyers';
import { directory } from '../../sandbox/alipay/directory';
import { ASSUMED_RULES } from '../../sandbox/alipay/rules';
import { sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { type Provider, provider } from './fshows/support/provider';
import { fenOf } from './support/bill-audit';
import { readBill } from './support/bill-reader';
import { BUYER_ID, type Merchant, merchant } from './support/merchant';
import { temporaryHome } from './support/temporary-home';

/** The buyer of Alipay's own examples, and another that somebody made up. */
const NEWCOMER_ID = '2088102146225135';
const ANOTHER_ID = '2088000000000042';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const DAY_MS = 86_400_000;
const OPENING_FEN = 100_000_000_00;

async function post(sandbox: Sandbox, path: string, body: object) {
  const reply = await fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return { status: reply.status, body: (await reply.json()) as Record<string, string> };
}

async function get<Listed>(sandbox: Sandbox, path: string, name: string): Promise<Listed[]> {
  const reply = (await (await fetch(`${sandbox.url}${path}`)).json()) as Record<string, Listed[]>;
  return reply[name] ?? [];
}

const buyersOf = (sandbox: Sandbox) =>
  get<{ buyerId: string; openIds: Record<string, string> }>(sandbox, '/api/buyers', 'buyers');
const accountsOf = (sandbox: Sandbox) =>
  get<{ accountId: string; balance: string | null; status: string }>(sandbox, '/api/accounts', 'accounts');

async function fenOfAll(sandbox: Sandbox): Promise<number> {
  const balances = (await accountsOf(sandbox)).flatMap(({ balance }) => balance ?? []);
  return balances.reduce((sum, balance) => sum + fenOf(balance), 0);
}

describe('a buyer nobody has heard of', () => {
  const clock = sandboxClock({ frozenAtMs: START_MS });
  let sandbox: Sandbox;
  let shop: Merchant;
  let cafe: Merchant;
  let fshows: Provider;

  beforeAll(async () => {
    sandbox = await createSandbox({ clock });
    [shop, cafe] = await Promise.all([merchant(sandbox.url), merchant(sandbox.url, 1)]);
    fshows = await provider(sandbox.url);
  });
  afterEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  /** Everywhere a buyer can be named, and what is answered when it is nobody. */
  const DOORS: [string, (buyerId: string) => Promise<unknown>, object, object][] = [
    [
      'a create call',
      (buyerId) => shop.create({ buyerId }),
      { code: '10000' },
      { subCode: 'ACQ.BUYER_NOT_EXIST', subMsg: expect.stringContaining('/api/buyers') },
    ],
    [
      'a create call at Fshows',
      (buyerId) => fshows.create({ buyer_id: buyerId }),
      { success: true },
      { error_message: expect.stringContaining('ACQ.USER_LOGONID_NOT_EXIST') },
    ],
    ...(
      [
        ['an auth code', '/api/auth-codes', (buyerId) => ({ buyerId }), 'buyer_not_found'],
        ['a pay code', '/api/pay-codes', (buyerId) => ({ buyerId }), 'buyer_not_found'],
        ['a deposit', '/api/accounts/balance', (accountId) => ({ accountId, balance: '5.00' }), 'account_not_found'],
        ['a block', '/api/accounts/status', (accountId) => ({ accountId, status: 'blocked' }), 'account_not_found'],
      ] satisfies [string, string, (id: string) => object, string][]
    ).map<(typeof DOORS)[number]>(([name, path, body, reason]) => [
      name,
      (id) => post(sandbox, path, body(id)),
      { status: 200 },
      { status: 404, body: { reason, message: expect.stringMatching(/2088 and 12 digits .* 0000 or 9999/) } },
    ]),
  ];

  test.each(DOORS)('turns up by %s, behind those of the start', async (_, name, welcomed) => {
    const before = await buyersOf(sandbox);
    expect(await name(NEWCOMER_ID)).toMatchObject(welcomed);
    expect(await buyersOf(sandbox)).toEqual([
      ...before,
      {
        buyerId: NEWCOMER_ID,
        userId: NEWCOMER_ID,
        name: '新买家5135',
        logonId: '136****5135',
        isEnabled: true,
        openIds: Object.fromEntries(sandbox.apps.map(({ appId }) => [appId, openIdOf(NEWCOMER_ID, appId)])),
      },
    ]);
  });

  test.each(DOORS)('is nobody to %s once the rule is switched off, unless they are there', async (_, name, ...told) => {
    const [welcomed, refused] = told;
    await post(sandbox, '/api/auth-codes', { buyerId: NEWCOMER_ID });
    await post(sandbox, '/api/rules', { welcomesNewBuyers: false });
    const before = await buyersOf(sandbox);
    expect(await name(ANOTHER_ID)).toMatchObject(refused);
    expect(await name(NEWCOMER_ID)).toMatchObject(welcomed);
    expect(await buyersOf(sandbox)).toEqual(before);
  });

  test.each`
    kind                       | buyerId                           | subCode
    ${'ends in 9999'}          | ${'2088102146229999'}             | ${'ACQ.BUYER_NOT_EXIST'}
    ${'ends in 0000'}          | ${'2088102146220000'}             | ${'ACQ.BUYER_NOT_EXIST'}
    ${'is the seller’s'}       | ${'2088721000000001'}             | ${'ACQ.BUYER_SELLER_EQUAL'}
    ${'is another seller’s'}   | ${'2088721000000002'}             | ${'ACQ.BUYER_NOT_EXIST'}
    ${'is too short'}          | ${'208810214622513'}              | ${'ACQ.INVALID_PARAMETER'}
    ${'is too long'}           | ${'20881021462251350'}            | ${'ACQ.INVALID_PARAMETER'}
    ${'is an email address'}   | ${'buyer@example.com'}            | ${'ACQ.INVALID_PARAMETER'}
    ${'has another beginning'} | ${'2089102146225135'}             | ${'ACQ.INVALID_PARAMETER'}
    ${'has wide digits'}       | ${'2088１０２１４６２２５１３５'} | ${'ACQ.INVALID_PARAMETER'}
  `('stays nobody when the id $kind: $subCode', async ({ buyerId, subCode }) => {
    const before = await buyersOf(sandbox);
    expect(await shop.create({ buyerId })).toMatchObject({ code: '40004', subCode });
    expect(await post(sandbox, '/api/auth-codes', { buyerId })).toMatchObject({
      status: 404,
      body: { reason: 'buyer_not_found' },
    });
    expect(await buyersOf(sandbox)).toEqual(before);
  });

  test('pays and is refunded like anybody; no fen is lost or made, and the bill names them', async () => {
    const before = await fenOfAll(sandbox);
    const tradeNo = await shop.trade({ buyerId: NEWCOMER_ID });
    const pay = (buyerId: string) => post(sandbox, '/api/pay', { tradeNo, buyerId, outcome: 'paid' });
    expect(await pay(BUYER_ID)).toMatchObject({ status: 409, body: { reason: 'buyer_differs' } });
    expect(await pay(NEWCOMER_ID)).toMatchObject({ status: 200, body: { status: 'TRADE_SUCCESS' } });
    const bizContent = { tradeNo, refundAmount: '2.30', outRequestNo: 'R1' };
    expect(await shop.exec('alipay.trade.refund', { bizContent })).toMatchObject({ fundChange: 'Y' });
    expect(await shop.query({ tradeNo })).toMatchObject({ buyerUserId: NEWCOMER_ID, buyerLogonId: '136****5135' });
    expect(await accountsOf(sandbox)).toContainEqual(
      expect.objectContaining({ accountId: NEWCOMER_ID, kind: 'buyer', status: 'normal', balance: '99999990.00' }),
    );
    expect(await fenOfAll(sandbox)).toBe(before + OPENING_FEN);
    await clock.advance(DAY_MS);
    const bill = await shop.exec('alipay.data.dataservice.bill.downloadurl.query', {
      bizContent: { billType: 'trade', billDate: '2026-11-22' },
    });
    const { rows } = await readBill(String(bill.billDownloadUrl));
    const billed = rows.map((row) => [row.对方账户, row['订单金额（元）']]);
    expect(billed).toEqual(['12.30', '-2.30'].map((amount) => ['*买家5135(136****5135)', amount]));
  });

  test('shows a pay code at a till', async () => {
    const { body } = await post(sandbox, '/api/pay-codes', { buyerId: NEWCOMER_ID });
    const bizContent = { outTradeNo: 'TILL', totalAmount: '8.80', subject: '一杯茶', authCode: body.payCode };
    expect(await shop.exec('alipay.trade.pay', { bizContent })).toMatchObject({
      code: '10000',
      buyerUserId: NEWCOMER_ID,
    });
  });

  test('is told to an app by the one id that it knows people by, from turning up on', async () => {
    const { appId } = cafe.app;
    const openId = openIdOf(NEWCOMER_ID, appId);
    const create = () => cafe.create({ buyerId: undefined, buyerOpenId: openId });
    expect(await create()).toMatchObject({ code: '40002', subCode: 'invalid-openid' });
    const tokenFor = async (client: Merchant) => {
      const { body } = await post(sandbox, '/api/auth-codes', { buyerId: NEWCOMER_ID, appId: client.app.appId });
      return client.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code: body.authCode });
    };
    expect(await tokenFor(shop)).toMatchObject({ userId: NEWCOMER_ID });
    expect(await tokenFor(cafe)).toMatchObject({ openId });
    const { tradeNo, ...reply } = await create();
    expect(reply).toMatchObject({ code: '10000' });
    expect(await post(sandbox, '/api/pay', { tradeNo, buyerId: openId, outcome: 'paid' })).toMatchObject({
      body: { status: 'TRADE_SUCCESS', buyer: { buyerId: NEWCOMER_ID } },
    });
    expect(await cafe.query({ tradeNo })).toMatchObject({ buyerOpenId: openId });
  });

  test('pays at Fshows: a trade of their own, and one that is anybody’s', async () => {
    const own = await fshows.trade({ buyer_id: NEWCOMER_ID });
    const anybodys = await fshows.trade({ buyer_id: undefined, buyer_logon_id: 'somebody@example.com' });
    for (const [{ prepayId, tradeNo }, buyerId] of [
      [own, NEWCOMER_ID],
      [anybodys, ANOTHER_ID],
    ] as const) {
      const paid = await post(sandbox, '/api/pay', { tradeNo: prepayId, buyerId, outcome: 'paid' });
      expect(paid).toMatchObject({ status: 200, body: { status: 'TRADE_SUCCESS', buyer: { buyerId } } });
      expect((await fshows.query({ trade_no: tradeNo })).return_value).toMatchObject({
        buyer_user_id: buyerId,
        buyer_logon_id: `136****${buyerId.slice(-4)}`,
      });
    }
    const known = await fshows.trade({ buyer_id: undefined, buyer_logon_id: '136****0042' });
    const turnedAway = { tradeNo: known.prepayId, buyerId: NEWCOMER_ID, outcome: 'cancelled' };
    expect(await post(sandbox, '/api/pay', turnedAway)).toMatchObject({ body: { reason: 'buyer_differs' } });
  });

  test('cannot pay while blocked, or with an empty wallet', async () => {
    const tradeNo = await shop.trade({ buyerId: NEWCOMER_ID });
    const pay = () => post(sandbox, '/api/pay', { tradeNo, outcome: 'paid' });
    await post(sandbox, '/api/accounts/balance', { accountId: NEWCOMER_ID, balance: '0' });
    expect(await pay()).toMatchObject({ status: 409, body: { reason: 'buyer_balance_short' } });
    await post(sandbox, '/api/accounts/status', { accountId: NEWCOMER_ID, status: 'blocked' });
    expect(await pay()).toMatchObject({ status: 409, body: { reason: 'buyer_cannot_pay' } });
    expect(await shop.create({ buyerId: NEWCOMER_ID })).toMatchObject({ subCode: 'ACQ.BUYER_ENABLE_STATUS_FORBID' });
  });

  test('is forgotten by a reset, with their money', async () => {
    const before = { buyers: await buyersOf(sandbox), accounts: await accountsOf(sandbox) };
    sandbox.pay({ tradeNo: await shop.trade({ buyerId: NEWCOMER_ID }), outcome: 'paid' });
    await post(sandbox, '/api/reset', {});
    expect({ buyers: await buyersOf(sandbox), accounts: await accountsOf(sandbox) }).toEqual(before);
    await post(sandbox, '/api/auth-codes', { buyerId: NEWCOMER_ID });
    expect(await fenOfAll(sandbox)).toBe(fenOf('400000000.00') + OPENING_FEN);
  });
});

describe('newcomers are kept', () => {
  const running: Sandbox[] = [];
  const clock = sandboxClock({ frozenAtMs: START_MS });
  const { home, remove } = temporaryHome();

  async function start(options: Parameters<typeof createSandbox>[0] = {}): Promise<Sandbox> {
    const sandbox = await createSandbox({ clock, ...options });
    running.push(sandbox);
    return sandbox;
  }
  afterAll(async () => {
    for (const sandbox of running) await sandbox.close();
    remove();
  });

  test('over a restart, with the rule on or off, and in a snapshot, until a reset', async () => {
    const first = await start({ home });
    first.pay({ tradeNo: await (await merchant(first.url)).trade({ buyerId: NEWCOMER_ID }), outcome: 'paid' });
    await post(first, '/api/auth-codes', { buyerId: ANOTHER_ID });
    const seen = async (sandbox: Sandbox) => ({
      buyers: await buyersOf(sandbox),
      accounts: await accountsOf(sandbox),
      trades: sandbox.trades(),
    });
    const before = await seen(first);
    expect(before.buyers.slice(-2).map(({ buyerId }) => buyerId)).toEqual([NEWCOMER_ID, ANOTHER_ID]);
    const snapshot = first.snapshot();
    await first.close();

    const second = await start({ home, rules: { welcomesNewBuyers: false } });
    expect(await seen(second)).toEqual(before);
    const cafe = await merchant(second.url, 1);
    const buyerOpenId = before.buyers.at(-1)?.openIds[cafe.app.appId];
    expect(await cafe.create({ buyerId: undefined, buyerOpenId })).toMatchObject({ code: '10000' });

    const elsewhere = await start();
    await post(elsewhere, '/api/auth-codes', { buyerId: '2088000000000077' });
    expect(await post(elsewhere, '/api/snapshot', snapshot)).toMatchObject({ status: 200 });
    expect(await seen(elsewhere)).toEqual(before);

    second.reset();
    await second.close();
    const third = await start({ home });
    expect(await buyersOf(third)).toHaveLength(SEEDED_BUYERS.length);
  });

  test('and are there once when they belong to the start by now', async () => {
    const snapshot = await (async () => {
      const sandbox = await start();
      await post(sandbox, '/api/auth-codes', { buyerId: NEWCOMER_ID });
      return sandbox.snapshot();
    })();
    const settled = { userId: NEWCOMER_ID, name: '陈老板', logonId: 'chen***@example.com', isEnabled: true };
    const sandbox = await start({ buyers: [...SEEDED_BUYERS, settled] });
    expect(sandbox.restore(snapshot)).toEqual({ rows: snapshot.rows.length });
    expect((await buyersOf(sandbox)).filter(({ buyerId }) => buyerId === NEWCOMER_ID)).toMatchObject([
      { name: '陈老板' },
    ]);
    expect(await accountsOf(sandbox)).toContainEqual(
      expect.objectContaining({ accountId: NEWCOMER_ID, balance: '100000000.00' }),
    );
  });
});

test('the wallet of a newcomer comes out of the outside, once, and is no movement of money', () => {
  const { ledger, newcomers, clear } = books(directory(SEEDED_APPS, SEEDED_BUYERS), ASSUMED_RULES);
  const accounts = [...SEEDED_BUYERS.map(({ userId }) => userId), NEWCOMER_ID, OUTSIDE, FEES];
  const sumFen = () => accounts.reduce((sum, account) => sum + ledger.balanceFen(account), 0);
  expect(newcomers.welcome(NEWCOMER_ID)).toMatchObject({ userId: NEWCOMER_ID, name: '新买家5135' });
  expect(newcomers.welcome(NEWCOMER_ID)).toBeUndefined();
  newcomers.restore({ userId: NEWCOMER_ID });
  expect([ledger.balanceFen(NEWCOMER_ID), sumFen(), [...ledger.entries()]]).toEqual([OPENING_FEN, 0, []]);
  clear();
  expect([ledger.balanceFen(NEWCOMER_ID), sumFen(), [...newcomers.all()]]).toEqual([0, 0, []]);
});
