import { observable, runInAction } from 'mobx';
import { multiplyFen, sumFen } from '../contract/money';
import { MAX_ITEMS, MAX_QUANTITY, type OrderCreateRequest } from '../contract/requests';
import type { GoodsView } from '../contract/views';
import type { Catalog } from './catalog';
import type { Device } from './device';

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
  quantityOf(goodsId: string): number;
  /** Zero takes the goods out. Quantities outside the contract's limits are brought within them. */
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
    quantityOf: (goodsId) => quantities.get(goodsId) ?? 0,
    setQuantity(goodsId, quantity) {
      const pieces = Math.min(Math.max(0, Math.trunc(quantity)), MAX_QUANTITY);
      if (!quantities.has(goodsId) && quantities.size >= MAX_ITEMS) return;
      change(() => (pieces === 0 ? quantities.delete(goodsId) : quantities.set(goodsId, pieces)));
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
