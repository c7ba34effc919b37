import { MAX_QUANTITY, type OrderCreateRequest } from '../contract/requests';
import type { Device } from './device';

/** One intent to buy. Its request id is made and stored before the first try, and named again on every further one. */
export interface Purchase extends OrderCreateRequest {
  /** The order it became; null until the server has said so. */
  orderNo: string | null;
}

/** The purchase in progress on this phone; it survives an app that is killed at any moment. */
export interface PurchaseRecord {
  readonly current: Purchase | null;
  /** The stored purchase when it wants the same items, so that a retry is no second order; else a new one. */
  begin(items: OrderCreateRequest['items']): Purchase;
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
    begin(items) {
      if (current && wantsSame(current.items, items)) return current;
      return keep({ requestId: device.randomId(), items, orderNo: null });
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

function wantsSame(a: OrderCreateRequest['items'], b: OrderCreateRequest['items']): boolean {
  const quantities = new Map(a.map(({ goodsId, quantity }) => [goodsId, quantity]));
  return a.length === b.length && b.every(({ goodsId, quantity }) => quantities.get(goodsId) === quantity);
}

/** Storage may hold anything; half a purchase is none. */
function storedPurchase(stored: unknown): Purchase | null {
  const { requestId, items, orderNo } = (stored ?? {}) as Partial<Purchase>;
  if (typeof requestId !== 'string' || !Array.isArray(items) || !items.every(isItem)) return null;
  return { requestId, items, orderNo: typeof orderNo === 'string' ? orderNo : null };
}

function isItem(item: unknown): boolean {
  const { goodsId, quantity } = (item ?? {}) as { goodsId?: unknown; quantity?: unknown };
  return typeof goodsId === 'string' && Number.isInteger(quantity) && Number(quantity) <= MAX_QUANTITY;
}
