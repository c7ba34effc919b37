import * as v from 'valibot';
import { type RefundRefusalReason, type RefusalReason, type Refused, refused } from '../../../contract/errors';
import { MAX_REASON_CHARACTERS } from '../../../contract/operator';
import type { OrderReply } from '../../../contract/requests';
import type { Buyer, Order } from '../order/order';
import { askRefund as kept, refundableFen } from '../order/refunds';
import { compareAndSet } from './compare-and-set';
import { findOrder, showOrder } from './find-order';
import { parseRequest, refuseLongText, textSchema } from './parse-request';
import type { Ports } from './ports';
import { announce } from './record-news';

const requestSchema = v.object({ reason: v.pipe(textSchema(MAX_REASON_CHARACTERS), v.minLength(1)) });

/** Keeps a buyer's wish for a refund, for operators to see. It moves no money: only an operator can do that. */
export async function askRefund(
  ports: Ports,
  buyer: Buyer,
  args: unknown,
): Promise<OrderReply | Refused<RefusalReason | RefundRefusalReason>> {
  const found = await findOrder(ports, buyer, args);
  if (!found.ok) return found;
  const request = parseRequest(requestSchema, args);
  if (!request.ok) return request;
  const { reason } = request.value;
  const tooLong = refuseLongText('reason', reason, ports.limits);
  if (tooLong) return tooLong;
  const last: { refusal: Refused<RefundRefusalReason> | null } = { refusal: null };
  const attempt = await compareAndSet(ports, found.order, (order, nowMs) => {
    last.refusal = refusalOf(order);
    if (last.refusal || order.refundAsk?.reason === reason) return null;
    return { order: kept(order, reason, nowMs), extra: order.refundAsk === undefined };
  });
  if (last.refusal) return last.refusal;
  const order = attempt.kind === 'missing' ? found.order : attempt.order;
  if (attempt.kind === 'saved' && attempt.extra) announce(ports, order, [{ kind: 'refund_asked' }], 'buyer');
  return showOrder(ports, order);
}

function refusalOf(order: Order): Refused<RefundRefusalReason> | null {
  if (order.status !== 'paid') return refused('order_not_paid', 'only a paid order can be refunded');
  const hasMoney = order.trades.some((trade) => refundableFen(order, trade) > 0);
  return hasMoney ? null : refused('nothing_to_refund', 'all of it has gone back, or is on its way');
}
