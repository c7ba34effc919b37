import { MAX_QUANTITY, type OrderCreateRequest } from '../contract/requests';
import { instalmentCount } from './checkout-draft';
import type { Device } from './device';

/** What a buyer wants of one order. */
export type Wish = Omit<OrderCreateRequest, 'requestId'>;

/** One intent to buy. Its request id is made and stored before the first try, and named again on every further one. */
export interface Purchase extends OrderCreateRequest {
  /** The order it became; null until the server has said so. */
  orderNo: string | null;
}

/** The purchase in progress on this phone; it survives an app that is killed at any moment. */
export interface PurchaseRecord {
  readonly current: Purchase | null;
  /** The stored purchase when it is the same wish, so that a retry is no second order; else a new one. */
  begin(wish: Wish): Purchase;
  made(orderNo: string): void;
  /** The order is final or was never made; the next purchase is another one. */
  forget(): void;
}

const STORAGE_KEY = 'purchase';

/** The purchase stored on this phone. */
export function purchaseRecord({ device }: { device: Device }): PurchaseRecord {
  let current = storedPurchase(device.read(STORAGE_KEY));

  function keep(purchase: Purchase): Purchase {
    current = purchase;
    device.write(STORAGE_KEY, purchase);
    return purchase;
  }

  return {
    get current() {
      return current;
    },
    begin(wish) {
      if (current && isSame(current, wish)) return current;
      return keep({ ...wish, requestId: device.randomId(), orderNo: null });
    },
    made(orderNo) {
      if (current) keep({ ...current, orderNo });
    },
    forget() {
      current = null;
      device.remove(STORAGE_KEY);
    },
  };
}

function isSame(one: Wish, other: Wish): boolean {
  const quantities = new Map(one.items.map(({ goodsId, quantity }) => [goodsId, quantity]));
  const sameItems =
    one.items.length === other.items.length &&
    other.items.every(({ goodsId, quantity }) => quantities.get(goodsId) === quantity);
  return sameItems && one.note === other.note && one.instalments === other.instalments;
}

/** Storage may hold anything; half a purchase is none. */
function storedPurchase(stored: unknown): Purchase | null {
  const { requestId, items, orderNo, note, instalments } = (stored ?? {}) as Partial<Purchase>;
  if (typeof requestId !== 'string' || !Array.isArray(items) || !items.every(isItem)) return null;
  const count = instalmentCount(instalments);
  return {
    requestId,
    items,
    ...(typeof note === 'string' && { note }),
    ...(count !== null && { instalments: count }),
    orderNo: typeof orderNo === 'string' ? orderNo : null,
  };
}

function isItem(item: unknown): boolean {
  const { goodsId, quantity } = (item ?? {}) as { goodsId?: unknown; quantity?: unknown };
  return typeof goodsId === 'string' && Number.isInteger(quantity) && Number(quantity) <= MAX_QUANTITY;
}
