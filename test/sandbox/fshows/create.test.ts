import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { BLOCKED_BUYER_ID, BUYER_ID, type Content, type Provider, provider } from './support/provider';

let sandbox: Sandbox;
let shop: Provider;
let other: Provider;

beforeAll(async () => {
  sandbox = await createSandbox();
  [shop, other] = await Promise.all([provider(sandbox.url), provider(sandbox.url, 1)]);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const codeOf = async (change: Content) => (await shop.create(change)).error_code ?? 'success';

describe('a create call', () => {
  test.each<[Content, string]>([
    [{ out_trade_no: 'x'.repeat(64) }, 'success'],
    [{ out_trade_no: 'x'.repeat(65) }, '-101'],
    [{ out_trade_no: 'a-b' }, '-101'],
    [{ out_trade_no: '' }, '-101'],
    [{ out_trade_no: 20170906 }, 'success'],
    [{ total_amount: 0.01 }, 'success'],
    [{ total_amount: '100000000.00' }, 'success'],
    [{ total_amount: '100000000.01' }, '-101'],
    [{ total_amount: '0' }, '-101'],
    [{ total_amount: '-1' }, '-101'],
    [{ total_amount: '1.001' }, '-101'],
    [{ total_amount: 1e21 }, '-101'],
    [{ total_amount: '1e2' }, '-101'],
    [{ total_amount: null }, '-101'],
    [{ subject: '茶'.repeat(256) }, 'success'],
    [{ subject: '茶'.repeat(257) }, '-101'],
    [{ subject: '   ' }, '-101'],
    [{ body: 'b'.repeat(128) }, 'success'],
    [{ body: 'b'.repeat(129) }, '-101'],
    [{ sub_merchant: undefined }, '-101'],
    [{ sub_merchant: {} }, '-101'],
    [{ sub_merchant: '99990101000000000001' }, '-101'],
    [{ sub_merchant: { merchant_id: '9'.repeat(21) } }, '-101'],
    [{ sub_merchant: { merchant_id: '9'.repeat(20) } }, '-203'],
    [{ sub_merchant: undefined, store_id: '99990101000000000001' }, 'success'],
    [{ buyer_id: undefined }, '-101'],
    [{ buyer_id: undefined, buyer_logon_id: 'somebody@example.com' }, 'success'],
    [{ buyer_id: '', buyer_logon_id: 'l'.repeat(101) }, '-101'],
    [{ buyer_id: '2'.repeat(29) }, '-101'],
    [{ buyer_id: BLOCKED_BUYER_ID }, '-300'],
    [{ notify_url: '' }, 'success'],
    [{ notify_url: 'ftp://example.com/' }, '-101'],
    [{ notify_url: 'http://' }, '-101'],
    [{ unknown_field: { of: 'nobody' } }, 'success'],
  ])('with %j is %s', async (change, code) => {
    expect(await codeOf(change)).toBe(code);
    expect(sandbox.trades()).toHaveLength(code === 'success' ? 1 : 0);
  });

  test.each<[Content, string, string]>([
    [{ discountable_amount: '0' }, 'success', 'success'],
    [{ discountable_amount: '12.30' }, 'success', 'success'],
    [{ undiscountable_amount: '2.30' }, 'success', 'success'],
    [{ discountable_amount: '10.00', undiscountable_amount: '2.30' }, 'success', 'success'],
    [{ discountable_amount: '10.00', undiscountable_amount: '2.31' }, '-101', 'success'],
    [{ discountable_amount: '12.31' }, '-101', 'success'],
    [{ undiscountable_amount: '12.31' }, '-101', 'success'],
    [{ discountable_amount: '-1' }, '-101', '-101'],
  ])('with %j is %s, without checksAmountParts %s', async (parts, checked, unchecked) => {
    expect(await codeOf(parts)).toBe(checked);
    sandbox.setFshowsRules({ checksAmountParts: false });
    expect(await codeOf(parts)).toBe(unchecked);
  });

  test('gives numbers in the layouts that were seen, different for every trade', async () => {
    const trades = [await shop.trade(), await shop.trade(), await shop.trade()];
    for (const { tradeNo, prepayId } of trades) {
      expect(tradeNo).toMatch(/^20\d{2}(0[1-9]|1[0-2])[0-3]\d[0-2]\d[0-5]\d[0-5]\d\d{14}$/);
      expect(prepayId).toMatch(/^20\d{2}(0[1-9]|1[0-2])[0-3]\d21001004\d{12}$/);
      expect(tradeNo.slice(0, 8)).toBe(prepayId.slice(0, 8));
    }
    expect(new Set(trades.flatMap(({ tradeNo, prepayId }) => [tradeNo, prepayId])).size).toBe(6);
  });

  test('with a number that was used is -206, whoever’s sub-merchant it is for; another provider may use it', async () => {
    const { outTradeNo } = await shop.trade();
    const [, second] = shop.app.subMerchants;
    expect(await codeOf({ out_trade_no: outTradeNo })).toBe('-206');
    expect(await codeOf({ out_trade_no: outTradeNo, sub_merchant: { merchant_id: second?.subMerchantId } })).toBe(
      '-206',
    );
    expect(await other.create({ out_trade_no: outTradeNo })).toMatchObject({ success: true });
  });

  test('identicalRetry: the same call again is refused, or gives the same trade while it is unpaid', async () => {
    const call = { out_trade_no: 'AGAIN' };
    const first = await shop.create(call);
    expect(await codeOf(call)).toBe('-206');
    sandbox.setFshowsRules({ identicalRetry: 'same_trade' });
    expect(await shop.create(call)).toEqual(first);
    expect(await codeOf({ ...call, total_amount: '12.31' })).toBe('-206');
    sandbox.pay({ tradeNo: String(first.return_value?.prepay_id), outcome: 'paid' });
    expect(await codeOf(call)).toBe('-206');
  });

  test('takesUnknownBuyers: a buyer_id of nobody’s is refused by Alipay behind, or anybody’s to pay', async () => {
    const stranger = { buyer_id: '2088000000000000' };
    expect(await shop.create(stranger)).toEqual({
      error_code: '-300',
      error_message: '平台方错误 >> ACQ.USER_LOGONID_NOT_EXIST',
      success: false,
    });
    sandbox.setFshowsRules({ takesUnknownBuyers: true });
    const { prepayId } = await shop.trade(stranger);
    expect(sandbox.pay({ tradeNo: prepayId, outcome: 'paid' })).toMatchObject({ status: 'TRADE_SUCCESS' });
  });

  test('takesUnknownLogins: a login of nobody’s is anybody’s to pay, or refused by Alipay behind', async () => {
    const stranger = { buyer_id: undefined, buyer_logon_id: 'somebody@example.com' };
    const { prepayId } = await shop.trade(stranger);
    const [, second] = sandbox.buyers();
    expect(sandbox.pay({ tradeNo: prepayId, buyerId: second?.buyerId, outcome: 'paid' })).toMatchObject({
      status: 'TRADE_SUCCESS',
      buyer: { buyerId: second?.buyerId },
    });
    const known = await shop.trade({ buyer_id: undefined, buyer_logon_id: second?.logonId });
    expect(sandbox.pay({ tradeNo: known.prepayId, buyerId: BUYER_ID, outcome: 'paid' })).toMatchObject({
      reason: 'buyer_differs',
    });
    sandbox.setFshowsRules({ takesUnknownLogins: false });
    expect(await codeOf(stranger)).toBe('-300');
  });

  test('foreignSubMerchantCode: for another provider’s sub-merchant it is -203 or -202', async () => {
    const foreign = { sub_merchant: { merchant_id: other.app.subMerchants[0]?.subMerchantId } };
    expect(await codeOf(foreign)).toBe('-203');
    sandbox.setFshowsRules({ foreignSubMerchantCode: '-202' });
    expect(await codeOf(foreign)).toBe('-202');
  });
});
