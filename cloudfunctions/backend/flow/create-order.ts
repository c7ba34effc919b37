import * as v from 'valibot';
import { type Refused, refused } from '../../../contract/errors';
import { MAX_TOTAL_FEN, MIN_TOTAL_FEN, multiplyFen, sumFen, yuanFromFen } from '../../../contract/money';
import { MAX_ITEMS, MAX_QUANTITY, type OrderCreateRequest, type OrderReply } from '../../../contract/requests';
import type { GoodsView } from '../../../contract/views';
import { nextLook } from '../order/due';
import { orderNoFromDigest, orderNoText, outTradeNoOf } from '../order/numbers';
import { type Buyer, newOrder, type Order, type OrderItem, sameItems } from '../order/order';
import { advanceOrder, beginPayment, claimAsking } from './advance-order';
import { showOrder } from './find-order';
import { parseRequest, requestIdSchema, textSchema } from './parse-request';
import type { OrderLimits, Ports } from './ports';
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
    ports.digest(orderNoText(ports.merchant.merchantId, buyer.id, request.value.requestId)),
  );
  const create = () => createOrFind(ports, orderNo, buyer, request.value);
  const name = JSON.stringify([orderNo, request.value.items]);
  return shareRunning(ports.store, name, SHARE_WITHIN_MS, create, create);
}

async function createOrFind(
  ports: Ports,
  orderNo: string,
  buyer: Buyer,
  request: OrderCreateRequest,
): Promise<OrderReply | Refused> {
  const priced = priceItems(await ports.goods(), request.items, ports.limits);
  if (!priced.ok) return repeatOrRefuse(ports, orderNo, request, priced);
  const draft = draftOrder(ports, orderNo, buyer, request.requestId, priced);
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
  if (!sameItems(order.items, request.items)) {
    return refused('request_conflict', 'this request id was used for other items; make a new one for a new purchase');
  }
  const ready = order.status !== 'unpaid' || order.trades.some((trade) => trade.status === 'open');
  const claimed = ready ? null : await claimAsking(ports, order);
  return showOrder(ports, claimed ? await advanceOrder(ports, claimed, 'create') : order);
}

interface Priced {
  ok: true;
  items: OrderItem[];
  totalFen: number;
}

function priceItems(
  goods: readonly GoodsView[],
  wanted: OrderCreateRequest['items'],
  { mostItems = MAX_ITEMS, mostTotalFen = MAX_TOTAL_FEN }: OrderLimits = {},
): Priced | Refused {
  if (wanted.length > mostItems)
    return refused('bad_request', `items: at most ${mostItems} kinds of goods in one order`);
  const items: OrderItem[] = [];
  for (const { goodsId, quantity } of wanted) {
    const offer = goods.find((candidate) => candidate.goodsId === goodsId);
    if (!offer) return refused('goods_not_found', `the catalog has no goods ${goodsId}`);
    items.push({ goodsId, title: offer.title, priceFen: offer.priceFen, quantity });
  }
  const totalFen = sumFen(items.map((item) => multiplyFen(item.priceFen, item.quantity)));
  if (totalFen < MIN_TOTAL_FEN || totalFen > mostTotalFen) {
    return refused('total_out_of_range', `one order may come to 0.01 to ${yuanFromFen(mostTotalFen)} yuan`);
  }
  return { ok: true, items, totalFen };
}

function draftOrder(ports: Ports, orderNo: string, buyer: Buyer, requestId: string, priced: Priced): Order {
  const nowMs = ports.clock.nowMs();
  const expiresAtMs = nowMs + ports.orderLifetimeMs;
  return newOrder({
    orderNo,
    requestId,
    buyer,
    merchantId: ports.merchant.merchantId,
    channel: ports.merchant.channel,
    outTradeNo: outTradeNoOf(orderNo, 1),
    items: priced.items,
    subject: subjectOf(priced.items),
    totalFen: priced.totalFen,
    nowMs,
    expiresAtMs,
    dueAtMs: nextLook({ orderNo, expiresAtMs }, nowMs),
  });
}

function subjectOf(items: readonly OrderItem[]): string {
  const title = items[0]?.title ?? '';
  return items.length > 1 ? `${title} 等 ${items.length} 种` : title;
}
