import { currentTrade, newOrder, sameItems } from '../../../cloudfunctions/backend/order/order';
import { anOrder, ORDERED_AT_MS } from '../../support/orders';

const tea = { goodsId: 'tea', quantity: 1 };
const cup = { goodsId: 'cup', quantity: 2 };

describe('a new order', () => {
  test('owes its buyer a trade that the channel may not know yet, and says so', () => {
    const order = newOrder({
      orderNo: 'O',
      requestId: 'a-request-of-a-test',
      buyer: { kind: 'open_id', id: 'somebody' },
      merchantId: 'tea-house',
      channel: 'alipay',
      outTradeNo: 'O_1',
      items: [],
      subject: 'tea',
      totalFen: 1,
      nowMs: ORDERED_AT_MS,
      expiresAtMs: ORDERED_AT_MS + 60_000,
      dueAtMs: ORDERED_AT_MS + 20_000,
    });
    expect(order).toMatchObject({ status: 'unpaid', version: 1, createdAtMs: ORDERED_AT_MS, refunds: [], outbox: [] });
    expect(order.trades).toEqual([{ outTradeNo: 'O_1', channel: 'alipay', status: 'creating' }]);
    expect(order.history).toEqual([{ kind: 'ordered', atMs: ORDERED_AT_MS, source: 'buyer' }]);
    expect(order).not.toHaveProperty('outTradeNo');
  });

  test('counts as just asked about: its own create is on the way', () => {
    expect(anOrder()).toMatchObject({ askedAtMs: ORDERED_AT_MS, paidAtMs: null, closedAtMs: null });
  });
});

test('the current trade is the last one; an order without any is a bug', () => {
  const order = anOrder({ orderNo: 'O' });
  expect(currentTrade(order).outTradeNo).toBe('O_1');
  const second = { outTradeNo: 'O_2', channel: 'alipay', status: 'creating' } as const;
  expect(currentTrade({ ...order, trades: [...order.trades, second] }).outTradeNo).toBe('O_2');
  expect(() => currentTrade({ ...order, trades: [] })).toThrow('order O has no trade');
});

test.each([
  ['the same goods', [tea], [tea], true],
  ['the same goods in another order', [tea, cup], [cup, tea], true],
  ['another quantity', [tea], [{ ...tea, quantity: 2 }], false],
  ['other goods', [tea], [{ ...cup, quantity: 1 }], false],
  ['one kind less', [tea, cup], [tea], false],
  ['one kind more', [tea], [tea, cup], false],
  ['an id that ends like a quantity', [{ goodsId: 'tea1', quantity: 2 }], [{ goodsId: 'tea', quantity: 12 }], false],
  ['nothing at all', [], [], true],
])('%s: the purchases are the same only if goods and quantities are', (_, left, right, same) => {
  expect(sameItems(left, right)).toBe(same);
});
