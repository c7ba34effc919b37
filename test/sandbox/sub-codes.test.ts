import { SEEDED_APPS } from '../../sandbox/alipay/apps';
import type { AlipayRules } from '../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import type { PresetName } from '../../sandbox/fault/presets';
import { BLOCKED_BUYER_ID, BUYER_ID, type Merchant, merchant, OTHER_BUYER_ID, type Reply } from './support/merchant';
import { granted } from './support/shop-acts';

/** Every sub_code that the documents list for a trade method, and how a merchant gets to see it. */

const BILL = 'alipay.data.dataservice.bill.downloadurl.query';
const START_MS = Date.parse('2026-11-22T10:00:00+08:00');
const HOUR_MS = 3_600_000;
const SELLER_ID = '2088721000000001';
const APP_ID = '9021000100000001';

/** What a case can do; every trade is of 12.30 yuan under the number `T`. */
interface Acts {
  sandbox: Sandbox;
  clock: SandboxClock;
  create(change?: Record<string, unknown>): Promise<Reply>;
  pay(): void;
  refund(change?: Record<string, unknown>): Promise<Reply>;
  till(change?: Record<string, unknown>): Promise<Reply>;
  call(method: string, change?: Record<string, unknown>): Promise<Reply>;
}

/** By what the merchant or the accounts do, by a switch, or by a preset of faults. */
type Way = { by(acts: Acts): Promise<Reply>; rules?: Partial<AlipayRules> } | { preset: PresetName };

const trade = { outTradeNo: 'T' };

async function paid(acts: Acts): Promise<void> {
  await acts.create();
  acts.pay();
}

function standing(accountId: string, status: 'normal' | 'blocked' | 'gone' | 'dormant') {
  return ({ sandbox }: Acts) => granted(sandbox.setAccountStatus({ accountId, status }));
}

/** Something happens, then the method is called and refuses. */
function after(prepare: (acts: Acts) => unknown, call: (acts: Acts) => Promise<Reply>): Way {
  return {
    async by(acts) {
      await prepare(acts);
      return call(acts);
    },
  };
}

const create: Record<string, Way> = {
  'ACQ.SYSTEM_ERROR': { preset: 'create-system-error' },
  'ACQ.INVALID_PARAMETER': { by: ({ create }) => create({ totalAmount: '1.234' }) },
  'ACQ.ACCESS_FORBIDDEN': { by: ({ create }) => create({ opAppId: '9021000199999999' }) },
  'ACQ.PARTNER_ERROR': after(standing(APP_ID, 'blocked'), ({ create }) => create()),
  'ACQ.TOTAL_FEE_EXCEED': { by: ({ create }) => create({ totalAmount: '0' }) },
  'ACQ.EXIST_FORBIDDEN_WORD': { by: ({ create }) => create({ subject: '违禁词' }) },
  'ACQ.CONTEXT_INCONSISTENT': after(
    ({ create }) => create(),
    ({ create }) => create({ totalAmount: '9.99' }),
  ),
  'ACQ.TRADE_HAS_SUCCESS': after(paid, ({ create }) => create()),
  'ACQ.TRADE_HAS_CLOSE': after(
    async (acts) => [await acts.create(), await acts.call('alipay.trade.close')],
    ({ create }) => create(),
  ),
  'ACQ.TRADE_BUYER_NOT_MATCH': after(
    ({ create }) => create(),
    ({ create }) => create({ buyerId: OTHER_BUYER_ID }),
  ),
  'ACQ.BUYER_SELLER_EQUAL': { by: ({ create }) => create({ buyerId: SELLER_ID }) },
  'ACQ.BUYER_NOT_EXIST': { by: ({ create }) => create({ buyerId: '2088999999999999' }) },
  'ACQ.BUYER_ENABLE_STATUS_FORBID': { by: ({ create }) => create({ buyerId: BLOCKED_BUYER_ID }) },
  'ACQ.INVALID_RECEIVE_ACCOUNT': { by: ({ create }) => create({ sellerId: '2088721000000002' }) },
  'ACQ.SELLER_BEEN_BLOCKED': after(standing(SELLER_ID, 'blocked'), ({ create }) => create()),
  'ACQ.SELLER_NOT_EXIST': after(standing(SELLER_ID, 'gone'), ({ create }) => create()),
  'ACQ.MERCHANT_STATUS_NOT_NORMAL': after(standing(SELLER_ID, 'dormant'), ({ create }) => create()),
  'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR': { by: ({ create }) => create({ timeExpire: '2026-11-22 10:00:00' }) },
  'ACQ.SUB_GOODS_SIZE_MAX_COUNT': {
    by: ({ create }) =>
      create({ goodsDetail: Array(151).fill({ goodsId: '1', goodsName: '茶', quantity: 1, price: '0.01' }) }),
  },
  'ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION': { rules: { highestReceiptFen: 1229 }, by: ({ create }) => create() },
  'ACQ.BEYOND_PER_RECEIPT_DAY_RESTRICTION': {
    rules: { highestDayReceiptsFen: 2459 },
    ...after(paid, ({ create }) => create({ outTradeNo: 'SECOND' })),
  },
  'ACQ.MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT': { preset: 'merchant-receipt-suspended' },
  'ACQ.MERCHANT_PERM_RECEIPT_SINGLE_LIMIT': { preset: 'merchant-receipt-single-limit' },
  'ACQ.MERCHANT_PERM_RECEIPT_DAY_LIMIT': { preset: 'merchant-receipt-day-limit' },
  'ACQ.BEYOND_PAY_RESTRICTION': { preset: 'beyond-pay-restriction' },
  'ACQ.RISK_MERCHANT_IP_NOT_EXIST': { rules: { requiresBuyerIp: true }, by: ({ create }) => create() },
  TRADE_PAYINFO_INCONSISTEN: after(
    ({ create }) => create(),
    ({ create }) => create({ extendParams: { hbFqNum: '3' } }),
  ),
};

const query: Record<string, Way> = {
  'ACQ.TRADE_NOT_EXIST': { by: ({ call }) => call('alipay.trade.query') },
  'ACQ.SYSTEM_ERROR': { preset: 'query-system-error' },
  'ACQ.INVALID_PARAMETER': { by: ({ call }) => call('alipay.trade.query', { outTradeNo: 'a-b' }) },
};

const close: Record<string, Way> = {
  'ACQ.TRADE_STATUS_ERROR': after(paid, ({ call }) => call('alipay.trade.close')),
  'ACQ.REASON_TRADE_STATUS_INVALID': {
    rules: { closePaidSubCode: 'ACQ.REASON_TRADE_STATUS_INVALID' },
    ...after(paid, ({ call }) => call('alipay.trade.close')),
  },
  'ACQ.REASON_ILLEGAL_STATUS': {
    rules: { closePaidSubCode: 'ACQ.REASON_ILLEGAL_STATUS' },
    ...after(paid, ({ call }) => call('alipay.trade.close')),
  },
  'ACQ.TRADE_HAS_CLOSE': {
    rules: { closeClosedSubCode: 'ACQ.TRADE_HAS_CLOSE' },
    ...after(
      async (acts) => [await acts.create(), await acts.call('alipay.trade.close')],
      ({ call }) => call('alipay.trade.close'),
    ),
  },
  'ACQ.TRADE_NOT_EXIST': { by: ({ call }) => call('alipay.trade.close') },
  'ACQ.SYSTEM_ERROR': { preset: 'close-system-error' },
  'ACQ.INVALID_PARAMETER': { by: ({ call }) => call('alipay.trade.close', { operatorId: 'o'.repeat(29) }) },
};

const cancelled = ({ call }: Acts) => call('alipay.trade.cancel');
const cancel: Record<string, Way> = {
  'ACQ.SYSTEM_ERROR': { preset: 'cancel-system-error' },
  'ACQ.TRADE_CANCEL_TIME_OUT': after(
    async (acts) => [await paid(acts), await acts.clock.advance(25 * HOUR_MS)],
    cancelled,
  ),
  'ACQ.TRADE_HAS_FINISHED': after(
    async (acts) => [await paid(acts), await acts.clock.advance(366 * 24 * HOUR_MS)],
    cancelled,
  ),
  'ACQ.CANCEL_NOT_ALLOWED': { rules: { uncancellableProducts: ['JSAPI_PAY'] }, ...after(paid, cancelled) },
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': after(async (acts) => [await paid(acts), emptySeller(acts)], cancelled),
  'ACQ.REASON_TRADE_BEEN_FREEZEN': after(async (acts) => [await paid(acts), freeze(acts)], cancelled),
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': after(async (acts) => [await paid(acts), await acts.refund()], cancelled),
  'ACQ.TRADE_NOT_EXIST': {
    by: ({ call }) => call('alipay.trade.cancel', { outTradeNo: undefined, tradeNo: '2026112222001000' }),
  },
  'ACQ.INVALID_PARAMETER': { by: ({ call }) => call('alipay.trade.cancel', { outTradeNo: undefined }) },
};

const refunded = ({ refund }: Acts) => refund();
const refund: Record<string, Way> = {
  'ACQ.SYSTEM_ERROR': { preset: 'refund-system-error' },
  'ACQ.DISCORDANT_REPEAT_REQUEST': after(
    async (acts) => [await paid(acts), await acts.refund()],
    ({ refund }) => refund({ refundAmount: '2.00' }),
  ),
  'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL': after(paid, ({ refund }) => refund({ outRequestNo: undefined })),
  'ACQ.REASON_TRADE_REFUND_FEE_ERR': after(paid, ({ refund }) => refund({ refundAmount: '12.31' })),
  'ACQ.TRADE_STATUS_ERROR': after(({ create }) => create(), refunded),
  'ACQ.TRADE_HAS_CLOSE': after(async (acts) => [await acts.create(), await acts.call('alipay.trade.close')], refunded),
  'ACQ.SELLER_BALANCE_NOT_ENOUGH': after(async (acts) => [await paid(acts), emptySeller(acts)], refunded),
  'ACQ.TRADE_HAS_FINISHED': after(
    async (acts) => [await paid(acts), await acts.clock.advance(366 * 24 * HOUR_MS)],
    refunded,
  ),
  'ACQ.TRADE_NOT_ALLOW_REFUND': { rules: { unrefundableProducts: ['JSAPI_PAY'] }, ...after(paid, refunded) },
  'ACQ.NOT_ALLOW_PARTIAL_REFUND': { rules: { allowsPartialRefund: false }, ...after(paid, refunded) },
  'ACQ.ONLINE_TRADE_VOUCHER_NOT_ALLOW_REFUND': { preset: 'voucher-not-refundable' },
  'ACQ.REASON_TRADE_BEEN_FREEZEN': after(async (acts) => [await paid(acts), freeze(acts)], refunded),
  'ACQ.BUYER_ERROR': after(async (acts) => [await paid(acts), standing(BUYER_ID, 'blocked')(acts)], refunded),
  'ACQ.CUSTOMER_VALIDATE_ERROR': after(async (acts) => [await paid(acts), standing(BUYER_ID, 'gone')(acts)], refunded),
  'ACQ.TRADE_NOT_EXIST': { by: refunded },
  'ACQ.INVALID_PARAMETER': { by: ({ refund }) => refund({ refundAmount: 'much' }) },
  'ACQ.REFUND_FEE_ERROR': after(paid, ({ refund }) => refund({ refundAmount: '0' })),
  'ACQ.REFUND_CHARGE_ERROR': after(
    async (acts) => [await paid(acts), await acts.refund()],
    ({ refund }) => refund({ outRequestNo: 'R2' }),
  ),
  'ACQ.REFUNDALLOC_UNAUTH_LIMIT': after(paid, ({ refund }) =>
    refund({ refundRoyaltyParameters: [{ amount: '0.50' }] }),
  ),
  'ACQ.ALLOC_AMOUNT_VALIDATE_ERROR': after(paid, ({ refund }) =>
    refund({ refundRoyaltyParameters: [{ amount: '1.50' }] }),
  ),
};

const refundQuery: Record<string, Way> = {
  'ACQ.TRADE_NOT_EXIST': { by: ({ call }) => call('alipay.trade.fastpay.refund.query', { outRequestNo: 'R1' }) },
  'ACQ.INVALID_PARAMETER': { by: ({ call }) => call('alipay.trade.fastpay.refund.query') },
  'ACQ.SYSTEM_ERROR': { preset: 'refund-query-system-error' },
};

const pay: Record<string, Way> = {
  'ACQ.PAYMENT_AUTH_CODE_INVALID': { by: ({ till }) => till({ authCode: '2812345678901234' }) },
  'ACQ.BUYER_BALANCE_NOT_ENOUGH': after(
    ({ sandbox }) => granted(sandbox.setBalance({ accountId: BUYER_ID, balance: '12.29' })),
    ({ till }) => till(),
  ),
  'ACQ.PAYMENT_FAIL': { by: ({ till }) => till({ enablePayChannels: 'voucher' }) },
  'ACQ.PAYMENT_REQUEST_HAS_RISK': { preset: 'payment-has-risk' },
  'ACQ.PULL_MOBILE_CASHIER_FAIL': { preset: 'cashier-not-pulled' },
};

const bill: Record<string, Way> = {
  INVAILID_ARGUMENTS: { by: ({ call }) => call(BILL, { billType: 'trade', billDate: '2026-11-22' }) },
  TYPE_NOT_SUPPORTED: { by: ({ call }) => call(BILL, { billType: 'zft_acc', billDate: '2026-11-21' }) },
  BILL_DATE_BEFORE_REGISTRATION: { by: ({ call }) => call(BILL, { billType: 'trade', billDate: '2015-12-31' }) },
  NO_BILL_DATA: { by: ({ call }) => call(BILL, { billType: 'trade', billDate: '2026-11-21' }) },
  BILL_NOT_EXIST: after(
    ({ clock }) => clock.advance(22 * HOUR_MS),
    ({ call }) => call(BILL, { billType: 'trade', billDate: '2026-11-22' }),
  ),
  SYSTEM_RATE_LIMIT: { preset: 'bill-limited' },
  USER_RATE_LIMIT: { preset: 'bill-limited-for-user' },
  UNKNOWN_ERROR: { preset: 'bill-error' },
};

const METHODS: Record<string, Record<string, Way>> = {
  'alipay.trade.create': create,
  'alipay.trade.query': query,
  'alipay.trade.close': close,
  'alipay.trade.cancel': cancel,
  'alipay.trade.refund': refund,
  'alipay.trade.fastpay.refund.query': refundQuery,
  'alipay.trade.pay': pay,
  [BILL]: bill,
};

function freeze({ sandbox }: Acts): void {
  granted(sandbox.freezeTrade({ tradeNo: sandbox.trades()[0]?.tradeNo ?? '', isFrozen: true }));
}

function emptySeller({ sandbox }: Acts): void {
  granted(sandbox.setBalance({ accountId: SELLER_ID, balance: '0.00' }));
}

function actsOn(sandbox: Sandbox, clock: SandboxClock, shop: Merchant): Acts {
  const call = (method: string, change: Record<string, unknown> = {}) =>
    shop.exec(method, { bizContent: { ...(method !== BILL && trade), ...change } });
  return {
    sandbox,
    clock,
    create: (change) => shop.create({ ...trade, ...change }),
    pay: () => void granted(sandbox.pay({ tradeNo: sandbox.trades()[0]?.tradeNo ?? '', outcome: 'paid' })),
    refund: (change) => call('alipay.trade.refund', { refundAmount: '1.00', outRequestNo: 'R1', ...change }),
    till(change) {
      const authCode = granted(sandbox.payCode()).payCode;
      return call('alipay.trade.pay', { totalAmount: '12.30', subject: '一杯茶', authCode, ...change });
    },
    call,
  };
}

/** What a call to the method looks like when nothing is wrong with it. */
function ordinaryCall(method: string, acts: Acts): Promise<Reply> {
  if (method === 'alipay.trade.create') return acts.create();
  if (method === 'alipay.trade.refund') return acts.refund();
  if (method === 'alipay.trade.pay') return acts.till();
  if (method === BILL) return acts.call(BILL, { billType: 'trade', billDate: '2026-11-21' });
  return acts.call(method, method.includes('refund') ? { outRequestNo: 'R1' } : {});
}

const cases = Object.entries(METHODS).flatMap(([method, ways]) =>
  Object.entries(ways).map(([subCode, way]) => ({ method, subCode, way })),
);

describe('every sub_code of the documents can be seen', () => {
  test.each(cases)('$method: $subCode', async ({ method, subCode, way }) => {
    const clock = sandboxClock({ frozenAtMs: START_MS });
    const sandbox = await createSandbox({ clock, rules: 'by' in way ? way.rules : undefined });
    const acts = actsOn(sandbox, clock, await merchant(sandbox.url));
    try {
      if ('preset' in way) sandbox.faults.use(way.preset);
      const reply = 'by' in way ? await way.by(acts) : await ordinaryCall(method, acts);
      expect(reply).toMatchObject({ code: '40004', msg: 'Business Failed', subCode, subMsg: expect.any(String) });
    } finally {
      await sandbox.close();
    }
  });

  test('an app that has not signed the product may not use it', async () => {
    const apps = SEEDED_APPS.map((app) => ({ ...app, products: ['FACE_TO_FACE_PAYMENT'] }));
    const sandbox = await createSandbox({ apps });
    const shop = await merchant(sandbox.url);
    expect(await shop.create()).toMatchObject({ subCode: 'ACQ.ACCESS_FORBIDDEN' });
    expect(await shop.create({ productCode: 'FACE_TO_FACE_PAYMENT' })).toMatchObject({ code: '10000' });
    await sandbox.close();
  });
});
