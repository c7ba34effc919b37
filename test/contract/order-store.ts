import type { Order } from '../../cloudfunctions/backend/order/order';
import type { OrderPage, OrderStore } from '../../cloudfunctions/backend/store/order-store';
import { anOrder, anOrderNo, anOrderWithEverything, ORDERED_AT_MS, paidOrder } from '../support/orders';
import { storeAgreesWithModel } from './order-store-model';
import { wishRules } from './order-store-wishes';

/** Rules a store is excused from: title of the rule → the reason, in words. */
export type Excuses = Record<string, string>;

/**
 * What every order store must do. Call it inside a `describe`; `emptyStore` gives a store without orders, and is called
 * anew for every rule.
 */
export function orderStoreContract(emptyStore: () => Promise<OrderStore>, excuses: Excuses = {}): void {
  const excused = new Map(Object.entries(excuses));
  const rule = (title: string, holds: (store: OrderStore) => Promise<void>) => {
    const reason = excused.get(title);
    excused.delete(title);
    if (reason === undefined) test(title, async () => holds(await emptyStore()));
    else if (reason.split(' ').length < 4) throw new Error(`excuse "${title}": give the reason in words`);
  };
  for (const [title, holds] of Object.entries(rules)) rule(title, holds);
  if (excused.size > 0) throw new Error(`no such rule to be excused from: ${[...excused.keys()].join('; ')}`);
  test('random sequences of operations answer as the model does', () => storeAgreesWithModel(emptyStore));
}

const rules: Record<string, (store: OrderStore) => Promise<void>> = {
  'an unknown number has no order': async (store) => {
    expect(await store.get(anOrderNo(404))).toBeNull();
    expect(await store.get('')).toBeNull();
    expect(await store.get("'; drop table orders; --")).toBeNull();
  },

  'every field of an order comes back as it went in': async (store) => {
    const order = anOrderWithEverything();
    expect(await store.insert(order)).toEqual({ kind: 'inserted' });
    expect(await store.get(order.orderNo)).toStrictEqual(order);
    expect(await store.due(Number.MAX_SAFE_INTEGER, 10)).toStrictEqual([order]);
    expect((await store.listByBuyer(order.buyer.id, 10)).orders).toStrictEqual([order]);
    expect((await store.listRefundAsks(10)).orders).toStrictEqual([order]);
  },

  'every field of a saved order comes back as it went in': async (store) => {
    const full = anOrderWithEverything();
    const bare = anOrder({ orderNo: full.orderNo, buyer: full.buyer, createdAtMs: full.createdAtMs });
    await store.insert(bare);
    expect(await store.save(full, bare.version)).toEqual({ kind: 'saved', order: { ...full, version: 2 } });
    expect(await store.get(full.orderNo)).toStrictEqual({ ...full, version: 2 });
  },

  'a second insert of a number changes nothing and returns the first order': async (store) => {
    const first = anOrder({ subject: 'first' });
    await store.insert(first);
    expect(await store.insert({ ...first, subject: 'second' })).toEqual({ kind: 'exists', order: first });
    expect(await store.get(first.orderNo)).toEqual(first);
  },

  'a save on the expected version replaces the order and raises the version by one': async (store) => {
    const order = anOrder();
    await store.insert(order);
    const paid: Order = { ...paidOrder(order, ORDERED_AT_MS + 1), dueAtMs: null };
    expect(await store.save(paid, 1)).toEqual({ kind: 'saved', order: { ...paid, version: 2 } });
    expect(await store.save({ ...paid, subject: 'again' }, 2)).toMatchObject({ kind: 'saved', order: { version: 3 } });
    expect(await store.get(order.orderNo)).toEqual({ ...paid, subject: 'again', version: 3 });
  },

  'a save decides by the expected version, whatever version the order itself claims': async (store) => {
    const order = anOrder();
    await store.insert(order);
    expect(await store.save({ ...order, version: 77 }, 1)).toMatchObject({ kind: 'saved', order: { version: 2 } });
    expect(await store.get(order.orderNo)).toMatchObject({ version: 2 });
  },

  'a save on another version is a conflict and changes nothing': async (store) => {
    const order = anOrder();
    await store.insert(order);
    for (const version of [0, 2, -1, 1_000_000]) {
      expect(await store.save({ ...order, subject: 'wrong' }, version)).toEqual({ kind: 'conflict' });
    }
    expect(await store.get(order.orderNo)).toEqual(order);
  },

  'a save of an order that was never inserted is a conflict and stores nothing': async (store) => {
    const order = anOrder();
    expect(await store.save(order, 1)).toEqual({ kind: 'conflict' });
    expect(await store.get(order.orderNo)).toBeNull();
  },

  'of 50 parallel saves of one version exactly one wins, and what it wrote is what stays': async (store) => {
    const order = anOrder();
    await store.insert(order);
    const attempts = count(50).map((n) => store.save({ ...order, subject: `attempt ${n}` }, 1));
    const saved = (await Promise.all(attempts)).flatMap((result) => (result.kind === 'saved' ? [result.order] : []));
    expect(saved).toHaveLength(1);
    expect(await store.get(order.orderNo)).toEqual(saved[0]);
    expect(saved[0]?.version).toBe(2);
  },

  'of 50 parallel inserts of one number one is inserted and 49 get that same order': async (store) => {
    const orderNo = anOrderNo(50);
    const rivals = count(50).map((n) => anOrder({ orderNo, subject: `rival ${n}` }));
    const results = await Promise.all(rivals.map((rival) => store.insert(rival)));
    const winner = rivals[results.findIndex((result) => result.kind === 'inserted')];
    const losers = results.filter((result) => result.kind === 'exists');
    expect(losers).toEqual(Array(49).fill({ kind: 'exists', order: winner }));
    expect(await store.get(orderNo)).toEqual(winner);
  },

  'ten writers that retry on conflict lose no update': async (store) => {
    const order = anOrder({ totalFen: 1 });
    await store.insert(order);
    await Promise.all(count(10).map(() => addOneFen(store, order.orderNo)));
    expect(await store.get(order.orderNo)).toMatchObject({ totalFen: 11, version: 11 });
  },

  'the longest due come first, up to the limit, and never those that owe nothing': async (store) => {
    const [never, late, soon, now] = [anOrderNo(1), anOrderNo(2), anOrderNo(3), anOrderNo(4)];
    await store.insert(anOrder({ orderNo: never, dueAtMs: null }));
    await store.insert(anOrder({ orderNo: late, dueAtMs: 1_000 }));
    await store.insert(anOrder({ orderNo: soon, dueAtMs: 3_001 }));
    await store.insert(anOrder({ orderNo: now, dueAtMs: 3_000 }));
    expect(numbersOf(await store.due(3_000, 10))).toEqual([late, now]);
    expect(numbersOf(await store.due(3_001, 2))).toEqual([late, now]);
    expect(numbersOf(await store.due(Number.MAX_SAFE_INTEGER, 10))).toEqual([late, now, soon]);
    expect(await store.due(999, 10)).toEqual([]);
  },

  'a save moves an order in the sweep, or out of it': async (store) => {
    const order = anOrder({ dueAtMs: 1_000 });
    await store.insert(order);
    await store.save({ ...order, dueAtMs: 9_000 }, 1);
    expect(await store.due(8_999, 10)).toEqual([]);
    expect(numbersOf(await store.due(9_000, 10))).toEqual([order.orderNo]);
    await store.save({ ...order, dueAtMs: null }, 2);
    expect(await store.due(Number.MAX_SAFE_INTEGER, 10)).toEqual([]);
  },

  'of many nodes that claim one due order by a save exactly one gets it': async (store) => {
    await store.insert(anOrder({ dueAtMs: 1_000 }));
    const claims = await Promise.all(count(20).map(() => claimOne(store)));
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
  },

  "a buyer sees only the buyer's own orders, newest first": async (store) => {
    const buyer = { kind: 'open_id', id: '074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5' } as const;
    const older = anOrder({ buyer, createdAtMs: 1_000 });
    const newer = anOrder({ buyer, createdAtMs: 2_000 });
    const other = anOrder({ buyer: { kind: 'open_id', id: `${buyer.id}x` }, createdAtMs: 1_500 });
    for (const order of [older, newer, other]) await store.insert(order);
    expect(await store.listByBuyer(buyer.id, 10)).toEqual({ orders: [newer, older] });
    expect(await store.listByBuyer('somebody else', 10)).toEqual({ orders: [] });
    expect(await store.listByBuyer('', 10)).toEqual({ orders: [] });
  },

  'pages follow one another without gap or repeat, also among orders of one millisecond': async (store) => {
    const times = [5, 5, 5, 5, 4, 3, 3, 2, 1, 1];
    const orders = times.map((createdAtMs, n) => anOrder({ createdAtMs, orderNo: anOrderNo(n) }));
    for (const order of orders) await store.insert(order);
    for (const limit of [1, 2, 3, 9, 10, 11]) {
      const pages = await allPages(store, orders[0]?.buyer.id ?? '', limit);
      expect(pages.flatMap((page) => page.orders.map((order) => order.createdAtMs))).toEqual(times);
      expect(new Set(pages.flatMap((page) => numbersOf(page.orders))).size).toBe(orders.length);
      expect(pages).toHaveLength(Math.ceil(orders.length / limit));
    }
  },

  'the last page has no cursor, even when it is full': async (store) => {
    for (const createdAtMs of [1, 2]) await store.insert(anOrder({ createdAtMs }));
    const page = await store.listByBuyer(anOrder().buyer.id, 2);
    expect(page.orders).toHaveLength(2);
    expect(page).not.toHaveProperty('nextCursor');
  },

  'orders that arrive while somebody pages neither shift the pages nor appear twice': async (store) => {
    const orders = [1, 2, 3, 4].map((createdAtMs) => anOrder({ createdAtMs, orderNo: anOrderNo(createdAtMs) }));
    for (const order of orders) await store.insert(order);
    const buyerId = orders[0]?.buyer.id ?? '';
    const first = await store.listByBuyer(buyerId, 2);
    await store.insert(anOrder({ createdAtMs: 9, orderNo: anOrderNo(9) }));
    await store.insert(anOrder({ createdAtMs: 3, orderNo: anOrderNo(5) }));
    const second = await store.listByBuyer(buyerId, 2, first.nextCursor);
    expect(numbersOf(first.orders)).toEqual([anOrderNo(4), anOrderNo(3)]);
    expect(numbersOf(second.orders)).toEqual([anOrderNo(2), anOrderNo(1)]);
  },

  'a cursor that is not one of ours starts from the top': async (store) => {
    const order = anOrder();
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
      expect(await store.listByBuyer(order.buyer.id, 10, cursor)).toEqual({ orders: [order] });
    }
  },

  ...wishRules,

  'what callers do to their copies never reaches the store': async (store) => {
    const order = anOrder({ refundAsk: { reason: '买错了', atMs: 5 } });
    const kept = structuredClone(order);
    await store.insert(order);
    spoil(order);
    spoil(await store.get(kept.orderNo));
    spoil((await store.due(Number.MAX_SAFE_INTEGER, 1))[0]);
    spoil((await store.listByBuyer(kept.buyer.id, 1)).orders[0]);
    spoil((await store.listRefundAsks(1)).orders[0]);
    expect(await store.get(kept.orderNo)).toEqual(kept);
    const next = structuredClone(kept);
    const saved = await store.save(next, 1);
    spoil(next);
    if (saved.kind === 'saved') spoil(saved.order);
    expect(await store.get(kept.orderNo)).toEqual({ ...kept, version: 2 });
  },
};

// --- Helpers of the rules ---

function count(to: number): number[] {
  return Array.from({ length: to }, (_, index) => index + 1);
}

function numbersOf(orders: Order[]): string[] {
  return orders.map((order) => order.orderNo);
}

function spoil(order: Order | null | undefined): void {
  if (!order) throw new Error('the rule expected an order here');
  order.subject = 'spoilt';
  order.buyer.id = 'spoilt';
  order.trades.length = 0;
}

async function addOneFen(store: OrderStore, orderNo: string): Promise<void> {
  const order = await store.get(orderNo);
  if (!order) throw new Error(`${orderNo} has gone`);
  const result = await store.save({ ...order, totalFen: order.totalFen + 1 }, order.version);
  if (result.kind === 'conflict') await addOneFen(store, orderNo);
}

async function claimOne(store: OrderStore): Promise<boolean> {
  const [order] = await store.due(1_000, 1);
  if (!order) return false;
  const claim = await store.save({ ...order, dueAtMs: 60_000 }, order.version);
  return claim.kind === 'saved';
}

/** All pages of a buyer, by following the cursors. */
async function allPages(store: OrderStore, buyerId: string, limit: number, cursor?: string): Promise<OrderPage[]> {
  const page = await store.listByBuyer(buyerId, limit, cursor);
  return page.nextCursor ? [page, ...(await allPages(store, buyerId, limit, page.nextCursor))] : [page];
}
