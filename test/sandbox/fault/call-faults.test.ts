import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import type { FaultRuleInput } from '../../../sandbox/fault/fault-rule';
import { type Merchant, merchant } from '../support/merchant';

const CREATE = 'alipay.trade.create';

/** What the official SDK makes of it: an answer, or what it threw. */
interface Effect {
  code?: string;
  thrown?: string;
}

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

/** Creates a trade with little patience; `isDone` tells whether the trade is there afterwards. */
async function created(outTradeNo = newNumber(), validateSign = true) {
  const { appId } = shop.app;
  const bizContent = {
    outTradeNo,
    totalAmount: '12.30',
    subject: '一杯茶',
    productCode: 'JSAPI_PAY',
    opAppId: appId,
    buyerId: '2088622000000011',
  };
  const effect: Effect & { subCode?: unknown } = await shop.sdk
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

describe('a fault of the gateway, as the official SDK sees it', () => {
  test.each<[string, FaultRuleInput, object]>([
    [
      'a connection closed before the effect',
      { kind: 'hang_up', phase: 'before' },
      { thrown: 'AlipayRequestError UND_ERR_SOCKET', isDone: false },
    ],
    [
      'a connection closed after the effect',
      { kind: 'hang_up' },
      { thrown: 'AlipayRequestError UND_ERR_SOCKET', isDone: true },
    ],
    [
      'a connection reset after the effect',
      { kind: 'reset' },
      { thrown: 'AlipayRequestError ECONNRESET', isDone: true },
    ],
    [
      'a connection reset once, which the SDK hides by a resend',
      { kind: 'reset', times: 1 },
      { code: '10000', isDone: true },
    ],
    ['a truncated answer', { kind: 'truncate' }, { thrown: 'AlipayRequestError UND_ERR_SOCKET', isDone: true }],
    ['a wrong signature', { kind: 'wrong_signature' }, { thrown: 'AlipayRequestError 验签失败', isDone: true }],
    [
      'no signature',
      { kind: 'no_signature' },
      {
        thrown: 'TypeError The "signature" argument must be of type string or an instance of ArrayBuffer',
        isDone: true,
      },
    ],
    [
      'a signature over re-serialised JSON',
      { kind: 'reserialised_signature' },
      { thrown: 'AlipayRequestError 验签失败', isDone: true },
    ],
    [
      'a signature before its node',
      { kind: 'signature_first' },
      { thrown: 'AlipayRequestError 验签失败', isDone: true },
    ],
    ['a page', { kind: 'html' }, { thrown: 'AlipayRequestError SyntaxError', isDone: false }],
    ['HTTP 500', { kind: 'http_status' }, { thrown: 'AlipayRequestError HTTP 请求错误', isDone: false }],
    ['nothing', { kind: 'empty_body', phase: 'after' }, { thrown: 'AlipayRequestError SyntaxError', isDone: true }],
    ['a redirect to itself', { kind: 'redirect' }, { thrown: 'AlipayRequestError HTTP 请求错误', isDone: false }],
    ['a redirect once, which the SDK follows', { kind: 'redirect', times: 1 }, { code: '10000', isDone: true }],
    [
      'error_response',
      { kind: 'error_response', code: '20000', subCode: 'isp.unknow-error' },
      { thrown: 'AlipayRequestError 验签失败', isDone: false },
    ],
    [
      '20000 after the effect',
      { kind: 'answer', code: '20000', subCode: 'isp.unknow-error', phase: 'after' },
      { code: '20000', subCode: 'isp.unknow-error', isDone: true },
    ],
  ])('%s', async (_, rule, effect) => {
    sandbox.faults.add({ method: CREATE, ...rule } as FaultRuleInput);
    expect(await created()).toEqual(effect);
  });
});
