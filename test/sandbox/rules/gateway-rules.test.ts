import iconv from 'iconv-lite';
import type { AlipayRules } from '../../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { BUYER_ID, type Merchant, merchant } from '../support/merchant';
import { encodedQuery, isGenuine, type Parameters, post, publicParameters, read, signed } from '../support/raw-client';
import { granted } from '../support/shop-acts';

/** What every query of a trade that is not there is told, once the gateway has let it in. */
const LET_IN = 'ACQ.TRADE_NOT_EXIST';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');

describe('a rule of the gateway', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;
  let cafe: Merchant;

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock });
    [shop, cafe] = await Promise.all([merchant(sandbox.url), merchant(sandbox.url, 1)]);
  });
  afterEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  const call = (change: Parameters = {}) => signed(shop.app, publicParameters(shop.app, change));

  test.each`
    acceptsGet | subCode
    ${true}    | ${LET_IN}
    ${false}   | ${'isv.invalid-parameter'}
  `('acceptsGet $acceptsGet answers a GET with $subCode, and a POST all the same', async ({ acceptsGet, subCode }) => {
    sandbox.setRules({ acceptsGet });
    const query = new URLSearchParams(call());
    const reply = await read(await fetch(`${shop.app.gateway}?${query}`));
    expect(reply).toMatchObject({ status: 200, node: { sub_code: subCode } });
    expect((await post(shop.app.gateway, call())).node.sub_code).toBe(LET_IN);
  });

  test.each`
    missingCharset | charset    | told                     | answeredIn
    ${'refused'}   | ${'utf-8'} | ${'isv.invalid-charset'} | ${'utf-8'}
    ${'utf-8'}     | ${'utf-8'} | ${LET_IN}                | ${'utf-8'}
    ${'utf-8'}     | ${'gbk'}   | ${'isv.invalid-sign'}    | ${'utf-8'}
    ${'gbk'}       | ${'gbk'}   | ${LET_IN}                | ${'gbk'}
    ${'gbk'}       | ${'utf-8'} | ${'isv.invalid-sign'}    | ${'gbk'}
  `(
    'missingCharset $missingCharset answers $charset that does not say so with $told',
    async ({ missingCharset, charset, told, answeredIn }) => {
      sandbox.setRules({ missingCharset });
      const { charset: _, ...parameters } = publicParameters(shop.app, { return_url: '中文字' });
      const query = encodedQuery(signed(shop.app, parameters, charset), charset);
      const response = await fetch(`${shop.app.gateway}?${query}`);
      expect(response.headers.get('content-type')).toBe(`text/html;charset=${answeredIn}`);
      const { alipay_trade_query_response: node } = JSON.parse(
        iconv.decode(Buffer.from(await response.arrayBuffer()), answeredIn),
      );
      expect(node.sub_code).toContain(told);
    },
  );

  test.each`
    allowsLooseBase64 | subCode
    ${true}           | ${LET_IN}
    ${false}          | ${'isv.invalid-signature'}
  `('allowsLooseBase64 $allowsLooseBase64 answers a signature in lines with $subCode', async (rule) => {
    sandbox.setRules({ allowsLooseBase64: rule.allowsLooseBase64 });
    const { sign = '', ...rest } = call();
    const inLines = (sign.match(/.{1,76}/g) ?? []).join('\n');
    for (const loose of [inLines, sign.replace(/=+$/, '')]) {
      const reply = await post(shop.app.gateway, {}, { ...rest, sign: loose });
      expect(reply.node.sub_code).toBe(rule.subCode);
      expect(isGenuine(shop.app, reply)).toBe(true);
    }
    expect((await post(shop.app.gateway, {}, { ...rest, sign })).node.sub_code).toBe(LET_IN);
  });

  test.each`
    unknownNames        | field                      | parameter
    ${'ignored'}        | ${LET_IN}                  | ${LET_IN}
    ${'fields_refused'} | ${'ACQ.INVALID_PARAMETER'} | ${LET_IN}
    ${'all_refused'}    | ${'ACQ.INVALID_PARAMETER'} | ${'isv.invalid-parameter'}
  `(
    'unknownNames $unknownNames answers a strange field with $field, a strange parameter with $parameter',
    async ({ unknownNames, field, parameter }) => {
      sandbox.setRules({ unknownNames });
      const biz_content = '{"out_trade_no":"NEVER_CREATED","colour":"red"}';
      const strange = await post(shop.app.gateway, call({ biz_content }));
      expect(strange.node.sub_code).toBe(field);
      if (field !== LET_IN) expect(strange.node.sub_msg).toContain('colour');
      expect((await post(shop.app.gateway, call({ alipay_sdk: 'x' }))).node.sub_code).toBe(parameter);
      expect((await post(shop.app.gateway, call({ notify_url: 'http://127.0.0.1/' }))).node.sub_code).toBe(LET_IN);
      expect(await shop.create()).toMatchObject({ code: '10000' });
    },
  );

  test.each`
    suspectWords        | subject             | outcome
    ${[]}               | ${'out_trade_no 1'} | ${{ code: '10000' }}
    ${['out_trade_no']} | ${'out_trade_no 1'} | ${{ code: '40002', subCode: 'isv.suspected-attack' }}
    ${['out_trade_no']} | ${'total_fee 1'}    | ${{ code: '10000' }}
  `(
    'suspectWords $suspectWords answers a subject of $subject with $outcome',
    async ({ suspectWords, subject, outcome }) => {
      sandbox.setRules({ suspectWords });
      expect(await shop.create({ subject })).toMatchObject(outcome);
      const goodsDetail = [{ goodsId: '1', goodsName: subject, quantity: 1, price: '1.00' }];
      expect(await shop.create({ goodsDetail })).toMatchObject(outcome);
    },
  );

  const asMultipart = (parameters: Parameters) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(parameters)) form.append(name, value);
    form.append('file', new Blob(['no text']), 'a.txt');
    return { body: form };
  };
  const asJson = (parameters: Parameters) => ({
    body: JSON.stringify(parameters),
    headers: { 'content-type': 'application/json' },
  });

  test.each`
    readsAnyBody | kind           | written        | subCode
    ${false}     | ${'multipart'} | ${asMultipart} | ${'isv.missing-method'}
    ${false}     | ${'JSON'}      | ${asJson}      | ${'isv.missing-method'}
    ${true}      | ${'multipart'} | ${asMultipart} | ${LET_IN}
    ${true}      | ${'JSON'}      | ${asJson}      | ${LET_IN}
  `('readsAnyBody $readsAnyBody answers $kind with $subCode', async ({ readsAnyBody, written, subCode }) => {
    sandbox.setRules({ readsAnyBody });
    const init: RequestInit = written(call({ return_url: '中文 + % &' }));
    expect((await read(await fetch(shop.app.gateway, { method: 'POST', ...init }))).node.sub_code).toBe(subCode);
  });

  test('readsAnyBody finds nothing in what is broken', async () => {
    sandbox.setRules({ readsAnyBody: true });
    const broken = [
      ['application/json', '{"method":'],
      ['application/json', '["method"]'],
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=a', '--a\r\nnothing'],
      ['text/xml', '<method/>'],
    ];
    for (const [type = '', body = ''] of broken) {
      const init = { method: 'POST', body, headers: { 'content-type': type } };
      expect((await read(await fetch(shop.app.gateway, init))).node.sub_code).toBe('isv.missing-method');
    }
  });

  test.each`
    longestBodyBytes | bytes     | subCode
    ${undefined}     | ${900e3}  | ${LET_IN}
    ${undefined}     | ${1100e3} | ${'isv.invalid-parameter'}
    ${65_536}        | ${60e3}   | ${LET_IN}
    ${65_536}        | ${70e3}   | ${'isv.invalid-parameter'}
    ${8_388_608}     | ${2000e3} | ${LET_IN}
  `('longestBodyBytes $longestBodyBytes answers $bytes bytes with $subCode', async (rule) => {
    sandbox.setRules({ longestBodyBytes: rule.longestBodyBytes });
    const biz_content = `{"out_trade_no":"NEVER_CREATED","filler":"${'x'.repeat(rule.bytes)}"}`;
    const reply = await post(shop.app.gateway, {}, call({ biz_content }));
    expect(reply).toMatchObject({ status: 200, node: { sub_code: rule.subCode } });
  });

  test.each`
    openIdAppsMayUseUserId | outcome
    ${false}               | ${{ code: '40004', subCode: 'ACQ.INVALID_PARAMETER' }}
    ${true}                | ${{ code: '10000' }}
  `('openIdAppsMayUseUserId $openIdAppsMayUseUserId answers buyer_id with $outcome', async (rule) => {
    sandbox.setRules({ openIdAppsMayUseUserId: rule.openIdAppsMayUseUserId });
    expect(await cafe.create({ buyerId: BUYER_ID })).toMatchObject(rule.outcome);
  });

  test.each`
    welcomesNewBuyers | buyerId               | outcome
    ${true}           | ${'2088102146225135'} | ${{ code: '10000' }}
    ${true}           | ${'2088102146229999'} | ${{ code: '40004', subCode: 'ACQ.BUYER_NOT_EXIST' }}
    ${false}          | ${'2088102146225135'} | ${{ code: '40004', subCode: 'ACQ.BUYER_NOT_EXIST' }}
  `('welcomesNewBuyers $welcomesNewBuyers answers a create call for $buyerId with $outcome', async (rule) => {
    sandbox.setRules({ welcomesNewBuyers: rule.welcomesNewBuyers });
    expect(await shop.create({ buyerId: rule.buyerId })).toMatchObject(rule.outcome);
  });

  test.each([false, true])('tellsBothBuyerIds %s decides what open_id apps are told', async (tellsBothBuyerIds) => {
    const rules: Partial<AlipayRules> = { tellsBothBuyerIds };
    sandbox.setRules(rules);
    const [buyer] = sandbox.buyers();
    const openId = buyer?.openIds[cafe.app.appId];
    const tradeNo = await cafe.trade({ buyerId: undefined, buyerOpenId: openId });
    const query = await cafe.query({ tradeNo });
    expect(query).toMatchObject({ buyerOpenId: openId });
    expect(query.buyerUserId).toBe(tellsBothBuyerIds ? BUYER_ID : undefined);
    const { authCode: code } = granted(sandbox.authCode({ appId: cafe.app.appId }));
    const token = await cafe.exec('alipay.system.oauth.token', { grantType: 'authorization_code', code });
    expect(token).toMatchObject({ openId });
    expect(token.userId).toBe(tellsBothBuyerIds ? BUYER_ID : undefined);
  });

  const token = (parameters: Record<string, unknown>) => shop.exec('alipay.system.oauth.token', parameters);
  const newGrant = () => token({ grantType: 'authorization_code', code: granted(sandbox.authCode()).authCode });

  test.each`
    accessTokenLifeMs | expiresIn
    ${1_296_000_000}  | ${'1296000'}
    ${3_600_000}      | ${'3600'}
  `('accessTokenLifeMs $accessTokenLifeMs is told as $expiresIn', async ({ accessTokenLifeMs, expiresIn }) => {
    sandbox.setRules({ accessTokenLifeMs });
    expect(await newGrant()).toMatchObject({ expiresIn });
  });

  test.each`
    refreshTokenLifeMs | reExpiresIn
    ${2_592_000_000}   | ${'2592000'}
    ${86_400_000}      | ${'86400'}
  `('refreshTokenLifeMs $refreshTokenLifeMs lets a token be refreshed for as long', async (rule) => {
    sandbox.setRules({ refreshTokenLifeMs: rule.refreshTokenLifeMs });
    const [early, late] = [await newGrant(), await newGrant()];
    expect(early).toMatchObject({ reExpiresIn: rule.reExpiresIn });
    await clock.advance(rule.refreshTokenLifeMs - 1);
    const grantType = 'refresh_token';
    expect(await token({ grantType, refreshToken: early.refreshToken })).toHaveProperty('accessToken');
    await clock.advance(1);
    const { biz_content: _, ...parameters } = publicParameters(shop.app, {
      method: 'alipay.system.oauth.token',
      grant_type: grantType,
      refresh_token: String(late.refreshToken),
    });
    const refused = await post(shop.app.gateway, signed(shop.app, parameters));
    expect(refused.node).toMatchObject({ sub_code: 'isv.refresh-token-invalid' });
  });
});
