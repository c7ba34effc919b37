import { type OrderDocument, orderOf, type ServerlessOrders, searchable } from './serverless-orders';

/** Every round that does not settle a number removes a claim to it, or loses a race to one that does. */
const MOST_ROUNDS = 100;

/**
 * Settles which of the claims to a number is the order, and returns it; null when nobody claims it.
 *
 * A unique index on `orderNo` leaves nothing to settle. It is made by hand in the platform's console, so that it may be
 * missing; then two parallel inserts leave two documents, and one must win for every reader, for ever. The rule: a claim is
 * settled only by somebody who has read it to be the only one; whoever reads several removes all but the first, by a
 * command that a settled document resists.
 *
 * No two can be settled. Whoever settled A read A alone, so that B was inserted after that reading; whoever settled B
 * read B alone, so that A was inserted after that one. Each reading saw what it settled, so each would be earlier than the
 * other. This holds whatever the order of claims, whoever dies, and however late a command lands; it needs commands that
 * are atomic on one document and readings that see every finished write.
 *
 * And one will be: the first claim in order is removed by nobody.
 */
export async function settleClaims(orders: ServerlessOrders, orderNo: string): Promise<OrderDocument | null> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const [first, second] = await orders.find({ orderNo }, { settled: -1, claim: 1, _id: 1 }, 2);
    if (!first) return null;
    if (first.settled && second) await tidyUp(orders, orderNo);
    if (first.settled) return first;
    if (second) await orders.remove(behind(first, second));
    else if ((await settle(orders, first)) === 1) return first;
  }
  throw new Error(`the claims to order ${orderNo} could not be settled`);
}

// --- Internal helpers ---

function settle(orders: ServerlessOrders, claim: OrderDocument): Promise<number | undefined> {
  const fields = { settled: true, ...searchable(orderOf(claim)) };
  return orders.update({ _id: claim._id, orderNo: claim.orderNo, settled: false }, fields);
}

/** Claims of one name are one insert that something on the way repeated. */
function behind(first: OrderDocument, second: OrderDocument): object {
  const { orderNo } = first;
  if (first.claim === second.claim) return { _id: second._id, orderNo, settled: false };
  return { orderNo, settled: false, claim: { $gt: first.claim } };
}

/** What is left behind a settled order is in nobody's way: when it cannot be removed now, that is no reason to fail. */
async function tidyUp(orders: ServerlessOrders, orderNo: string): Promise<void> {
  await orders.remove({ orderNo, settled: false }).catch(() => undefined);
}
