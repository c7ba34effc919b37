import { createSandbox, type Sandbox } from '../../sandbox/create-sandbox';
import { BLOCKED_BUYER_ID, BUYER_ID, type Merchant, merchant, OTHER_BUYER_ID } from './support/merchant';

describe('the official SDK, configured only from GET /api/apps', () => {
  let sandbox: Sandbox;
  let shop: Merchant;

  beforeAll(async () => {
    sandbox = await createSandbox({ rules: { notifyCauses: [] } });
    shop = await merchant(sandbox.url);
  });
  afterAll(() => sandbox.close());

  test('creates a trade and sees it waiting for its buyer', async () => {
    const created = await shop.create({ outTradeNo: 'FIRST', totalAmount: '0.1' });
    expect(created).toMatchObject({ code: '10000', msg: 'Success', outTradeNo: 'FIRST' });
    expect(created.tradeNo).toMatch(/^\d{28}$/);
    expect(await shop.query({ outTradeNo: 'FIRST' })).toMatchObject({
      code: '10000',
      tradeNo: created.tradeNo,
      tradeStatus: 'WAIT_BUYER_PAY',
      totalAmount: '0.10',
      receiptAmount: '0.00',
      buyerPayAmount: '0.00',
      buyerUserId: BUYER_ID,
      buyerLogonId: '138****0011',
    });
  });

  test('sees a paid trade with its amounts and the time of payment', async () => {
    const tradeNo = await shop.trade({ totalAmount: '12.34' });
    sandbox.pay({ tradeNo, outcome: 'paid' });
    const reply = await shop.query({ tradeNo, queryOptions: ['fund_bill_list'] });
    expect(reply).toMatchObject({ tradeStatus: 'TRADE_SUCCESS', totalAmount: '12.34', buyerPayAmount: '12.34' });
    expect(reply.sendPayDate).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/);
    expect(reply.fundBillList).toEqual([{ fundChannel: 'ALIPAYACCOUNT', amount: '12.34' }]);
  });

  test('closes an unpaid trade, by either number', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'TO_CLOSE' });
    expect(await shop.close({ outTradeNo: 'TO_CLOSE' })).toMatchObject({ code: '10000', tradeNo });
    expect(await shop.query({ tradeNo })).toMatchObject({ tradeStatus: 'TRADE_CLOSED' });
    const another = await shop.trade();
    expect(await shop.close({ tradeNo: another })).toMatchObject({ code: '10000', tradeNo: another });
  });

  test('finds a trade by trade_no when the out_trade_no beside it is another one', async () => {
    const tradeNo = await shop.trade({ outTradeNo: 'LEFT' });
    await shop.trade({ outTradeNo: 'RIGHT' });
    expect(await shop.query({ tradeNo, outTradeNo: 'RIGHT' })).toMatchObject({ outTradeNo: 'LEFT' });
  });

  test('a trade of another merchant does not exist', async () => {
    const cafe = await merchant(sandbox.url, 1);
    const tradeNo = await shop.trade({ outTradeNo: 'MINE' });
    expect(await cafe.query({ tradeNo })).toMatchObject({ code: '40004', subCode: 'ACQ.TRADE_NOT_EXIST' });
    expect(await cafe.query({ outTradeNo: 'MINE' })).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
    expect(await cafe.close({ tradeNo })).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  describe('the same out_trade_no again', () => {
    test('with the same amount, subject and buyer is the same trade', async () => {
      const first = await shop.create({ outTradeNo: 'AGAIN' });
      const second = await shop.create({ outTradeNo: 'AGAIN', totalAmount: '12.3' });
      expect(second).toMatchObject({ code: '10000', tradeNo: first.tradeNo });
    });

    test.each`
      difference                   | change                                                      | subCode
      ${'another amount'}          | ${{ totalAmount: '12.31' }}                                 | ${'ACQ.CONTEXT_INCONSISTENT'}
      ${'another subject'}         | ${{ subject: '两杯茶' }}                                    | ${'ACQ.CONTEXT_INCONSISTENT'}
      ${'another buyer'}           | ${{ buyerId: OTHER_BUYER_ID }}                              | ${'ACQ.TRADE_BUYER_NOT_MATCH'}
      ${'another share of a plan'} | ${{ extendParams: { hbFqNum: 3, hbFqSellerPercent: 100 } }} | ${'TRADE_PAYINFO_INCONSISTEN'}
      ${'another Huabei plan'}     | ${{ extendParams: { hbFqNum: 3 } }}                         | ${'TRADE_PAYINFO_INCONSISTEN'}
    `('with $difference is $subCode', async ({ difference, change, subCode }) => {
      const outTradeNo = `AGAIN_WITH_${difference.replaceAll(' ', '_')}`;
      const tradeNo = await shop.trade({ outTradeNo });
      expect(await shop.create({ outTradeNo, ...change })).toMatchObject({ code: '40004', subCode });
      expect(await shop.query({ tradeNo })).toMatchObject({ totalAmount: '12.30', buyerUserId: BUYER_ID });
    });

    test('is refused for good once the trade is paid, or closed', async () => {
      const paid = await shop.trade({ outTradeNo: 'PAID' });
      sandbox.pay({ tradeNo: paid, outcome: 'paid' });
      expect(await shop.create({ outTradeNo: 'PAID' })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_SUCCESS' });
      await shop.trade({ outTradeNo: 'CLOSED' });
      await shop.close({ outTradeNo: 'CLOSED' });
      expect(await shop.create({ outTradeNo: 'CLOSED' })).toMatchObject({ subCode: 'ACQ.TRADE_HAS_CLOSE' });
    });
  });

  test.each`
    fault                                   | change                                                             | subCode
    ${'three decimals'}                     | ${{ totalAmount: '1.234' }}                                        | ${'ACQ.INVALID_PARAMETER'}
    ${'an amount in letters'}               | ${{ totalAmount: 'abc' }}                                          | ${'ACQ.INVALID_PARAMETER'}
    ${'a decimal comma'}                    | ${{ totalAmount: '1,00' }}                                         | ${'ACQ.INVALID_PARAMETER'}
    ${'an exponent'}                        | ${{ totalAmount: '1e2' }}                                          | ${'ACQ.INVALID_PARAMETER'}
    ${'a float that is not exact'}          | ${{ totalAmount: 0.1 + 0.2 }}                                      | ${'ACQ.INVALID_PARAMETER'}
    ${'an empty amount'}                    | ${{ totalAmount: '' }}                                             | ${'ACQ.INVALID_PARAMETER'}
    ${'a boolean amount'}                   | ${{ totalAmount: true }}                                           | ${'ACQ.INVALID_PARAMETER'}
    ${'nothing to pay'}                     | ${{ totalAmount: '0.00' }}                                         | ${'ACQ.TOTAL_FEE_EXCEED'}
    ${'a negative amount'}                  | ${{ totalAmount: '-1' }}                                           | ${'ACQ.TOTAL_FEE_EXCEED'}
    ${'more than a hundred million'}        | ${{ totalAmount: '100000000.01' }}                                 | ${'ACQ.TOTAL_FEE_EXCEED'}
    ${'a hyphen in out_trade_no'}           | ${{ outTradeNo: 'with-hyphen' }}                                   | ${'ACQ.INVALID_PARAMETER'}
    ${'65 characters of out_trade_no'}      | ${{ outTradeNo: 'A'.repeat(65) }}                                  | ${'ACQ.INVALID_PARAMETER'}
    ${'no out_trade_no'}                    | ${{ outTradeNo: undefined }}                                       | ${'ACQ.INVALID_PARAMETER'}
    ${'no subject'}                         | ${{ subject: undefined }}                                          | ${'ACQ.INVALID_PARAMETER'}
    ${'257 characters of subject'}          | ${{ subject: '茶'.repeat(257) }}                                   | ${'ACQ.INVALID_PARAMETER'}
    ${'a list as subject'}                  | ${{ subject: ['茶'] }}                                             | ${'ACQ.INVALID_PARAMETER'}
    ${'= in the subject'}                   | ${{ subject: 'a=b' }}                                              | ${'ACQ.INVALID_PARAMETER'}
    ${'a banned word in the subject'}       | ${{ subject: '违禁词' }}                                           | ${'ACQ.EXIST_FORBIDDEN_WORD'}
    ${'129 characters of body'}             | ${{ body: 'b'.repeat(129) }}                                       | ${'ACQ.INVALID_PARAMETER'}
    ${'a banned word in the body'}          | ${{ body: '说到违禁词' }}                                          | ${'ACQ.EXIST_FORBIDDEN_WORD'}
    ${'an unknown product'}                 | ${{ productCode: 'NO_SUCH_PRODUCT' }}                              | ${'ACQ.INVALID_PARAMETER'}
    ${'JSAPI_PAY without op_app_id'}        | ${{ opAppId: undefined }}                                          | ${'ACQ.INVALID_PARAMETER'}
    ${'a mini-program nobody knows'}        | ${{ opAppId: '9021000199999999' }}                                 | ${'ACQ.ACCESS_FORBIDDEN'}
    ${'no buyer'}                           | ${{ buyerId: undefined }}                                          | ${'ACQ.INVALID_PARAMETER'}
    ${'a malformed buyer_id'}               | ${{ buyerId: '12345' }}                                            | ${'ACQ.INVALID_PARAMETER'}
    ${'an unknown buyer'}                   | ${{ buyerId: '2088999999999999' }}                                 | ${'ACQ.BUYER_NOT_EXIST'}
    ${'the seller as buyer'}                | ${{ buyerId: '2088721000000001' }}                                 | ${'ACQ.BUYER_SELLER_EQUAL'}
    ${'a blocked buyer'}                    | ${{ buyerId: BLOCKED_BUYER_ID }}                                   | ${'ACQ.BUYER_ENABLE_STATUS_FORBID'}
    ${'another seller'}                     | ${{ sellerId: '2088721000000002' }}                                | ${'ACQ.INVALID_RECEIVE_ACCOUNT'}
    ${'an expiry in the past'}              | ${{ timeExpire: '2020-01-01 00:00:00' }}                           | ${'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR'}
    ${'a month 13'}                         | ${{ timeExpire: '2026-13-01 00:00:00' }}                           | ${'ACQ.INVALID_PARAMETER'}
    ${'a timeout of nothing'}               | ${{ timeoutExpress: '0m' }}                                        | ${'ACQ.INVALID_PARAMETER'}
    ${'a fractional timeout'}               | ${{ timeoutExpress: '1.5h' }}                                      | ${'ACQ.INVALID_PARAMETER'}
    ${'a timeout over 15 days'}             | ${{ timeoutExpress: '16d' }}                                       | ${'ACQ.INVALID_PARAMETER'}
    ${'a timeout of 2c'}                    | ${{ timeoutExpress: '2c' }}                                        | ${'ACQ.INVALID_PARAMETER'}
    ${'channels both enabled and disabled'} | ${{ enablePayChannels: 'balance', disablePayChannels: 'pcredit' }} | ${'ACQ.INVALID_PARAMETER'}
    ${'parts that do not make the total'}   | ${{ discountableAmount: '1.00', undiscountableAmount: '1.00' }}    | ${'ACQ.INVALID_PARAMETER'}
    ${'a share of no instalments'}          | ${{ extendParams: { hbFqSellerPercent: '100' } }}                  | ${'ACQ.INVALID_PARAMETER'}
    ${'half of the instalments'}            | ${{ extendParams: { hbFqNum: '3', hbFqSellerPercent: '50' } }}     | ${'ACQ.INVALID_PARAMETER'}
    ${'a part above the total'}             | ${{ discountableAmount: '12.31' }}                                 | ${'ACQ.INVALID_PARAMETER'}
    ${'channels that are no list'}          | ${{ disablePayChannels: 'pcredit;balance' }}                       | ${'ACQ.INVALID_PARAMETER'}
    ${'five instalments'}                   | ${{ extendParams: { hbFqNum: '5' } }}                              | ${'ACQ.INVALID_PARAMETER'}
    ${'151 goods'}                          | ${{ goodsDetail: goods(151) }}                                     | ${'ACQ.SUB_GOODS_SIZE_MAX_COUNT'}
    ${'goods without a name'}               | ${{ goodsDetail: [{ goodsId: '1' }] }}                             | ${'ACQ.INVALID_PARAMETER'}
    ${'goods that are no list'}             | ${{ goodsDetail: 'tea' }}                                          | ${'ACQ.INVALID_PARAMETER'}
    ${'33 characters of store_id'}          | ${{ storeId: 's'.repeat(33) }}                                     | ${'ACQ.INVALID_PARAMETER'}
    ${'29 characters of operator_id'}       | ${{ operatorId: 'o'.repeat(29) }}                                  | ${'ACQ.INVALID_PARAMETER'}
    ${'33 characters of terminal_id'}       | ${{ terminalId: 't'.repeat(33) }}                                  | ${'ACQ.INVALID_PARAMETER'}
  `('create with $fault is 40004 $subCode and opens nothing', async ({ change, subCode }) => {
    const before = sandbox.trades(9999).length;
    expect(await shop.create(change)).toMatchObject({ code: '40004', msg: 'Business Failed', subCode });
    expect(sandbox.trades(9999)).toHaveLength(before);
  });

  test.each`
    merit                               | change
    ${'the smallest amount'}            | ${{ totalAmount: '0.01' }}
    ${'the largest amount'}             | ${{ totalAmount: '100000000' }}
    ${'an amount as a JSON number'}     | ${{ totalAmount: 12.3 }}
    ${'the longest subject'}            | ${{ subject: '茶'.repeat(256) }}
    ${'the longest out_trade_no'}       | ${{ outTradeNo: 'A'.repeat(64) }}
    ${'its own seller_id'}              | ${{ sellerId: '2088721000000001' }}
    ${'one minute to pay'}              | ${{ timeoutExpress: '1m' }}
    ${'fifteen days to pay'}            | ${{ timeoutExpress: '15d' }}
    ${'until midnight to pay'}          | ${{ timeoutExpress: '1c' }}
    ${'150 goods'}                      | ${{ goodsDetail: goods(150) }}
    ${'parts that make the total'}      | ${{ discountableAmount: '10.00', undiscountableAmount: '2.30' }}
    ${'the older product'}              | ${{ productCode: 'FACE_TO_FACE_PAYMENT', opAppId: undefined }}
    ${'a Huabei plan'}                  | ${{ extendParams: { hbFqNum: '12', hbFqSellerPercent: '100' } }}
    ${'optional fields that are empty'} | ${{ body: null, storeId: '' }}
  `('create with $merit is accepted', async ({ change }) => {
    expect(await shop.create(change)).toMatchObject({ code: '10000' });
  });

  test.each`
    kind                     | notifyUrl
    ${'of another protocol'} | ${'ftp://127.0.0.1/notify'}
    ${'that is no address'}  | ${'not a url'}
    ${'over 256 characters'} | ${`http://127.0.0.1/${'n'.repeat(256)}`}
  `('a notify_url $kind is refused', async ({ notifyUrl }) => {
    expect(await shop.create({}, { notifyUrl })).toMatchObject({ code: '40004', subCode: 'ACQ.INVALID_PARAMETER' });
  });

  test.each`
    method                  | bizContent                                             | subCode
    ${'alipay.trade.query'} | ${{}}                                                  | ${'ACQ.INVALID_PARAMETER'}
    ${'alipay.trade.query'} | ${{ outTradeNo: 'NEVER_CREATED' }}                     | ${'ACQ.TRADE_NOT_EXIST'}
    ${'alipay.trade.query'} | ${{ tradeNo: '2026112222001000' }}                     | ${'ACQ.TRADE_NOT_EXIST'}
    ${'alipay.trade.query'} | ${{ tradeNo: 'short' }}                                | ${'ACQ.INVALID_PARAMETER'}
    ${'alipay.trade.query'} | ${{ outTradeNo: { $ne: null } }}                       | ${'ACQ.INVALID_PARAMETER'}
    ${'alipay.trade.query'} | ${{ outTradeNo: 'X', queryOptions: 'fund_bill_list' }} | ${'ACQ.INVALID_PARAMETER'}
    ${'alipay.trade.close'} | ${{}}                                                  | ${'ACQ.INVALID_PARAMETER'}
    ${'alipay.trade.close'} | ${{ outTradeNo: 'NEVER_CREATED' }}                     | ${'ACQ.TRADE_NOT_EXIST'}
    ${'alipay.trade.close'} | ${{ outTradeNo: 'X', operatorId: 'o'.repeat(29) }}     | ${'ACQ.INVALID_PARAMETER'}
  `('$method of $bizContent is 40004 $subCode', async ({ method, bizContent, subCode }) => {
    expect(await shop.exec(method, { bizContent })).toMatchObject({ code: '40004', subCode });
  });

  test('a paid trade is not closed, and neither is a closed one', async () => {
    const paid = await shop.trade({ outTradeNo: 'PAID_THEN_CLOSE' });
    sandbox.pay({ tradeNo: paid, outcome: 'paid' });
    expect(await shop.close({ tradeNo: paid })).toMatchObject({
      code: '40004',
      subCode: 'ACQ.TRADE_STATUS_ERROR',
      outTradeNo: 'PAID_THEN_CLOSE',
    });
    expect(await shop.query({ tradeNo: paid })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' });
    const closed = await shop.trade();
    await shop.close({ tradeNo: closed });
    expect(await shop.close({ tradeNo: closed })).toMatchObject({ subCode: 'ACQ.TRADE_STATUS_ERROR' });
  });

  test('an app that knows buyers by open_id names and is told them by open_id', async () => {
    const cafe = await merchant(sandbox.url, 1);
    const openId = sandbox.buyers()[0]?.openIds[cafe.app.appId];
    const tradeNo = await cafe.trade({ buyerId: undefined, buyerOpenId: openId });
    const reply = await cafe.query({ tradeNo });
    expect(reply).toMatchObject({ buyerOpenId: openId });
    expect(reply.buyerUserId).toBeUndefined();
    expect(await cafe.create()).toMatchObject({ subCode: 'ACQ.INVALID_PARAMETER' });
    const foreign = sandbox.buyers()[0]?.openIds[shop.app.appId];
    expect(await cafe.create({ buyerId: undefined, buyerOpenId: foreign })).toMatchObject({
      code: '40002',
      subCode: 'invalid-openid',
    });
    const operator = { buyerId: undefined, opAppId: shop.app.appId, opBuyerOpenId: foreign };
    expect(await cafe.create(operator)).toMatchObject({ code: '10000' });
  });

  test('a private key in PKCS#8 connects as well', async () => {
    const { AlipaySdk } = await import('alipay-sdk');
    const { appId, appPrivateKeyPkcs8, alipayPublicKey, gateway } = shop.app;
    const sdk = new AlipaySdk({ appId, privateKey: appPrivateKeyPkcs8, keyType: 'PKCS8', alipayPublicKey, gateway });
    const parameters = { bizContent: { outTradeNo: 'NEVER_CREATED' } };
    const reply = await sdk.exec('alipay.trade.query', parameters, { validateSign: true });
    expect(reply).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });

  test('a legacy RSA signature is taken and answered in kind', async () => {
    const { AlipaySdk } = await import('alipay-sdk');
    const { appId, appPrivateKeyPkcs1: privateKey, alipayPublicKey, gateway } = shop.app;
    const sdk = new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway, signType: 'RSA' });
    const parameters = { bizContent: { outTradeNo: 'NEVER_CREATED' } };
    const reply = await sdk.exec('alipay.trade.query', parameters, { validateSign: true });
    expect(reply).toMatchObject({ subCode: 'ACQ.TRADE_NOT_EXIST' });
  });
});

function goods(count: number): object[] {
  return Array.from({ length: count }, (_, index) => ({
    goodsId: `G${index}`,
    goodsName: '茶',
    quantity: 1,
    price: '0.01',
  }));
}
