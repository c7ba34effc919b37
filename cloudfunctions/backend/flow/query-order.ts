import type { Refused } from '../../../contract/errors';
import type { OrderReply } from '../../../contract/requests';
import type { Buyer } from '../order/order';
import { advanceOrder, claimAsking } from './advance-order';
import { findOrder, showOrder } from './find-order';
import type { Ports } from './ports';

/** Shows a buyer's order; while it is unpaid, asks the channel first, at most once in 2 s however many pages poll. */
export async function queryOrder(ports: Ports, buyer: Buyer, args: unknown): Promise<OrderReply | Refused> {
  const found = await findOrder(ports, buyer, args);
  if (!found.ok) return found;
  const claimed = await claimAsking(ports, found.order);
  return showOrder(ports, claimed ? await advanceOrder(ports, claimed, 'query') : found.order);
}
