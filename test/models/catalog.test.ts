import { catalog } from '../../models/catalog';
import { GOODS } from './support/fake-backend';
import { fakeShop, filledShop } from './support/fake-shop';

describe('a catalog', () => {
  test('is there again after a restart before anything was asked, and is known to be old', async () => {
    const shop = await filledShop();
    const { catalog, backend } = fakeShop({ storage: shop.device.storage, backend: shop.backend });
    expect(catalog).toMatchObject({ state: 'ready', merchantName: '示例小店', isFresh: false });
    expect(catalog.find('tea')?.priceFen).toBe(9_600);
    expect(backend.calls).toEqual([]);
    backend.goods.splice(0, 1, { ...(GOODS[0] as (typeof GOODS)[number]), priceFen: 9_900 });
    await catalog.load();
    expect(catalog.isFresh).toBe(true);
    expect(catalog.find('tea')?.priceFen).toBe(9_900);
  });

  test('shows what the app was built with at the very first start, until the server has spoken', async () => {
    const { backend, device } = fakeShop();
    const first = { merchantName: '示例小店', goods: [{ ...(GOODS[0] as (typeof GOODS)[number]), priceFen: 9_500 }] };
    const shown = catalog({ backend, device, first });
    expect(shown).toMatchObject({ state: 'ready', merchantName: '示例小店', isFresh: false, goods: first.goods });
    expect(backend.calls).toEqual([]);
    await shown.load();
    expect(shown).toMatchObject({ isFresh: true, goods: GOODS });
    // From now on the phone remembers better.
    expect(catalog({ backend, device, first }).goods).toEqual(GOODS);
  });

  test('brings back how to reach the merchant and what it offers', async () => {
    const shop = fakeShop();
    shop.backend.offers.contact = { phone: '021-5555 0000' };
    shop.backend.offers.instalments = { counts: [3, 6], feePayer: 'merchant', minTotalFen: 10_000 };
    await shop.catalog.load();
    const { catalog } = fakeShop({ storage: shop.device.storage });
    expect(catalog).toMatchObject({ contact: { phone: '021-5555 0000' }, instalments: { counts: [3, 6] } });
  });

  test.each([
    ['text', '"x"'],
    ['nothing', 'null'],
    ['no goods', '{"merchantName":"示例小店"}'],
    [
      'a price that is none',
      '{"merchantName":"x","goods":[{"goodsId":"a","title":"","description":"","picture":"","priceFen":-1}]}',
    ],
    ['goods that are null', '{"merchantName":"x","goods":[null]}'],
  ])('stored as %s is not shown', (_what, stored) => {
    const { catalog } = fakeShop({ storage: new Map([['catalog', stored]]) });
    expect(catalog).toMatchObject({ state: 'loading', goods: [] });
  });
});
