import type { App } from './apps';
import { type Buyer, openIdOf } from './buyers';

/** Buyers by every id they have. */
export interface BuyerIndex {
  add(buyer: Buyer): void;
  byUserId(userId: string): Buyer | undefined;
  byOpenId(openId: string, appId: string): Buyer | undefined;
  /** In the order of adding. */
  all(): Iterable<Buyer>;
  clear(): void;
}

/** Knows a buyer's `open_id` in each of `apps`; what it does not know is undefined. */
export function buyerIndex(apps: readonly App[], buyers: readonly Buyer[] = []): BuyerIndex {
  const byUserId = new Map<string, Buyer>();
  const byOpenId = new Map<string, Buyer>();

  function add(buyer: Buyer): void {
    byUserId.set(buyer.userId, buyer);
    for (const { appId } of apps) byOpenId.set(`${appId}/${openIdOf(buyer.userId, appId)}`, buyer);
  }

  for (const buyer of buyers) add(buyer);
  return {
    add,
    byUserId: (userId) => byUserId.get(userId),
    byOpenId: (openId, appId) => byOpenId.get(`${appId}/${openId}`),
    all: () => byUserId.values(),
    clear() {
      byUserId.clear();
      byOpenId.clear();
    },
  };
}
