import {
  brokenRule,
  type CreateContent,
  createContent,
} from '../../../../cloudfunctions/backend/channel/fshows/create-content';
import type { Trade } from '../../../../cloudfunctions/backend/order/order';
import { anOrder } from '../../../support/orders';

const outTradeNo = `${'A'.repeat(24)}_1`;
const trade: Trade = { outTradeNo, channel: 'fshows', status: 'creating' };
const order = anOrder({ orderNo: 'A'.repeat(24), subject: '绿茶', totalFen: 1_280 });
const subMerchantId = '20170720205421027980';

describe('what a create sends', () => {
  test('is this and nothing else', () => {
    expect(createContent(trade, order, { subMerchantId })).toEqual({
      out_trade_no: outTradeNo,
      total_amount: '12.80',
      subject: '绿茶',
      body: '绿茶 Green tea × 1',
      sub_merchant: { merchant_id: subMerchantId },
      buyer_id: order.buyer.id,
    });
  });

  test('tells a new trade where its news must go', () => {
    const notifyUrl = 'https://shop.example/http/trade-notify';
    expect(createContent(trade, order, { subMerchantId, notifyUrl }).notify_url).toBe(notifyUrl);
  });

  test.each([
    [1_280, { discountable_amount: '12.80' }],
    [2_000, { discountable_amount: '12.80' }],
    [0, { undiscountable_amount: '12.80' }],
    [280, { discountable_amount: '2.80', undiscountable_amount: '10.00' }],
  ])('names the parts that do and do not count for promotions: %d fen do', (fen, parts) => {
    const content = createContent(trade, order, { subMerchantId, discountableFen: () => fen });
    const { discountable_amount, undiscountable_amount } = content;
    expect({ discountable_amount, undiscountable_amount }).toEqual({
      discountable_amount: undefined,
      undiscountable_amount: undefined,
      ...parts,
    });
    expect(brokenRule(content)).toBeNull();
  });

  test('names a buyer known by open_id by the login, where the host knows it, and else not at all', () => {
    const stranger = { ...order, buyer: { kind: 'open_id', id: '0abc' } as const };
    const known = createContent(trade, stranger, { subMerchantId, buyerLogonId: ({ id }) => `${id}@example.com` });
    expect(known).toMatchObject({ buyer_logon_id: '0abc@example.com' });
    expect(known).not.toHaveProperty('buyer_id');
    expect(brokenRule(known)).toBeNull();
    expect(brokenRule(createContent(trade, stranger, { subMerchantId }))).toBe('buyer_not_served');
  });

  test.each([
    ['what Alipay behind it forbids', 'a/b=c&d', 'a b c d'],
    ['quotes, percent and plus', '100% "绿茶" + 1', '100% "绿茶" + 1'],
    ['300 characters', '茶'.repeat(300), '茶'.repeat(256)],
    ['300 characters outside the basic plane, none cut in half', `a${'🍵'.repeat(300)}`, `a${'🍵'.repeat(127)}`],
    ['halves of characters', '茶\ud83c 🍵\udf75', '茶  🍵 '],
  ])('a subject with %s', (_, subject, sent) => {
    expect(createContent(trade, { ...order, subject }, { subMerchantId }).subject).toBe(sent);
  });

  test('lists the goods, as far as 128 characters go', () => {
    const items = Array.from({ length: 20 }, (_, n) => ({
      goodsId: `g${n}`,
      title: '明前龙井',
      priceFen: 1,
      quantity: n,
    }));
    const { body = '' } = createContent(trade, { ...order, items }, { subMerchantId });
    expect(body).toHaveLength(128);
    expect(body.startsWith('明前龙井 × 0, 明前龙井 × 1, ')).toBe(true);
    expect(createContent(trade, { ...order, items: [] }, { subMerchantId })).not.toHaveProperty('body');
  });

  test('is the same every time for the same trade', () => {
    const again = { ...trade, refusedCode: 'X', createsSent: 3 };
    expect(createContent(trade, order, { subMerchantId })).toEqual(createContent(again, order, { subMerchantId }));
  });
});

describe('a rule of the document that is broken', () => {
  const sound: CreateContent = {
    out_trade_no: outTradeNo,
    total_amount: '12.80',
    subject: '绿茶',
    sub_merchant: { merchant_id: subMerchantId },
    buyer_id: '2088000000000001',
  };

  const kept: Partial<CreateContent>[] = [
    {},
    { out_trade_no: 'a' },
    { out_trade_no: `${'Z9_'.repeat(21)}_` },
    { total_amount: '0.01' },
    { total_amount: '100000000.00' },
    { notify_url: 'http://127.0.0.1:8080/n?x=1&y=2' },
    { subject: '茶'.repeat(256) },
    { body: '茶'.repeat(128) },
    { sub_merchant: { merchant_id: '1' } },
    { buyer_logon_id: 'a@example.com', buyer_id: undefined },
    { buyer_logon_id: 'a'.repeat(100) },
    { discountable_amount: '2.80', undiscountable_amount: '10.00' },
    { discountable_amount: '2.80' },
    { undiscountable_amount: '12.80' },
  ];
  test.each(kept)('is none with %j', (more) => expect(brokenRule({ ...sound, ...more })).toBeNull());

  const broken: [string, Partial<CreateContent>][] = [
    ['invalid_out_trade_no', { out_trade_no: '' }],
    ['invalid_out_trade_no', { out_trade_no: 'a'.repeat(65) }],
    ['invalid_out_trade_no', { out_trade_no: 'a-b' }],
    ['invalid_out_trade_no', { out_trade_no: '单号' }],
    ['invalid_notify_url', { notify_url: '' }],
    ['invalid_notify_url', { notify_url: 'ftp://shop.example/' }],
    ['invalid_notify_url', { notify_url: 'https://shop.example/a b' }],
    ['invalid_total_amount', { total_amount: '0.00' }],
    ['invalid_total_amount', { total_amount: '100000000.01' }],
    ['invalid_total_amount', { total_amount: '12.8' }],
    ['invalid_total_amount', { total_amount: '12' }],
    ['invalid_total_amount', { total_amount: '-1.00' }],
    ['invalid_total_amount', { total_amount: '1e1' }],
    ['invalid_discountable_amount', { discountable_amount: '0.00' }],
    ['invalid_discountable_amount', { discountable_amount: '1' }],
    ['invalid_undiscountable_amount', { undiscountable_amount: '100000000.01' }],
    ['amounts_differ', { discountable_amount: '2.80', undiscountable_amount: '10.01' }],
    ['amounts_differ', { discountable_amount: '2.80', undiscountable_amount: '9.99' }],
    ['amounts_differ', { discountable_amount: '12.81' }],
    ['invalid_subject', { subject: '' }],
    ['invalid_subject', { subject: '  ' }],
    ['invalid_subject', { subject: '茶'.repeat(257) }],
    ['invalid_body', { body: '茶'.repeat(129) }],
    ['invalid_sub_merchant', { sub_merchant: { merchant_id: '' } }],
    ['invalid_sub_merchant', { sub_merchant: { merchant_id: '2'.repeat(21) } }],
    ['invalid_buyer_logon_id', { buyer_logon_id: 'a'.repeat(101) }],
    ['invalid_buyer_logon_id', { buyer_logon_id: '' }],
    ['invalid_buyer_id', { buyer_id: '2088' }],
    ['invalid_buyer_id', { buyer_id: '2089000000000001' }],
    ['invalid_buyer_id', { buyer_id: '20880000000000012' }],
    ['buyer_not_served', { buyer_id: undefined }],
  ];
  test.each(broken)('is %s with %j', (rule, more) => expect(brokenRule({ ...sound, ...more })).toBe(rule));
});
