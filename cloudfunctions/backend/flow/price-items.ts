import { type Refused, refused } from '../../../contract/errors';
import { MAX_TOTAL_FEN, MIN_TOTAL_FEN, multiplyFen, sumFen, yuanFromFen } from '../../../contract/money';
import { MAX_ITEMS, MAX_QUANTITY, type OrderCreateRequest } from '../../../contract/requests';
import type { Instalments, OrderItem } from '../order/order';
import type { Goods, Merchant, OrderLimits, Ports } from './ports';

/** A purchase as the catalog has it: what it is, what it costs, whose it is. */
export interface Priced {
  ok: true;
  items: OrderItem[];
  totalFen: number;
  merchant: Merchant;
  instalments?: Instalments;
}

/** Prices a purchase by the catalog, as it is now. Nothing of it is taken from the request but what, and how much. */
export async function priceItems(ports: Ports, request: OrderCreateRequest): Promise<Priced | Refused> {
  const found = findGoods(await ports.goods(), request.items, ports.limits);
  if (!found.ok) return found;
  const owners = [...new Set(found.goods.map(({ merchantId }) => merchantId ?? ports.merchants[0].merchantId))];
  const [merchantId = '', ...others] = owners;
  if (others.length > 0) return refused('mixed_merchants', 'goods of several merchants need an order each');
  const items = found.goods.map(({ goodsId, title, priceFen }, index) => {
    return { goodsId, title, priceFen, quantity: request.items[index]?.quantity ?? 0 };
  });
  const total = totalOf(items, ports.limits);
  if (!total.ok) return total;
  const merchant = sellerNamed(ports, merchantId);
  const way = instalmentsOf(merchant, total.totalFen, request.instalments);
  return way.ok ? { ...way, items, totalFen: total.totalFen, merchant } : way;
}

function findGoods(
  goods: readonly Goods[],
  wanted: OrderCreateRequest['items'],
  { mostItems = MAX_ITEMS, mostPieces = MAX_QUANTITY }: OrderLimits = {},
): { ok: true; goods: Goods[] } | Refused {
  if (wanted.length > mostItems)
    return refused('bad_request', `items: at most ${mostItems} kinds of goods in one order`);
  if (wanted.some(({ quantity }) => quantity > mostPieces))
    return refused('bad_request', `items: at most ${mostPieces} pieces of one kind of goods`);
  const found: Goods[] = [];
  for (const { goodsId } of wanted) {
    const offer = goods.find((candidate) => candidate.goodsId === goodsId);
    if (!offer) return refused('goods_not_found', `the catalog has no goods ${goodsId}`);
    found.push(offer);
  }
  return { ok: true, goods: found };
}

function totalOf(
  items: readonly OrderItem[],
  { mostTotalFen = MAX_TOTAL_FEN }: OrderLimits = {},
): { ok: true; totalFen: number } | Refused {
  const totalFen = sumFen(items.map((item) => multiplyFen(item.priceFen, item.quantity)));
  const isPayable = totalFen >= MIN_TOTAL_FEN && totalFen <= mostTotalFen;
  if (isPayable) return { ok: true, totalFen };
  return refused('total_out_of_range', `one order may come to 0.01 to ${yuanFromFen(mostTotalFen)} yuan`);
}

/** Throws when the catalog names a merchant that is not configured: its goods must not be sold for another one. */
function sellerNamed({ merchants }: Ports, merchantId: string): Merchant {
  const seller = merchants.find((candidate) => candidate.merchantId === merchantId);
  if (!seller) throw new Error(`merchant ${merchantId} is not configured, but the catalog names it`);
  return seller;
}

/** Instalments as the merchant offers them; who bears the fee is for the merchant to say. */
function instalmentsOf(
  { instalments: offer }: Merchant,
  totalFen: number,
  count?: OrderCreateRequest['instalments'],
): { ok: true; instalments?: Instalments } | Refused {
  if (count === undefined) return { ok: true };
  if (offer?.counts.includes(count) && totalFen >= offer.minTotalFen) {
    return { ok: true, instalments: { count, feePayer: offer.feePayer } };
  }
  return refused('instalments_not_offered', `${count} instalments are not offered for this sum`);
}
