import type { Order } from '../../cloudfunctions/backend/order/order';
import type { OrderPage, OrderStore } from '../../cloudfunctions/backend/store/order-store';
import { anOrder, anOrderNo } from '../support/orders';

/** What every order store must do with buyers' wishes for a refund. */
export const wishRules: Record<string, (store: OrderStore) => Promise<void>> = {
  'only orders with a wish for a refund are listed as such, of every buyer, the oldest wish first': async (store) => {
    const [plain, last, first] = [anOrder(), aWish(1, 3_000), aWish(2, 1_000)];
    const other = { ...aWish(3, 2_000), buyer: { kind: 'open_id', id: 'another' } as const };
    for (const order of [plain, last, first, other]) await store.insert(order);
    expect(await store.listRefundAsks(10)).toStrictEqual({ orders: [first, other, last] });
  },

  'where nobody wishes a refund the list is empty': async (store) => {
    await store.insert(anOrder());
    expect(await store.listRefundAsks(10)).toEqual({ orders: [] });
  },

  'a wish is listed once it is saved, and no longer once it is answered': async (store) => {
    const order = anOrder();
    await store.insert(order);
    const asked: Order = { ...order, refundAsk: { reason: '买错了', atMs: 5 } };
    await store.save(asked, 1);
    expect(await store.listRefundAsks(10)).toEqual({ orders: [{ ...asked, version: 2 }] });
    await store.save(order, 2);
    expect(await store.listRefundAsks(10)).toEqual({ orders: [] });
    await store.save(asked, 3);
    expect(await store.listRefundAsks(10)).toEqual({ orders: [{ ...asked, version: 4 }] });
  },

  'a wish that is uttered anew goes to the end': async (store) => {
    const orders = [aWish(1, 1_000), aWish(2, 2_000)];
    for (const order of orders) await store.insert(order);
    await store.save(aWish(1, 3_000), 1);
    expect(numbersOf(await store.listRefundAsks(10))).toEqual([anOrderNo(2), anOrderNo(1)]);
  },

  'pages of wishes follow one another without gap or repeat, also among wishes of one millisecond': async (store) => {
    const times = [1, 1, 2, 3, 3, 3, 3, 5];
    const wishes = times.map((atMs, n) => aWish(n, atMs));
    for (const order of [...wishes].reverse()) await store.insert(order);
    for (const limit of [1, 2, 3, 7, 8, 9]) {
      const pages = await allPages(store, limit);
      expect(pages.flatMap(numbersOf)).toEqual(wishes.map(({ orderNo }) => orderNo));
      expect(pages).toHaveLength(Math.ceil(wishes.length / limit));
    }
  },

  'wishes that come or are answered while somebody pages shift no page, even the one a page ended with': async (
    store,
  ) => {
    for (const n of [2, 4, 6, 8]) await store.insert(aWish(n, n));
    const first = await store.listRefundAsks(2);
    expect(numbersOf(first)).toEqual([anOrderNo(2), anOrderNo(4)]);
    for (const n of [2, 4]) await store.save(anOrder({ orderNo: anOrderNo(n) }), 1);
    await store.insert(aWish(3, 3));
    await store.insert(aWish(7, 7));
    const second = await store.listRefundAsks(2, first.nextCursor);
    expect(numbersOf(second)).toEqual([anOrderNo(6), anOrderNo(7)]);
    await store.save(anOrder({ orderNo: anOrderNo(8) }), 1);
    expect(await store.listRefundAsks(2, second.nextCursor)).toEqual({ orders: [] });
    expect(numbersOf(await store.listRefundAsks(9))).toEqual([3, 6, 7].map(anOrderNo));
  },

  'a cursor of wishes that is not one of ours starts from the top': async (store) => {
    const order = aWish(1, 1_000);
    await store.insert(order);
    for (const cursor of [
      '',
      'x',
      '中文 🍵',
      '\u0000',
      '__proto__',
      "' or 1=1",
      '9'.repeat(400),
      btoa('9'.repeat(30)),
    ]) {
      expect(await store.listRefundAsks(10, cursor)).toEqual({ orders: [order] });
    }
  },
};

// --- Helpers of the rules ---

function aWish(n: number, atMs: number): Order {
  return anOrder({ orderNo: anOrderNo(n), refundAsk: { reason: `wish ${n}`, atMs } });
}

function numbersOf({ orders }: OrderPage): string[] {
  return orders.map(({ orderNo }) => orderNo);
}

async function allPages(store: OrderStore, limit: number, cursor?: string): Promise<OrderPage[]> {
  const page = await store.listRefundAsks(limit, cursor);
  return page.nextCursor ? [page, ...(await allPages(store, limit, page.nextCursor))] : [page];
}
