import { type Refused, refused } from '../../../contract/errors';
import type { OrderReply } from '../../../contract/requests';
import { requestClose } from '../order/ending';
import type { Buyer, Order } from '../order/order';
import { advanceOrder, claimAsking } from './advance-order';
import { findOrder, showOrder } from './find-order';
import type { Ports } from './ports';

const MOST_CONFLICTS = 20;

/**
 * Closes a buyer's unpaid order: the wish is noted first, so that the sweep goes on with it whatever happens; then the trade
 * is closed at the channel; only then the order. Local first would let the buyer pay for an order that is gone.
 */
export async function closeOrder(ports: Ports, buyer: Buyer, args: unknown): Promise<OrderReply | Refused> {
  const found = await findOrder(ports, buyer, args);
  if (!found.ok) return found;
  const order = await close(ports, found.order);
  if (order.status === 'closed') return showOrder(ports, order);
  if (order.status === 'paid') return refused('order_already_paid', 'the order is paid and cannot be closed');
  return refused('close_unconfirmed', 'the channel has not confirmed the closing; it goes on by itself, ask again');
}

async function close(ports: Ports, seen: Order): Promise<Order> {
  let order = seen;
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
    if (order.status !== 'unpaid') return order;
    if (order.closeRequestedAtMs !== null) return askAgain(ports, order);
    const saved = await ports.store.save(requestClose(order, ports.clock.nowMs()), order.version);
    if (saved.kind === 'saved') return advanceOrder(ports, saved.order, 'close');
    order = (await ports.store.get(order.orderNo)) ?? order;
  }
  throw new Error(`order ${order.orderNo} kept changing; the wish to close it was not noted`);
}

async function askAgain(ports: Ports, order: Order): Promise<Order> {
  const claimed = await claimAsking(ports, order);
  return claimed ? advanceOrder(ports, claimed, 'close') : order;
}
