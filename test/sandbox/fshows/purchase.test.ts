import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { type NotifyReceiver, notifyReceiver } from '../support/notify-receiver';
import { BUYER_ID, isGenuineNotify, OTHER_BUYER_ID, type Provider, provider } from './support/provider';

const START_MS = Date.parse('2026-11-22T10:00:00+08:00');

let clock: SandboxClock;
let sandbox: Sandbox;
let shop: Provider;
let receiver: NotifyReceiver;

beforeAll(async () => {
  clock = sandboxClock({ frozenAtMs: START_MS });
  sandbox = await createSandbox({ clock });
  shop = await provider(sandbox.url);
  receiver = await notifyReceiver();
});
beforeEach(() => sandbox.reset());
afterAll(async () => {
  await sandbox.close();
  await receiver.close();
});

function balanceOf(accountId: string): string | null | undefined {
  return sandbox.accounts().find((account) => account.accountId === accountId)?.balance;
}

describe('a purchase through Fshows', () => {
  test('is created, paid by its prepay_id, told to the provider, and found by either number', async () => {
    const { outTradeNo, tradeNo, prepayId } = await shop.trade({ notify_url: receiver.url, total_amount: '100.00' });
    expect(await shop.query({ out_trade_no: outTradeNo })).toEqual({
      return_value: {
        trade_no: tradeNo,
        out_trade_no: outTradeNo,
        trade_status: 'WAIT_BUYER_PAY',
        total_amount: '100.00',
      },
      success: true,
    });

    expect(sandbox.pay({ tradeNo: prepayId, outcome: 'paid' })).toMatchObject({
      gateway: 'fshows',
      status: 'TRADE_SUCCESS',
    });
    const [notify] = await receiver.waitFor(1);
    expect(notify?.parameters).toMatchObject({
      out_trade_no: outTradeNo,
      trade_no: tradeNo,
      trade_status: 'TRADE_SUCCESS',
      total_amount: '100.00',
      net_income: '99.40',
      sign_type: 'RSA',
    });
    expect(isGenuineNotify(shop.app, notify?.parameters ?? {})).toBe(true);
    expect(await shop.query({ trade_no: tradeNo })).toMatchObject({
      return_value: { trade_status: 'TRADE_SUCCESS', net_receipt_amount: '99.40', pay_platform_fee: '0.20000' },
    });
  });

  test('moves the buyer’s money to the sub-merchant, its fees to others, and a refund all of it back', async () => {
    const [shopId = ''] = shop.app.subMerchants.map(({ subMerchantId }) => subMerchantId);
    const { outTradeNo, tradeNo, prepayId } = await shop.trade({ total_amount: '123.45' });
    sandbox.pay({ tradeNo: prepayId, outcome: 'paid' });
    expect([BUYER_ID, shopId].map(balanceOf)).toEqual(['99999876.55', '122.71']);

    const refunded = await shop.refund({ out_trade_no: outTradeNo, out_refund_no: 'R1' });
    expect(refunded).toMatchObject({
      return_value: { trade_no: tradeNo, out_refund_no: 'R1', refund_fee: '123.45', refund_status: 'REFUND_SUCCESS' },
    });
    expect([BUYER_ID, shopId].map(balanceOf)).toEqual(['100000000.00', '0.00']);
    expect(await shop.refundQuery({ out_trade_no: outTradeNo, out_refund_no: 'R1' })).toEqual(refunded);
    expect(await shop.refund({ out_trade_no: outTradeNo, out_refund_no: 'R1' })).toEqual(refunded);
    expect(await shop.refund({ out_trade_no: outTradeNo, out_refund_no: 'R2' })).toMatchObject({ error_code: '-302' });
    expect(await shop.query({ out_trade_no: outTradeNo })).toMatchObject({
      return_value: { trade_status: 'TRADE_CLOSED' },
    });
  });

  test('cannot be paid by the platform’s trade_no, nor by another buyer', async () => {
    const { tradeNo, prepayId } = await shop.trade();
    expect(sandbox.pay({ tradeNo, outcome: 'paid' })).toMatchObject({ reason: 'trade_not_found' });
    expect(sandbox.trade(tradeNo)).toMatchObject({ reason: 'trade_not_found' });
    expect(sandbox.pay({ tradeNo: prepayId, buyerId: OTHER_BUYER_ID, outcome: 'paid' })).toMatchObject({
      reason: 'buyer_differs',
    });
    expect(sandbox.trade(prepayId)).toMatchObject({ tradeNo: prepayId, platformTradeNo: tradeNo, isPayable: true });
    expect(sandbox.trades().map((trade) => trade.tradeNo)).toEqual([prepayId]);
  });

  test('that is closed cannot be paid, and one that is paid cannot be closed', async () => {
    const closed = await shop.trade();
    expect(await shop.close({ trade_no: closed.tradeNo })).toMatchObject({ success: true });
    expect(sandbox.pay({ tradeNo: closed.prepayId, outcome: 'paid' })).toMatchObject({ reason: 'trade_not_payable' });
    const paid = await shop.trade();
    sandbox.pay({ tradeNo: paid.prepayId, outcome: 'paid' });
    expect(await shop.close({ trade_no: paid.tradeNo })).toMatchObject({ error_code: '-220', success: false });
  });
});
