import * as v from 'valibot';
import { type Refused, refused } from '../../../contract/errors';
import {
  MAX_ITEMS,
  MAX_NOTE_CHARACTERS,
  MAX_QUANTITY,
  type OrderCreateRequest,
  type OrderReply,
} from '../../../contract/requests';
import { nextLook } from '../order/due';
import { orderNoFromDigest, orderNoText, outTradeNoOf } from '../order/numbers';
import { type Buyer, newOrder, type Order, sameItems, type Trade } from '../order/order';
import { advanceOrder, beginPayment, claimAsking } from './advance-order';
import { showOrder } from './find-order';
import { parseRequest, refuseLongText, requestIdSchema, textSchema } from './parse-request';
import { channelsOf, type Ports } from './ports';
import { type Priced, priceItems } from './price-items';
import { shareRunning } from './share-running';

const requestSchema = v.object({
  requestId: requestIdSchema,
  items: v.pipe(
    v.array(
      v.object({
        goodsId: v.pipe(textSchema(64), v.minLength(1)),
        quantity: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_QUANTITY)),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_ITEMS),
    v.check((items) => new Set(items.map((item) => item.goodsId)).size === items.length, 'the same goods twice'),
  ),
  note: v.optional(textSchema(MAX_NOTE_CHARACTERS)),
  instalments: v.optional(v.picklist([3, 6, 12])),
});

/** How long a copy of a request that is being carried out waits for its answer before it shows the order as it stands. */
const SHARE_WITHIN_MS = 1_500;

/**
 * Makes the order this request names, or finds it: the same request id never makes a second one. Prices come from the
 * catalog. The order is durable before the channel hears of it, so that no payment can ever be without one.
 */
export async function createOrder(ports: Ports, buyer: Buyer, args: unknown): Promise<OrderReply | Refused> {
  const request = parseRequest(requestSchema, args);
  if (!request.ok) return request;
  const orderNo = orderNoFromDigest(
    ports.digest(orderNoText(ports.merchants[0].merchantId, buyer.id, request.value.requestId)),
  );
  const create = () => createOrFind(ports, orderNo, buyer, request.value);
  const { items, note, instalments } = request.value;
  const name = JSON.stringify([orderNo, items, note, instalments]);
  return shareRunning(ports.store, name, SHARE_WITHIN_MS, create, create);
}

async function createOrFind(
  ports: Ports,
  orderNo: string,
  buyer: Buyer,
  request: OrderCreateRequest,
): Promise<OrderReply | Refused> {
  const priced = refuseLongText('note', request.note, ports.limits) ?? (await priceItems(ports, request));
  if (!priced.ok) return repeatOrRefuse(ports, orderNo, request, priced);
  const draft = draftOrder(ports, orderNo, buyer, request, priced);
  const inserted = await ports.store.insert(draft);
  if (inserted.kind === 'inserted') return showOrder(ports, await beginPayment(ports, draft));
  return repeat(ports, inserted.order, request);
}

/** What can no longer be bought may have been ordered already: then the repeated request still gets its order. */
async function repeatOrRefuse(
  ports: Ports,
  orderNo: string,
  request: OrderCreateRequest,
  refusal: Refused,
): Promise<OrderReply | Refused> {
  const order = await ports.store.get(orderNo);
  return order ? repeat(ports, order, request) : refusal;
}

/** A repeated request gets the order as it is, or brings it further when its trade is not known to be open yet. */
async function repeat(ports: Ports, order: Order, request: OrderCreateRequest): Promise<OrderReply | Refused> {
  if (!isSameWish(order, request)) {
    return refused(
      'request_conflict',
      'this request id was used for another purchase; make a new one for a new purchase',
    );
  }
  const ready = order.status !== 'unpaid' || order.trades.some(isPayable);
  const claimed = ready ? null : await claimAsking(ports, order);
  return showOrder(ports, claimed ? await advanceOrder(ports, claimed, 'create') : order);
}

/** Open, and by a number that the phone can be given: the answer to its create was not lost. */
function isPayable({ status, walletTradeNo }: Trade): boolean {
  return status === 'open' && walletTradeNo !== undefined;
}

function isSameWish(order: Order, { items, note, instalments }: OrderCreateRequest): boolean {
  const sameWay = order.note === noteOf(note) && order.instalments?.count === instalments;
  return sameWay && sameItems(order.items, items);
}

/** Nothing but spaces is no note. */
function noteOf(note: string | undefined): string | undefined {
  return note?.trim() || undefined;
}

function draftOrder(ports: Ports, orderNo: string, buyer: Buyer, request: OrderCreateRequest, priced: Priced): Order {
  const { items, totalFen, merchant, instalments } = priced;
  const [channel] = channelsOf(ports, merchant, { orderNo, totalFen });
  if (!channel) throw new Error(`no route of merchant ${merchant.merchantId} takes an order of ${totalFen} fen`);
  const note = noteOf(request.note);
  const nowMs = ports.clock.nowMs();
  const expiresAtMs = nowMs + ports.orderLifetimeMs;
  return newOrder({
    orderNo,
    requestId: request.requestId,
    buyer,
    merchantId: merchant.merchantId,
    channel,
    outTradeNo: outTradeNoOf(orderNo, 1),
    items,
    subject: subjectOf(items),
    totalFen,
    ...(note === undefined ? {} : { note }),
    ...(instalments ? { instalments } : {}),
    nowMs,
    expiresAtMs,
    dueAtMs: nextLook({ orderNo, expiresAtMs }, nowMs),
  });
}

function subjectOf(items: Order['items']): string {
  const title = items[0]?.title ?? '';
  return items.length > 1 ? `${title} 等 ${items.length} 种` : title;
}
