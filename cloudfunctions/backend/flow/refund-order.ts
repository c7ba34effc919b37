import * as v from 'valibot';
import { type OperatorRefusalReason, type Refused, refused } from '../../../contract/errors';
import { MAX_REASON_CHARACTERS, type OperatorOrderReply, type OrderRefundRequest } from '../../../contract/operator';
import { isOrderNo, parseOutTradeNo } from '../order/numbers';
import type { ChannelName, Order, RefundCause, Trade } from '../order/order';
import { MOST_REFUNDS, refundableFen, requestRefund } from '../order/refunds';
import { saveChange } from './compare-and-set';
import { driveRefunds } from './drive-refunds';
import { parseRequest, requestIdSchema, textSchema } from './parse-request';
import { channelOf, type Ports } from './ports';
import { announce } from './record-news';
import { operatorReply } from './show-to-operator';

const requestSchema = v.object({
  orderNo: v.pipe(v.string(), v.check(isOrderNo, 'not an order number')),
  requestId: requestIdSchema,
  refundFen: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  outTradeNo: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => parseOutTradeNo(text) !== null, 'not a trade number'),
    ),
  ),
  reason: v.optional(v.pipe(textSchema(MAX_REASON_CHARACTERS), v.minLength(1))),
});

/**
 * Gives money back for an operator: a part or all that is left, as often as it takes, never more than was paid. The refund is saved
 * with its number before the channel hears of it; the reply shows how far it has come, and the sweep goes on with what is not known.
 * The same request id is the same refund.
 */
export async function refundOrder(
  ports: Ports,
  operator: string,
  args: unknown,
): Promise<OperatorOrderReply | Refused<OperatorRefusalReason>> {
  const request = parseRequest(requestSchema, args);
  if (!request.ok) return request;
  const seen = await ports.store.get(request.value.orderNo);
  if (!seen) return refused('order_not_found', 'the merchant has no such order');
  const last: { refusal: Refused<OperatorRefusalReason> | null } = { refusal: null };
  const attempt = await saveChange(ports, seen, (order, nowMs) => {
    const plan = planOf(order, request.value);
    last.refusal = plan?.ok === false ? plan : null;
    if (!plan?.ok) return null;
    const { outTradeNo, refundFen, cause, channel } = plan;
    // Throws before anything is kept where the configuration no longer has the channel: it could only wait there for ever.
    channelOf(ports, order, channel);
    const { requestId, reason } = request.value;
    const words = { requestId, requestedBy: operator, ...(reason === undefined ? {} : { reason }) };
    return requestRefund(order, { outTradeNo, refundFen, cause, ...words }, nowMs);
  });
  if (last.refusal) return last.refusal;
  const order = attempt.kind === 'missing' ? seen : attempt.order;
  if (attempt.kind === 'saved') announceRequest(ports, order);
  return operatorReply(ports, await driveRefunds(ports, order, 'operator'));
}

interface Plan {
  ok: true;
  outTradeNo: string;
  refundFen: number;
  cause: RefundCause;
  channel: ChannelName;
}

/** What is to be refunded; null when this very refund is there already. */
function planOf(order: Order, request: OrderRefundRequest): Plan | Refused<OperatorRefusalReason> | null {
  const known = order.refunds.find(({ requestId }) => requestId === request.requestId);
  if (known) return isSame(known, request) ? null : CONFLICT;
  const trade = tradeOf(order, request.outTradeNo);
  if (!trade) return refused('order_not_paid', 'no payment of this order can be given back');
  const leftFen = refundableFen(order, trade);
  if (leftFen === 0) return refused('nothing_to_refund', 'all of it has gone back, or is on its way');
  const refundFen = request.refundFen ?? leftFen;
  if (refundFen > leftFen) return refused('refund_exceeds_paid', `only ${leftFen} fen are left of this payment`);
  if (order.refunds.length >= MOST_REFUNDS) return refused('too_many_refunds', `at most ${MOST_REFUNDS} per order`);
  const { outTradeNo, channel } = trade;
  return { ok: true, outTradeNo, refundFen, cause: causeOf(order, trade), channel };
}

const CONFLICT = refused('request_conflict', 'this request id was used for another refund; make a new one');

function isSame(
  known: { refundFen: number; outTradeNo: string },
  { refundFen, outTradeNo }: OrderRefundRequest,
): boolean {
  return (refundFen ?? known.refundFen) === known.refundFen && (outTradeNo ?? known.outTradeNo) === known.outTradeNo;
}

/** The trade that was named, or the one that settled the order. */
function tradeOf(order: Order, outTradeNo: string | undefined): Trade | undefined {
  const paid = order.trades.filter((trade) => trade.status === 'paid');
  if (outTradeNo !== undefined) return paid.find((trade) => trade.outTradeNo === outTradeNo);
  return order.status === 'paid' ? paid.find((trade) => causeOf(order, trade) === 'merchant') : undefined;
}

/** Money that did not settle the order keeps the reason why it goes back, also when an operator sends it anew. */
function causeOf(order: Order, trade: Trade): RefundCause {
  const unexpected = order.history.find(
    (entry) => entry.kind === 'unexpected_money' && entry.outTradeNo === trade.outTradeNo,
  );
  return unexpected?.kind === 'unexpected_money' ? unexpected.cause : 'merchant';
}

function announceRequest(ports: Ports, order: Order): void {
  const refund = order.refunds.at(-1);
  if (!refund) return;
  const { outRequestNo, refundFen, cause } = refund;
  announce(ports, order, [{ kind: 'refund_requested', outRequestNo, refundFen, cause }], 'operator');
}
