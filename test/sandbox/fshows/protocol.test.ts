import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import {
  CREATE,
  canonical,
  type Parameters,
  type Provider,
  postForm,
  provider,
  QUERY,
  read,
  signatureOver,
  signed,
} from './support/provider';

let sandbox: Sandbox;
let shop: Provider;
let other: Provider;
const QUERIED = '{"out_trade_no":"NEVER_CREATED"}';

beforeAll(async () => {
  sandbox = await createSandbox();
  [shop, other] = await Promise.all([provider(sandbox.url), provider(sandbox.url, 1)]);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const send = (parameters: Parameters) => postForm(shop.app.gateway, parameters);
const codeOf = async (parameters: Parameters) => (await send(parameters)).reply.error_code;
const query = (change: Parameters = {}) => signed(shop.app, QUERY, QUERIED, change);

function without(name: string, parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([each]) => each !== name));
}

/** A body of another kind, or parameters in the address. */
async function sendAs(contentType: string, body: string, search = ''): Promise<string | undefined> {
  const headers = { 'content-type': contentType };
  const response = await fetch(`${shop.app.gateway}${search}`, { method: 'POST', headers, body });
  return (await read(response)).reply.error_code;
}

describe('the gateway', () => {
  test('takes a signed form and answers HTTP 200 JSON without a signature', async () => {
    const { status, contentType, text } = await send(query());
    expect([status, contentType]).toEqual([200, 'application/json;charset=UTF-8']);
    expect(text).toBe('{"error_code":"-207","error_message":"订单不存在","success":false}');
  });

  test.each(['app_id', 'method', 'version', 'content', 'sign'])('without %s is -101', async (name) => {
    expect(await codeOf(without(name, query()))).toBe('-101');
    expect(await codeOf({ ...query(), [name]: ' ' })).toBe('-101');
  });

  test.each<[string, () => Parameters, string]>([
    ['a version that is not 1.0', () => query({ version: '2.0' }), '-101'],
    ['an app that nobody knows', () => query({ app_id: '99990101000000009' }), '-201'],
    ['a signature of another provider', () => signed(other.app, QUERY, QUERIED, { app_id: shop.app.appId }), '-100'],
    ['a method that nobody knows', () => query({ method: 'fshows.liquidation.alipay.trade.refund' }), '-102'],
    ['content that is no JSON', () => query({ content: '{' }), '-223'],
    ['content that is a list', () => query({ content: '[]' }), '-223'],
    ['content without what is asked for', () => query({ content: '{}' }), '-101'],
  ])('%s is answered as documented', async (_what, parameters, code) => {
    expect(await codeOf(parameters())).toBe(code);
  });

  test('names the first of several faults: parameters, app, signature, method, content, fields, sub-merchant', async () => {
    const faults: Parameters[] = [
      {
        content:
          '{"out_trade_no":"A","total_amount":"1","subject":"s","buyer_id":"b","sub_merchant":{"merchant_id":"x"}}',
      },
      { content: '{"total_amount":"1"}' },
      { content: '{' },
      { method: 'nothing' },
    ];
    const codes = ['-203', '-101', '-223', '-102'];
    let wrong: Parameters = {};
    for (const [index, fault] of faults.entries()) {
      wrong = { ...wrong, ...fault };
      expect(await codeOf(signed(shop.app, CREATE, '{}', wrong))).toBe(codes[index]);
    }
    const unsigned = { ...signed(shop.app, CREATE, '{}', wrong), sign: 'AAAA' };
    expect(await codeOf(unsigned)).toBe('-100');
    expect(await codeOf({ ...unsigned, app_id: 'nobody' })).toBe('-201');
    expect(await codeOf({ ...unsigned, app_id: 'nobody', version: '' })).toBe('-101');
  });

  test('verifies content as the text that was sent, however it is written', async () => {
    const spellings = [
      '{"out_trade_no":"S1"}',
      ' { "out_trade_no" : "S1" } ',
      '{"out_trade_no":"\\u0053\\u0031","x":"\\/\\u6d4b"}',
      '{"x":"测试 +&=%25","out_trade_no":"S1"}',
    ];
    for (const content of spellings) expect(await codeOf(signed(shop.app, QUERY, content))).toBe('-207');
  });

  test('drops blank parameters before verifying, and verifies all others', async () => {
    expect(await codeOf({ ...query(), sign_type: '' })).toBe('-207');
    expect(await codeOf(query({ charset: 'utf-8' }))).toBe('-207');
    expect(await codeOf({ ...query(), charset: 'utf-8' })).toBe('-100');
  });

  test('takes SHA-1 only, over raw values', async () => {
    const parameters = query();
    const encoded = canonical(without('sign', { ...parameters, content: encodeURIComponent(QUERIED) }));
    expect(await codeOf({ ...parameters, sign: signatureOver(shop.app, encoded) })).toBe('-100');
  });

  test('of a blocked provider and of a blocked sub-merchant turns away', async () => {
    const [subMerchant] = shop.app.subMerchants;
    sandbox.setAccountStatus({ accountId: subMerchant?.subMerchantId ?? '', status: 'blocked' });
    expect(await shop.create()).toMatchObject({ error_code: '-202' });
    sandbox.setAccountStatus({ accountId: shop.app.appId, status: 'blocked' });
    expect(await codeOf(query())).toBe('-201');
    sandbox.reset();
    expect(await codeOf(query())).toBe('-207');
  });

  test('shows what was wrong in the log, where its answer does not', async () => {
    await send(query({ content: '{}' }));
    expect(sandbox.log.entries()).toMatchObject([
      { kind: 'call', method: QUERY, code: '-101', subCode: '[out_trade_no]与[trade_no]不能同时为空' },
    ]);
  });

  test('turns away methods that are not opened for the provider', async () => {
    const subMerchants = [{ subMerchantId: '99990101000000000009', name: '店' }];
    const apps = [{ appId: '99990101000000007', name: '只查', subMerchants, methods: [QUERY] }];
    const small = await createSandbox({ fshows: { apps } });
    const narrow = await provider(small.url);
    expect(await narrow.create()).toMatchObject({ error_code: '-102' });
    expect(await narrow.query({ trade_no: 'x' })).toMatchObject({ error_code: '-207' });
    await small.close();
  });
});

describe('what only some clients do', () => {
  const json = (change: object = {}) => JSON.stringify({ ...query(), ...change });

  test('takesQueryParameters: the address of a POST holds parameters, or is not read', async () => {
    const search = `?${new URLSearchParams(query())}`;
    expect(await sendAs('application/x-www-form-urlencoded', '', search)).toBe('-101');
    expect((await read(await fetch(`${shop.app.gateway}${search}`))).reply.error_code).toBe('-101');
    sandbox.setFshowsRules({ takesQueryParameters: true });
    expect(await sendAs('application/x-www-form-urlencoded', '', search)).toBe('-207');
  });

  test('takesSpacesInSign: a sign whose + were not encoded is taken, or not', async () => {
    let parameters = query();
    for (let n = 0; !parameters.sign?.includes('+'); n += 1) parameters = query({ content: `{"trade_no":"N${n}"}` });
    const spaced = { ...parameters, sign: parameters.sign?.replaceAll('+', ' ') };
    expect(await codeOf(spaced)).toBe('-100');
    sandbox.setFshowsRules({ takesSpacesInSign: true });
    expect(await codeOf(spaced)).toBe('-207');
  });

  test('takesUnsignedSignType: sign_type may be left out of the signature, or must be in it', async () => {
    const [unsigned, signedAlong] = [{ ...query(), sign_type: 'RSA' }, query({ sign_type: 'RSA' })];
    expect([await codeOf(unsigned), await codeOf(signedAlong)]).toEqual(['-100', '-207']);
    sandbox.setFshowsRules({ takesUnsignedSignType: true });
    expect([await codeOf(unsigned), await codeOf(signedAlong)]).toEqual(['-207', '-207']);
  });

  test('takesJsonBody: a JSON body is read, or not', async () => {
    expect(await sendAs('application/json', json())).toBe('-101');
    sandbox.setFshowsRules({ takesJsonBody: true });
    expect(await sendAs('application/json; charset=utf-8', json())).toBe('-207');
    for (const broken of ['', '{', 'null', '[]', '"x"', json({ content: { out_trade_no: 'A' } })]) {
      expect(await sendAs('application/json', broken)).toBe('-101');
    }
  });

  test('takesContentObject: content as an object is verified as it was written, or as compact JSON', async () => {
    const written = '{ "out_trade_no" : "S1", "x": "\\u6d4b}" }';
    const body = (signedContent: string) => {
      const { sign } = signed(shop.app, QUERY, signedContent);
      return `{"app_id":"${shop.app.appId}","method":"${QUERY}","version":"1.0","content":${written},"sign":"${sign}"}`;
    };
    sandbox.setFshowsRules({ takesJsonBody: true });
    expect(await sendAs('application/json', body(written))).toBe('-101');
    sandbox.setFshowsRules({ takesContentObject: true });
    expect(await sendAs('application/json', body(written))).toBe('-207');
    expect(await sendAs('application/json', body(JSON.stringify(JSON.parse(written))))).toBe('-207');
    expect(await sendAs('application/json', body('{"out_trade_no":"S2"}'))).toBe('-100');
  });

  test('checksMethodFirst: an unknown method or a bad signature is named first', async () => {
    const wrong = { ...query({ method: 'nothing' }), sign: 'AAAA' };
    expect(await codeOf(wrong)).toBe('-100');
    sandbox.setFshowsRules({ checksMethodFirst: true });
    expect(await codeOf(wrong)).toBe('-102');
    sandbox.setFshowsRules({ unknownMethodCode: '-101' });
    expect(await codeOf(wrong)).toBe('-101');
  });

  test('unknownMethodCode: a method that nobody knows is -102 or -101', async () => {
    expect(await codeOf(query({ method: 'nothing' }))).toBe('-102');
    sandbox.setFshowsRules({ unknownMethodCode: '-101' });
    expect(await codeOf(query({ method: 'nothing' }))).toBe('-101');
  });
});
