import { type SandboxClock, sandboxClock } from '../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { BUYER_ID, type Merchant, merchant } from './support/merchant';
import { granted } from './support/shop-acts';

const APP_ID = '9021000100000001';
const SELLER_ID = '2088721000000001';

describe('accounts', () => {
  let sandbox: Sandbox;
  let shop: Merchant;
  let clock: SandboxClock;

  beforeEach(async () => {
    clock = sandboxClock({ frozenAtMs: Date.parse('2026-11-22T10:00:00+08:00') });
    sandbox = await createSandbox({ clock });
    shop = await merchant(sandbox.url);
  });
  afterEach(() => sandbox.close());

  const balanceOf = (accountId: string) =>
    sandbox.accounts().find((account) => account.accountId === accountId)?.balance;
  const refund = (tradeNo: string, refundAmount: string) =>
    shop.exec('alipay.trade.refund', { bizContent: { tradeNo, refundAmount, outRequestNo: 'R1' } });
  async function paid(change: Record<string, unknown> = {}): Promise<string> {
    const tradeNo = await shop.trade(change);
    granted(sandbox.pay({ tradeNo, outcome: 'paid' }));
    return tradeNo;
  }

  test('a payment moves the buyer’s money to the seller, a refund moves it back', async () => {
    granted(sandbox.setBalance({ accountId: BUYER_ID, balance: '100.00' }));
    const tradeNo = await paid();
    expect([balanceOf(BUYER_ID), balanceOf(SELLER_ID)]).toEqual(['87.70', '12.30']);
    await refund(tradeNo, '2.30');
    expect([balanceOf(BUYER_ID), balanceOf(SELLER_ID)]).toEqual(['90.00', '10.00']);
  });

  test('a buyer without enough money cannot pay, and can after a deposit', async () => {
    granted(sandbox.setBalance({ accountId: BUYER_ID, balance: '12.29' }));
    const tradeNo = await shop.trade();
    expect(sandbox.pay({ tradeNo, outcome: 'paid' })).toMatchObject({ reason: 'buyer_balance_short' });
    expect(sandbox.trade(tradeNo)).toMatchObject({ status: 'WAIT_BUYER_PAY', isPayable: true });
    granted(sandbox.setBalance({ accountId: BUYER_ID, balance: '12.30' }));
    expect(sandbox.pay({ tradeNo, outcome: 'paid' })).toMatchObject({ status: 'TRADE_SUCCESS' });
    expect(balanceOf(BUYER_ID)).toBe('0.00');
  });

  test('a seller whose balance is too low refunds after a deposit, under the same number', async () => {
    const tradeNo = await paid();
    granted(sandbox.setBalance({ accountId: SELLER_ID, balance: '1.99' }));
    expect(await refund(tradeNo, '2.00')).toMatchObject({
      code: '40004',
      subCode: 'ACQ.SELLER_BALANCE_NOT_ENOUGH',
      refundFee: '0.00',
    });
    granted(sandbox.setBalance({ accountId: SELLER_ID, balance: '2.00' }));
    expect(await refund(tradeNo, '2.00')).toMatchObject({ code: '10000', fundChange: 'Y', refundFee: '2.00' });
    expect(balanceOf(SELLER_ID)).toBe('0.00');
  });

  describe('the money of a trade', () => {
    test.each`
      terms                                                                             | channel
      ${{}}                                                                             | ${'ALIPAYACCOUNT'}
      ${{ disablePayChannels: 'balance' }}                                              | ${'MONEYFUND'}
      ${{ disablePayChannels: 'balance,moneyFund' }}                                    | ${'PCREDIT'}
      ${{ enablePayChannels: 'pcredit,balance' }}                                       | ${'ALIPAYACCOUNT'}
      ${{ enablePayChannels: 'debitCardExpress' }}                                      | ${'BANKCARD'}
      ${{ extendParams: { hbFqNum: '3', hbFqSellerPercent: '100' } }}                   | ${'PCREDIT'}
      ${{ extendParams: { hbFqNum: '3' }, enablePayChannels: 'pcreditpayInstallment' }} | ${'PCREDIT'}
    `('with $terms comes from $channel and goes back there', async ({ terms, channel }) => {
      const before = balanceOf(BUYER_ID);
      const tradeNo = await paid(terms);
      const queryOptions = ['fund_bill_list', 'hb_fq_pay_info'];
      const reply = await shop.query({ tradeNo, queryOptions });
      expect(reply.fundBillList).toEqual([{ fundChannel: channel, amount: '12.30' }]);
      expect(reply.hbFqPayInfo).toEqual(terms.extendParams && { userInstallNum: '3' });
      expect(balanceOf(BUYER_ID) === before).toBe(channel !== 'ALIPAYACCOUNT');
      const options = { queryOptions: ['refund_detail_item_list'] };
      const bizContent = { tradeNo, refundAmount: '12.30', outRequestNo: 'R1', ...options };
      expect((await shop.exec('alipay.trade.refund', { bizContent })).refundDetailItemList).toEqual([
        { fundChannel: channel, amount: '12.30' },
      ]);
      expect(balanceOf(BUYER_ID)).toBe(before);
    });

    test('that may come from nowhere cannot be paid', async () => {
      const tradeNo = await shop.trade({ enablePayChannels: 'voucher' });
      expect(sandbox.pay({ tradeNo, outcome: 'paid' })).toMatchObject({ reason: 'no_pay_channel' });
      const plan = await shop.trade({
        extendParams: { hbFqNum: '12' },
        disablePayChannels: 'pcredit,pcreditpayInstallment',
      });
      expect(sandbox.pay({ tradeNo: plan, outcome: 'paid' })).toMatchObject({ reason: 'no_pay_channel' });
    });
  });

  test.each`
    accountId    | status       | subCode
    ${APP_ID}    | ${'blocked'} | ${'ACQ.PARTNER_ERROR'}
    ${SELLER_ID} | ${'blocked'} | ${'ACQ.SELLER_BEEN_BLOCKED'}
    ${SELLER_ID} | ${'gone'}    | ${'ACQ.SELLER_NOT_EXIST'}
    ${SELLER_ID} | ${'dormant'} | ${'ACQ.MERCHANT_STATUS_NOT_NORMAL'}
    ${BUYER_ID}  | ${'blocked'} | ${'ACQ.BUYER_ENABLE_STATUS_FORBID'}
    ${BUYER_ID}  | ${'gone'}    | ${'ACQ.BUYER_NOT_EXIST'}
  `('while $accountId is $status no trade is opened: $subCode', async ({ accountId, status, subCode }) => {
    granted(sandbox.setAccountStatus({ accountId, status }));
    expect(await shop.create({ outTradeNo: 'STANDING' })).toMatchObject({ code: '40004', subCode });
    granted(sandbox.setAccountStatus({ accountId, status: 'normal' }));
    expect(await shop.create({ outTradeNo: 'STANDING' })).toMatchObject({ code: '10000' });
  });

  test.each`
    status       | subCode
    ${'blocked'} | ${'ACQ.BUYER_ERROR'}
    ${'gone'}    | ${'ACQ.CUSTOMER_VALIDATE_ERROR'}
  `('a buyer who is $status neither pays nor gets money back: $subCode', async ({ status, subCode }) => {
    const paidBefore = await paid();
    const unpaid = await shop.trade();
    granted(sandbox.setAccountStatus({ accountId: BUYER_ID, status }));
    expect(sandbox.pay({ tradeNo: unpaid, outcome: 'paid' })).toMatchObject({ reason: 'buyer_cannot_pay' });
    expect(await refund(paidBefore, '1.00')).toMatchObject({ subCode });
  });

  test('a frozen trade is refunded only after it is let go', async () => {
    const tradeNo = await paid();
    granted(sandbox.freezeTrade({ tradeNo, isFrozen: true }));
    expect(await refund(tradeNo, '1.00')).toMatchObject({ subCode: 'ACQ.REASON_TRADE_BEEN_FREEZEN' });
    granted(sandbox.freezeTrade({ tradeNo, isFrozen: false }));
    expect(await refund(tradeNo, '1.00')).toMatchObject({ fundChange: 'Y' });
  });

  test('a reset gives everybody back what they had', async () => {
    const before = sandbox.accounts();
    await paid();
    granted(sandbox.setAccountStatus({ accountId: SELLER_ID, status: 'blocked' }));
    sandbox.reset();
    expect(sandbox.accounts()).toEqual(before);
  });

  describe('over HTTP', () => {
    const post = async (path: string, body: object) => {
      const reply = await fetch(`${sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: reply.status, body: await reply.json() };
    };

    test('are listed, filled, emptied and blocked', async () => {
      const { accounts } = (await (await fetch(`${sandbox.url}/api/accounts`)).json()) as { accounts: object[] };
      expect(accounts).toContainEqual({
        accountId: SELLER_ID,
        kind: 'seller',
        name: '沙箱小店',
        status: 'normal',
        balance: '0.00',
      });
      expect(accounts).toContainEqual(expect.objectContaining({ accountId: APP_ID, kind: 'app', balance: null }));
      expect((await post('/api/accounts/balance', { accountId: SELLER_ID, balance: '5' })).body).toMatchObject({
        balance: '5.00',
      });
      expect((await post('/api/accounts/status', { accountId: SELLER_ID, status: 'dormant' })).body).toMatchObject({
        status: 'dormant',
      });
    });

    test.each`
      fault                      | path                       | body                                               | status | reason
      ${'an unknown account'}    | ${'/api/accounts/balance'} | ${{ accountId: 'nobody', balance: '1.00' }}        | ${404} | ${'account_not_found'}
      ${'an app’s balance'}      | ${'/api/accounts/balance'} | ${{ accountId: APP_ID, balance: '1.00' }}          | ${404} | ${'account_not_found'}
      ${'less than nothing'}     | ${'/api/accounts/balance'} | ${{ accountId: SELLER_ID, balance: '-0.01' }}      | ${400} | ${'invalid_input'}
      ${'a third of a fen'}      | ${'/api/accounts/balance'} | ${{ accountId: SELLER_ID, balance: '0.333' }}      | ${400} | ${'invalid_input'}
      ${'a balance of a number'} | ${'/api/accounts/balance'} | ${{ accountId: SELLER_ID, balance: 1 }}            | ${400} | ${'invalid_input'}
      ${'nobody’s standing'}     | ${'/api/accounts/status'}  | ${{ accountId: 'nobody', status: 'gone' }}         | ${404} | ${'account_not_found'}
      ${'a sleepy buyer'}        | ${'/api/accounts/status'}  | ${{ accountId: BUYER_ID, status: 'dormant' }}      | ${400} | ${'invalid_input'}
      ${'an unknown standing'}   | ${'/api/accounts/status'}  | ${{ accountId: BUYER_ID, status: 'merry' }}        | ${400} | ${'invalid_input'}
      ${'nobody’s pay code'}     | ${'/api/pay-codes'}        | ${{ buyerId: 'nobody' }}                           | ${404} | ${'buyer_not_found'}
      ${'no such trade'}         | ${'/api/freeze'}           | ${{ tradeNo: '2026112222001000', isFrozen: true }} | ${404} | ${'trade_not_found'}
    `('$fault is refused as $reason', async ({ path, body, status, reason }) => {
      expect(await post(path, body)).toMatchObject({ status, body: { reason } });
    });

    test('a buyer’s phone shows pay codes, a new one each time', async () => {
      const codes = await Promise.all([1, 2].map(async () => (await post('/api/pay-codes', {})).body));
      for (const { payCode } of codes) expect(payCode).toMatch(/^28\d{16}$/);
      expect(codes[0]?.payCode).not.toBe(codes[1]?.payCode);
    });
  });
});
