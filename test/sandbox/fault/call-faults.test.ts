import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { FaultRuleInput } from '../../../sandbox/fault/fault-rule';
import { BUYER_ID, type Merchant, merchant } from '../support/merchant';

const CREATE = 'alipay.trade.create';

let sandbox: Sandbox;
let shop: Merchant;
let lastNumber = 0;

beforeAll(async () => {
  sandbox = await createSandbox({ seed: 'faults' });
  shop = await merchant(sandbox.url);
});
afterEach(() => sandbox.faults.clear());
afterAll(() => sandbox.close());

function newNumber(): string {
  lastNumber += 1;
  return `FAULTY_${lastNumber}`;
}

interface Created {
  code?: string;
  subCode?: unknown;
  thrown?: string;
  /** Whether the trade is there afterwards. */
  isDone: boolean;
}

/** Creates a trade as the official SDK does, without patience for what hangs. */
async function created(outTradeNo = newNumber(), validateSign = true): Promise<Created> {
  const bizContent = {
    outTradeNo,
    totalAmount: '12.30',
    subject: '一杯茶',
    productCode: 'JSAPI_PAY',
    opAppId: shop.app.appId,
    buyerId: BUYER_ID,
  };
  const effect = await shop.sdk
    .exec(CREATE, { bizContent }, { validateSign })
    .then(({ code, subCode }) => ({ code, ...(subCode !== undefined && { subCode }) }))
    .catch((error: Error) => ({ thrown: told(error) }));
  return { ...effect, isDone: sandbox.trades().some((trade) => trade.outTradeNo === outTradeNo) };
}

/** By the name of what threw it, and the cause as Node.js names it, or else the beginning of the message. */
function told({ name, message, cause }: Error): string {
  const { code, name: causeName } = (cause ?? {}) as { code?: string; name?: string };
  return `${name} ${code ?? causeName ?? message.split(/[，,]/)[0]}`;
}

const SOCKET = 'AlipayRequestError UND_ERR_SOCKET';
const BAD_SIGN = 'AlipayRequestError 验签失败';
const NO_SIGN = 'TypeError The "signature" argument must be of type string or an instance of ArrayBuffer';
const NOT_JSON = 'AlipayRequestError SyntaxError';
const BAD_STATUS = 'AlipayRequestError HTTP 请求错误';
const UNKNOWN = { code: '20000', subCode: 'isp.unknow-error' } as const;

/** The tables of reference alipay-trade 1.5 and 10, as the official SDK lives them. */
describe('the official SDK that verifies signatures', () => {
  test.each<[string, FaultRuleInput, Created]>([
    ['hung up on before the effect', { kind: 'hang_up', phase: 'before' }, { thrown: SOCKET, isDone: false }],
    ['hung up on after the effect', { kind: 'hang_up' }, { thrown: SOCKET, isDone: true }],
    [
      'reset before the effect',
      { kind: 'reset', phase: 'before' },
      { thrown: 'AlipayRequestError ECONNRESET', isDone: false },
    ],
    ['reset after the effect', { kind: 'reset' }, { thrown: 'AlipayRequestError ECONNRESET', isDone: true }],
    ['reset once, sends again by itself', { kind: 'reset', times: 1 }, { code: '10000', isDone: true }],
    ['cut off in the middle', { kind: 'truncate' }, { thrown: SOCKET, isDone: true }],
    ['cut off after one byte', { kind: 'truncate', keepBytes: 1 }, { thrown: SOCKET, isDone: true }],
    ['cut off once, sends again by itself', { kind: 'truncate', times: 1 }, { code: '10000', isDone: true }],
    [
      'answered bit by bit, but in time',
      { kind: 'drip', chunkBytes: 100, everyMs: 1 },
      { code: '10000', isDone: true },
    ],
    ['answered late, but in time', { kind: 'delay', delayMs: 20 }, { code: '10000', isDone: true }],
    ['answered with a wrong signature', { kind: 'wrong_signature' }, { thrown: BAD_SIGN, isDone: true }],
    ['answered without signature', { kind: 'no_signature' }, { thrown: NO_SIGN, isDone: true }],
    [
      'answered in other characters than signed',
      { kind: 'reserialised_signature' },
      { thrown: BAD_SIGN, isDone: true },
    ],
    ['answered with the signature first', { kind: 'signature_first' }, { thrown: BAD_SIGN, isDone: true }],
    ['answered with a page', { kind: 'html' }, { thrown: NOT_JSON, isDone: false }],
    ['answered with a page after the effect', { kind: 'html', phase: 'after' }, { thrown: NOT_JSON, isDone: true }],
    ['answered with nothing', { kind: 'empty_body' }, { thrown: NOT_JSON, isDone: false }],
    ['answered with HTTP 500', { kind: 'http_status' }, { thrown: BAD_STATUS, isDone: false }],
    [
      'answered with HTTP 502 after the effect',
      { kind: 'http_status', status: 502, phase: 'after' },
      { thrown: BAD_STATUS, isDone: true },
    ],
    ['redirected for ever', { kind: 'redirect' }, { thrown: BAD_STATUS, isDone: false }],
    ['redirected once, follows', { kind: 'redirect', status: 307, times: 1 }, { code: '10000', isDone: true }],
    [
      'answered with a signed error_response',
      { kind: 'error_response', ...UNKNOWN },
      { thrown: BAD_SIGN, isDone: false },
    ],
    ['answered 20000 before the effect', { kind: 'answer', ...UNKNOWN }, { ...UNKNOWN, isDone: false }],
    ['answered 20000 after the effect', { kind: 'answer', ...UNKNOWN, phase: 'after' }, { ...UNKNOWN, isDone: true }],
    [
      'answered 40005',
      { kind: 'answer', code: '40005', subCode: 'isv.app-call-limited' },
      { code: '40005', subCode: 'isv.app-call-limited', isDone: false },
    ],
    [
      'answered with any sub_code',
      { kind: 'answer', subCode: 'ACQ.ANYTHING' },
      { code: '40004', subCode: 'ACQ.ANYTHING', isDone: false },
    ],
  ])('%s', async (_, rule, effect) => {
    sandbox.faults.add({ method: CREATE, ...rule } as FaultRuleInput);
    expect(await created()).toEqual(effect);
  });

  test.each<[string, FaultRuleInput]>([
    ['never answers', { kind: 'hang' }],
    ['never answers, before the effect', { kind: 'hang', phase: 'before' }],
    ['pauses between two bytes', { kind: 'drip', everyMs: 3000 }],
  ])('gives up waiting for a gateway that %s, having asked once', async (_, rule) => {
    sandbox.faults.add({ method: CREATE, ...rule } as FaultRuleInput);
    const hurried = new (shop.sdk.constructor as new (config: object) => typeof shop.sdk)({
      ...shop.sdk.config,
      timeout: 200,
    });
    const outTradeNo = newNumber();
    const bizContent = {
      outTradeNo,
      totalAmount: '1.00',
      subject: '茶',
      productCode: 'JSAPI_PAY',
      opAppId: shop.app.appId,
      buyerId: BUYER_ID,
    };
    await expect(hurried.exec(CREATE, { bizContent })).rejects.toMatchObject({
      cause: { name: expect.stringContaining('Timeout') },
    });
    expect(sandbox.faults.list()).toMatchObject([{ matched: 1, fired: 1 }]);
    const isDone = sandbox.trades().some((trade) => trade.outTradeNo === outTradeNo);
    expect(isDone).toBe(!('phase' in rule));
  });
});

test.each<[string, FaultRuleInput]>([
  ['a wrong signature', { kind: 'wrong_signature' }],
  ['no signature', { kind: 'no_signature' }],
  ['the signature first', { kind: 'signature_first' }],
])('the official SDK that does not verify takes an answer with %s for good', async (_, rule) => {
  sandbox.faults.add(rule);
  expect(await created(newNumber(), false)).toEqual({ code: '10000', isDone: true });
});

describe('a fault in what is said', () => {
  test('answers for another order and amount, genuinely signed', async () => {
    const tradeNo = await shop.trade({ totalAmount: '12.30' });
    sandbox.faults.add({
      kind: 'change',
      fields: { out_trade_no: 'OTHER', total_amount: '0.01', buyer_user_id: null },
    });
    const reply = await shop.query({ tradeNo });
    expect(reply).toMatchObject({ code: '10000', tradeNo, outTradeNo: 'OTHER', totalAmount: '0.01' });
    expect(reply).not.toHaveProperty('buyerUserId');
  });

  test('keeps only the fields that are named', async () => {
    const tradeNo = await shop.trade();
    sandbox.faults.add({ kind: 'change', keep: ['trade_no'] });
    const { traceId: _, ...reply } = await shop.query({ tradeNo });
    expect(reply).toEqual({ code: '10000', msg: 'Success', tradeNo });
  });

  test('two changes and a missing signature come together in one answer', async () => {
    const tradeNo = await shop.trade();
    sandbox.faults.add({ kind: 'change', fields: { total_amount: '1.00' } });
    sandbox.faults.add({ kind: 'change', fields: { subject: '两杯' } });
    sandbox.faults.add({ kind: 'no_signature' });
    const reply = await shop.sdk.exec('alipay.trade.query', { bizContent: { tradeNo } });
    expect(reply).toMatchObject({ totalAmount: '1.00', subject: '两杯' });
    expect(sandbox.log.entries().at(-1)).toMatchObject({ faults: ['fault-1', 'fault-2', 'fault-3'] });
  });
});

describe('a fault in what happens', () => {
  test('the buyer pays just before the trade is closed, so that it cannot be', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'RACED' });
    sandbox.faults.use('pay-while-closing');
    expect(await shop.close({ outTradeNo: 'RACED' })).toMatchObject({ subCode: 'ACQ.TRADE_STATUS_ERROR' });
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
  });

  test('somebody else closes the trade first', async () => {
    const tradeNo = await shop.trade();
    sandbox.faults.use('closed-behind-your-back');
    expect(await shop.close({ tradeNo })).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_STATUS_ERROR' });
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
  });

  test('a close that is answered with success and was not done leaves the trade payable', async () => {
    const tradeNo = await shop.trade();
    sandbox.faults.use('close-not-done');
    expect(await shop.close({ tradeNo })).toMatchObject({ code: '10000' });
    expect(sandbox.pay({ tradeNo, outcome: 'paid' })).toMatchObject({ status: 'TRADE_SUCCESS' });
  });

  test('strikes no call whose signature is wrong', async () => {
    sandbox.faults.add({ kind: 'html' });
    const reply = await fetch(`${shop.app.gateway}?method=alipay.trade.query&app_id=${shop.app.appId}&charset=utf-8`);
    expect(await reply.json()).toMatchObject({ alipay_trade_query_response: { code: '40001' } });
    expect(sandbox.faults.list()).toMatchObject([{ matched: 0 }]);
  });

  test('the buyer has paid at the cashier, which hears nothing', async () => {
    const tradeNo = await shop.trade();
    sandbox.faults.use('paid-but-reply-lost');
    const pay = () =>
      fetch(`${sandbox.url}/api/pay`, { method: 'POST', body: JSON.stringify({ tradeNo, outcome: 'paid' }) });
    await expect(pay()).rejects.toThrow();
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
    expect((await pay()).status).toBe(409);
  });
});
