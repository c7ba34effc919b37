import { RULES } from '../../../sandbox/alipay/rules';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type Merchant, merchant } from '../support/merchant';
import { granted } from '../support/shop-acts';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');

describe('a rule of trades', () => {
  let clock: SandboxClock;
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    clock = sandboxClock({ frozenAtMs: START_MS });
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  afterEach(() => sandbox.reset());
  afterAll(() => sandbox.close());

  async function paid(change: Record<string, unknown> = {}): Promise<string> {
    const tradeNo = await shop.trade(change);
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    return tradeNo;
  }

  test.each`
    allowsAnySubject | outcome
    ${false}         | ${{ subCode: 'ACQ.INVALID_PARAMETER' }}
    ${true}          | ${{ code: '10000' }}
  `('allowsAnySubject $allowsAnySubject answers a subject with / = and & with $outcome', async (rule) => {
    sandbox.setRules({ allowsAnySubject: rule.allowsAnySubject });
    for (const subject of ['茶/水', '1+1=2', '茶&水'])
      expect(await shop.create({ subject })).toMatchObject(rule.outcome);
  });

  test.each`
    forbiddenWords    | order                                      | outcome
    ${['违禁词']}     | ${{ subject: '一个违禁词' }}               | ${{ subCode: 'ACQ.EXIST_FORBIDDEN_WORD' }}
    ${['违禁词']}     | ${{ subject: '一杯咖啡' }}                 | ${{ code: '10000' }}
    ${['咖啡', '酒']} | ${{ subject: '一个违禁词' }}               | ${{ code: '10000' }}
    ${['咖啡', '酒']} | ${{ subject: '一杯咖啡' }}                 | ${{ subCode: 'ACQ.EXIST_FORBIDDEN_WORD' }}
    ${['咖啡', '酒']} | ${{ subject: '一份礼物', body: '一瓶酒' }} | ${{ subCode: 'ACQ.EXIST_FORBIDDEN_WORD' }}
    ${[]}             | ${{ subject: '一个违禁词' }}               | ${{ code: '10000' }}
  `('forbiddenWords $forbiddenWords answers $order with $outcome', async ({ forbiddenWords, order, outcome }) => {
    sandbox.setRules({ forbiddenWords });
    expect(await shop.create(order)).toMatchObject(outcome);
  });

  test.each`
    longestPassback | length  | outcome
    ${512}          | ${512}  | ${{ code: '10000' }}
    ${512}          | ${513}  | ${{ subCode: 'ACQ.INVALID_PARAMETER' }}
    ${128}          | ${129}  | ${{ subCode: 'ACQ.INVALID_PARAMETER' }}
    ${4096}         | ${4096} | ${{ code: '10000' }}
  `('longestPassback $longestPassback answers $length characters with $outcome', async (rule) => {
    sandbox.setRules({ longestPassback: rule.longestPassback });
    expect(await shop.create({ passbackParams: 'x'.repeat(rule.length) })).toMatchObject(rule.outcome);
  });

  test.each`
    repeatedCreate            | subCode
    ${'same_trade'}           | ${undefined}
    ${'context_inconsistent'} | ${'ACQ.CONTEXT_INCONSISTENT'}
  `('repeatedCreate $repeatedCreate answers the same call again with $subCode', async ({ repeatedCreate, subCode }) => {
    sandbox.setRules({ repeatedCreate });
    const tradeNo = await shop.trade({ outTradeNo: 'TWICE' });
    const again = await shop.create({ outTradeNo: 'TWICE' });
    expect(again.subCode).toBe(subCode);
    if (subCode === undefined) expect(again.tradeNo).toBe(tradeNo);
    expect(sandbox.trades()).toMatchObject([{ tradeNo, status: 'WAIT_BUYER_PAY' }]);
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    expect(await shop.create({ outTradeNo: 'TWICE' })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_SUCCESS' });
  });

  test.each`
    endIsToldFirst | paid                          | closed
    ${true}        | ${'ACQ.TRADE_HAS_SUCCESS'}    | ${'ACQ.TRADE_HAS_CLOSE'}
    ${false}       | ${'ACQ.CONTEXT_INCONSISTENT'} | ${'ACQ.CONTEXT_INCONSISTENT'}
  `(
    'endIsToldFirst $endIsToldFirst answers another amount for a trade that has ended with $paid and $closed',
    async (rule) => {
      sandbox.setRules({ endIsToldFirst: rule.endIsToldFirst });
      await paid({ outTradeNo: 'PAID' });
      await shop.trade({ outTradeNo: 'CLOSED' });
      await shop.close({ outTradeNo: 'CLOSED' });
      expect(await shop.create({ outTradeNo: 'PAID', totalAmount: '1.00' })).toMatchObject({ subCode: rule.paid });
      expect(await shop.create({ outTradeNo: 'CLOSED', totalAmount: '1.00' })).toMatchObject({ subCode: rule.closed });
      expect(await shop.create({ outTradeNo: 'PAID' })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_SUCCESS' });
      expect(await shop.create({ outTradeNo: 'CLOSED' })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_CLOSE' });
    },
  );

  test.each`
    repeatedCancel   | unpaid                                                  | paid
    ${'same_answer'} | ${{ code: '10000', retryFlag: 'N', action: 'close' }}   | ${{ code: '10000', retryFlag: 'N', action: 'refund' }}
    ${'no_action'}   | ${{ code: '10000', retryFlag: 'N' }}                    | ${{ code: '10000', retryFlag: 'N' }}
    ${'refused'}     | ${{ code: '40004', subCode: 'ACQ.CANCEL_NOT_ALLOWED' }} | ${{ code: '40004', subCode: 'ACQ.CANCEL_NOT_ALLOWED' }}
  `('repeatedCancel $repeatedCancel answers the same call again with $unpaid and $paid', async (rule) => {
    sandbox.setRules({ repeatedCancel: rule.repeatedCancel });
    const cancel = (outTradeNo: string) => shop.exec('alipay.trade.cancel', { bizContent: { outTradeNo } });
    await shop.trade({ outTradeNo: 'UNPAID' });
    await paid({ outTradeNo: 'PAID' });
    expect(await cancel('UNPAID')).toMatchObject({ code: '10000', action: 'close' });
    expect(await cancel('PAID')).toMatchObject({ code: '10000', action: 'refund' });
    const again = { unpaid: await cancel('UNPAID'), paid: await cancel('PAID') };
    expect(again).toMatchObject({ unpaid: rule.unpaid, paid: rule.paid });
    expect('action' in again.paid).toBe('action' in rule.paid);
    const seller = sandbox.accounts().find(({ accountId }) => accountId === shop.app.sellerId);
    expect(seller?.balance).toBe('0.00');
  });

  test.each`
    passwordFreeFen | totalAmount  | code
    ${1000_00}      | ${'1000.00'} | ${'10000'}
    ${1000_00}      | ${'1000.01'} | ${'10003'}
    ${0}            | ${'0.01'}    | ${'10003'}
  `('passwordFreeFen $passwordFreeFen answers a pay code for $totalAmount with $code', async (rule) => {
    sandbox.setRules({ passwordFreeFen: rule.passwordFreeFen });
    const { payCode: authCode } = granted(sandbox.payCode());
    const bizContent = { outTradeNo: 'TILL', totalAmount: rule.totalAmount, subject: '茶', authCode };
    expect(await shop.exec('alipay.trade.pay', { bizContent })).toMatchObject({ code: rule.code });
  });

  test.each`
    unrefundableProducts | status              | outcome
    ${[]}                | ${'TRADE_SUCCESS'}  | ${{ fundChange: 'Y' }}
    ${['JSAPI_PAY']}     | ${'TRADE_FINISHED'} | ${{ subCode: 'ACQ.TRADE_NOT_ALLOW_REFUND' }}
  `('unrefundableProducts $unrefundableProducts makes a paid trade $status', async (rule) => {
    sandbox.setRules({ unrefundableProducts: rule.unrefundableProducts });
    const tradeNo = await paid();
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: rule.status });
    const bizContent = { tradeNo, refundAmount: '12.30' };
    expect(await shop.exec('alipay.trade.refund', { bizContent })).toMatchObject(rule.outcome);
  });

  test.each(RULES.closePaidSubCode.choices)(
    'closePaidSubCode %s is what the close of a paid trade is told',
    async (subCode) => {
      sandbox.setRules({ closePaidSubCode: subCode });
      await paid({ outTradeNo: 'PAID' });
      expect(await shop.close({ outTradeNo: 'PAID' })).toMatchObject({ code: '40004', subCode, outTradeNo: 'PAID' });
    },
  );

  test.each(RULES.closeClosedSubCode.choices)(
    'closeClosedSubCode %s is what the close of a closed trade is told',
    async (subCode) => {
      sandbox.setRules({ closeClosedSubCode: subCode });
      const tradeNo = await shop.trade();
      expect(await shop.close({ tradeNo })).toMatchObject({ code: '10000' });
      expect(await shop.close({ tradeNo })).toMatchObject({ code: '40004', subCode });
    },
  );

  test.each`
    cancelWindowMs | afterMs       | outcome
    ${86_400_000}  | ${86_400_000} | ${{ action: 'refund' }}
    ${86_400_000}  | ${86_400_001} | ${{ subCode: 'ACQ.TRADE_CANCEL_TIME_OUT' }}
    ${60_000}      | ${60_001}     | ${{ subCode: 'ACQ.TRADE_CANCEL_TIME_OUT' }}
  `('cancelWindowMs $cancelWindowMs answers a cancel after $afterMs ms with $outcome', async (rule) => {
    sandbox.setRules({ cancelWindowMs: rule.cancelWindowMs });
    const tradeNo = await paid();
    await clock.advance(rule.afterMs);
    expect(await shop.exec('alipay.trade.cancel', { bizContent: { tradeNo } })).toMatchObject(rule.outcome);
  });

  test.each([false, true])(
    'queryTellsPassback %s decides whether a query tells passback_params',
    async (queryTellsPassback) => {
      sandbox.setRules({ queryTellsPassback });
      const tradeNo = await shop.trade({ passbackParams: 'table=5' });
      const { passbackParams } = await shop.query({ tradeNo });
      expect(passbackParams).toBe(queryTellsPassback ? 'table=5' : undefined);
    },
  );

  test('unknownNames knows every documented field, with or without an effect here', async () => {
    sandbox.setRules({ unknownNames: 'all_refused' });
    const tradeNo = await paid({
      subMerchant: { merchantId: '1' },
      settleInfo: { settleDetailInfos: [] },
      royaltyInfo: {},
      agreementSignParams: {},
      queryOptions: ['fund_bill_list'],
      merchantOrderNo: 'M1',
      businessParams: { mcCreateTradeIp: '127.0.0.1' },
    });
    const refund = {
      tradeNo,
      refundAmount: '1.00',
      refundGoodsDetail: [{ goodsId: '1' }],
      relatedSettleConfirmNo: 'S1',
    };
    const bizContent = { ...refund, outRequestNo: 'R1', operatorId: 'O1', storeId: 'S1', terminalId: 'T1' };
    expect(await shop.exec('alipay.trade.refund', { bizContent })).toMatchObject({ fundChange: 'Y' });
  });
});
