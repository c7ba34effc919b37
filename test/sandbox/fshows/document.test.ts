import { sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { CREATE, type Provider, postForm, provider, signed } from './support/provider';

/**
 * The document's own samples. Its request is not a wire body: a comma is missing, `content` stands as an object, the login is
 * blotted out by the web page, and its signature is that of another page (reference fshows 11).
 */
const APP_ID = '2016072300007148';
const SUB_MERCHANT_ID = '20170720205421027980';
const CONTENT = JSON.stringify({
  out_trade_no: 'CQL201709060948370146039',
  total_amount: '0.01',
  subject: '支付宝H5预创建测试',
  sub_merchant: { merchant_id: SUB_MERCHANT_ID },
  buyer_logon_id: 'buyer@example.com',
  discountable_amount: '0',
  notify_url: 'http://cc.ngrok.cc/test',
});

let sandbox: Sandbox;
let shop: Provider;

beforeAll(async () => {
  sandbox = await createSandbox({
    clock: sandboxClock({ frozenAtMs: Date.parse('2017-09-06T21:47:54+08:00') }),
    fshows: {
      apps: [{ appId: APP_ID, name: '清算方', subMerchants: [{ subMerchantId: SUB_MERCHANT_ID, name: '商户' }] }],
    },
  });
  shop = await provider(sandbox.url);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const send = (content: string, change = {}) => postForm(shop.app.gateway, signed(shop.app, CREATE, content, change));

describe('the document’s samples', () => {
  test('its request, repaired, is answered with its success', async () => {
    const { status, contentType, text, reply } = await send(CONTENT);
    expect([status, contentType]).toEqual([200, 'application/json;charset=UTF-8']);
    expect(Object.keys(reply)).toEqual(['return_value', 'success']);
    expect(Object.keys(reply.return_value ?? {})).toEqual(['out_trade_no', 'trade_no', 'prepay_id']);
    expect(reply).toEqual({
      return_value: {
        out_trade_no: 'CQL201709060948370146039',
        trade_no: expect.stringMatching(/^20170906214754\d{14}$/),
        prepay_id: expect.stringMatching(/^2017090621001004\d{12}$/),
      },
      success: true,
    });
    expect(text).toBe(JSON.stringify(reply));
  });

  test.each<[string, () => Promise<{ status: number; text: string }>]>([
    ['a missing parameter', () => send(CONTENT, { version: '' })],
    ['an amount that is none', () => send(CONTENT.replace('"0.01"', '"0.001"'))],
    ['a missing field', () => send(CONTENT.replace('"subject"', '"title"'))],
    ['a number with a hyphen', () => send(CONTENT.replace('CQL2017', 'CQL-2017'))],
  ])('its failure is the answer to %s, letter by letter', async (_what, ask) => {
    const { status, text } = await ask();
    expect([status, text]).toEqual([200, '{"error_code":"-101","error_message":"无效参数","success":false}']);
    expect(sandbox.trades()).toEqual([]);
  });

  test('explainsErrors names the field behind the words of its failure', async () => {
    sandbox.setFshowsRules({ explainsErrors: true });
    const { reply } = await send(CONTENT.replace('"0.01"', '"0.001"'));
    expect(reply).toEqual({
      error_code: '-101',
      error_message: '无效参数 >> [total_amount]须为最多两位小数的金额，单位为元',
      success: false,
    });
  });

  test('production app ids are refused', async () => {
    const apps = [{ appId: '20170101000000001', name: '正式', subMerchants: [] }];
    await expect(createSandbox({ fshows: { apps } })).rejects.toThrow('production app id');
    await expect(createSandbox({ fshows: { apps: [{ appId: ' ', name: '', subMerchants: [] }] } })).rejects.toThrow(
      '1 to 32 characters',
    );
  });
});
