import { observable, runInAction } from 'mobx';
import { multiplyFen, sumFen } from '../contract/money';
import { MAX_ITEMS, MAX_QUANTITY, type OrderCreateRequest } from '../contract/requests';
import type { GoodsView } from '../contract/views';
import type { Catalog } from './catalog';
import type { Device } from './device';

/** Goods as the catalog has them now, and how many pieces are chosen. */
export interface CartLine {
  goods: GoodsView;
  quantity: number;
}

/** What the buyer has chosen. It survives restarts, and shows only what the catalog still sells. */
export interface Cart {
  /** In the order of the catalog. */
  readonly lines: readonly CartLine[];
  /** Pieces, of all goods together. */
  readonly count: number;
  /** What the lines cost by the catalog's prices; the server charges by its own. */
  readonly totalFen: number;
  /** Something that was chosen is sold no more, by the server's word; the next change of the cart forgets it. */
  readonly hasGone: boolean;
  quantityOf(goodsId: string): number;
  /**
   * Zero takes the goods out. Quantities outside the contract's limits are brought within them; one kind more than it allows is not
   * taken.
   */
  setQuantity(goodsId: string, quantity: number): void;
  /** What to order; prices are the server's business. */
  items(): OrderCreateRequest['items'];
  clear(): void;
}

const STORAGE_KEY = 'cart';

/** The cart kept on this phone. */
export function cart({ device, catalog }: { device: Device; catalog: Catalog }): Cart {
  const quantities = observable.map<string, number>(storedQuantities(device.read(STORAGE_KEY)));

  function change(apply: () => void): void {
    runInAction(apply);
    device.write(STORAGE_KEY, Object.fromEntries(quantities));
  }

  /** Chosen, and sold no more; a catalog that this phone only remembers says nothing of that. */
  function gone(): string[] {
    return catalog.isFresh ? [...quantities.keys()].filter((goodsId) => !catalog.find(goodsId)) : [];
  }

  function lines(): CartLine[] {
    return catalog.goods.flatMap((goods) => {
      const quantity = quantities.get(goods.goodsId);
      return quantity ? [{ goods, quantity }] : [];
    });
  }

  return {
    get lines() {
      return lines();
    },
    get count() {
      return lines().reduce((count, line) => count + line.quantity, 0);
    },
    get totalFen() {
      return sumFen(lines().map(({ goods, quantity }) => multiplyFen(goods.priceFen, quantity)));
    },
    get hasGone() {
      return gone().length > 0;
    },
    quantityOf: (goodsId) => quantities.get(goodsId) ?? 0,
    setQuantity(goodsId, quantity) {
      const pieces = Math.min(Math.max(0, Math.trunc(quantity)), MAX_QUANTITY);
      if (!quantities.has(goodsId) && quantities.size - gone().length >= MAX_ITEMS) return;
      change(() => {
        for (const id of gone()) quantities.delete(id);
        if (pieces === 0) quantities.delete(goodsId);
        else quantities.set(goodsId, pieces);
      });
    },
    items: () => lines().map(({ goods, quantity }) => ({ goodsId: goods.goodsId, quantity })),
    clear: () => change(() => quantities.clear()),
  };
}

/** Storage may hold anything; only quantities that could have been chosen are taken from it. */
function storedQuantities(stored: unknown): [string, number][] {
  if (typeof stored !== 'object' || stored === null) return [];
  return Object.entries(stored).filter(
    (entry): entry is [string, number] => Number.isInteger(entry[1]) && entry[1] > 0 && entry[1] <= MAX_QUANTITY,
  );
}
