import { MAX_QUANTITY } from '../../contract/requests';
import { fakeShop, filledShop } from './support/fake-shop';

describe('the cart', () => {
  test('adds up by the prices of the catalog', async () => {
    const { cart } = await filledShop();
    expect(cart.totalFen).toBe(2 * 9_600 + 6_850);
    expect(cart.count).toBe(3);
  });

  test('survives a restart', async () => {
    const { device, clock, backend } = await filledShop();
    const restarted = fakeShop({ storage: device.storage, clock, backend });
    await restarted.catalog.load();
    expect(restarted.cart.items()).toEqual([
      { goodsId: 'tea', quantity: 2 },
      { goodsId: 'cup', quantity: 1 },
    ]);
  });

  test('leaves out what is no longer sold', async () => {
    const { cart, catalog, backend } = await filledShop();
    backend.goods.splice(0, 1);
    await catalog.load();
    expect(cart.items()).toEqual([{ goodsId: 'cup', quantity: 1 }]);
    expect(cart.totalFen).toBe(6_850);
  });

  test.each([
    [-1, 0],
    [0, 0],
    [1, 1],
    [2.9, 2],
    [MAX_QUANTITY, MAX_QUANTITY],
    [MAX_QUANTITY + 1, MAX_QUANTITY],
  ])('a quantity of %p becomes %p', async (wanted, kept) => {
    const { cart } = await filledShop();
    cart.setQuantity('tea', wanted);
    expect(cart.quantityOf('tea')).toBe(kept);
  });

  test('cleared stays empty after a restart', async () => {
    const { cart, device } = await filledShop();
    cart.clear();
    expect(fakeShop({ storage: device.storage }).cart.quantityOf('tea')).toBe(0);
  });

  test.each([
    ['nothing', undefined],
    ['text', '"tea"'],
    ['a list', '[1,2]'],
    ['quantities that nobody can choose', '{"tea":-1,"cup":100,"cake":1.5,"honey":"2"}'],
  ])('starts empty from a storage that holds %s', async (_what, stored) => {
    const storage = new Map(stored === undefined ? [] : [['cart', stored]]);
    const { cart, catalog } = fakeShop({ storage });
    await catalog.load();
    expect(cart.items()).toEqual([]);
  });
});

describe('a purchase stored on the phone', () => {
  test.each([
    ['text', '"x"'],
    ['no request id', '{"items":[]}'],
    ['items of another shape', '{"requestId":"request-1-0000000000","items":[{"goods":"tea"}]}'],
    ['quantities that are none', '{"requestId":"request-1-0000000000","items":[{"goodsId":"tea","quantity":"1"}]}'],
  ])('is taken for none when it is %s', (_what, stored) => {
    expect(fakeShop({ storage: new Map([['purchase', stored]]) }).purchases.current).toBeNull();
  });

  test('forgotten is forgotten after a restart', async () => {
    const { purchases, device } = await filledShop();
    purchases.begin({ items: [{ goodsId: 'tea', quantity: 1 }] });
    purchases.forget();
    expect(fakeShop({ storage: device.storage }).purchases.current).toBeNull();
  });

  test('is the same one whatever the order of its items', () => {
    const { purchases } = fakeShop();
    const [tea, cup] = [
      { goodsId: 'tea', quantity: 1 },
      { goodsId: 'cup', quantity: 2 },
    ];
    expect(purchases.begin({ items: [tea, cup] })).toBe(purchases.begin({ items: [cup, tea] }));
    expect(purchases.begin({ items: [tea, cup] })).not.toBe(purchases.begin({ items: [tea] }));
  });

  test.each([
    ['note', { note: '请不要放糖' }],
    ['way to pay', { instalments: 6 as const }],
  ])('is another one with another %s, also after a restart', (_what, words) => {
    const { purchases, device } = fakeShop();
    const items = [{ goodsId: 'tea', quantity: 1 }];
    const first = purchases.begin({ items, ...words });
    const restarted = fakeShop({ storage: device.storage }).purchases;
    expect(restarted.begin({ items, ...words }).requestId).toBe(first.requestId);
    expect(restarted.begin({ items }).requestId).not.toBe(first.requestId);
  });
});
