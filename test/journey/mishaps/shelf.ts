/** What the shop of a world sells, changed by scenes between listing and ordering. */
import goods from '../../../cloudfunctions/backend/host/goods.json';

type Goods = (typeof goods)[number];

export interface Shelf {
  /** What is for sale now, as the backend asks for it. */
  goods(): Promise<Goods[]>;
  reprice(goodsId: string, priceFen: number): void;
  withdraw(goodsId: string): void;
  /** Back to what `npm start` sells. */
  restock(): void;
}

/** A shelf with the goods of `npm start`. */
export function shelf(): Shelf {
  let offered = goods;
  return {
    goods: async () => offered,
    reprice(goodsId, priceFen) {
      offered = offered.map((one) => (one.goodsId === goodsId ? { ...one, priceFen } : one));
    },
    withdraw(goodsId) {
      offered = offered.filter((one) => one.goodsId !== goodsId);
    },
    restock() {
      offered = goods;
    },
  };
}
