import { multiplyFen } from '../contract/money';
import type { OrderItemView, OrderView } from '../contract/views';
import type { Format } from './format';
import { returnedPart } from './order-words';
import { goodsPicture } from './pictures';
import type { Texts } from './texts-zh';

/** How an order's status is coloured. */
export type Tone = 'primary' | 'success' | 'neutral';

/** What every page shows of an order in the same way. */
export interface PresentedOrder {
  orderNo: string;
  merchantName: string;
  status: string;
  tone: Tone;
  yuan: string;
  createdAt: string;
  /** Pictures of the first goods. */
  pictures: string[];
  summary: string;
  pieces: string;
  /** All of it in one sentence, for assistive technology. */
  label: string;
}

/** One line of goods as shown in a list. */
export interface PresentedLine {
  id: string;
  title: string;
  picture: string;
  yuan: string;
  quantity: number;
}

/** How orders look. `pictureOf` gives the name of the picture of goods. */
export interface OrderPresenter {
  order(order: OrderView): PresentedOrder;
  line(item: OrderItemView): PresentedLine;
}

const MOST_PICTURES = 4;

/** Presents orders in one language. */
export function orderPresenter(parts: {
  t: Texts;
  format: Format;
  pictureOf: (goodsId: string) => string;
}): OrderPresenter {
  const { t, format, pictureOf } = parts;

  function line({ goodsId, title, priceFen, quantity }: OrderItemView): PresentedLine {
    const yuan = format.yuan(multiplyFen(priceFen, quantity));
    return { id: goodsId, title, picture: goodsPicture(pictureOf(goodsId)), yuan, quantity };
  }

  return {
    line,
    order(order) {
      const { orderNo, items, merchantName } = order;
      const status = statusText(order, t);
      const lines = items.map(line);
      const summary = t.orders.summary(lines[0]?.title ?? '', lines.length);
      return {
        orderNo,
        merchantName,
        status,
        tone: toneOf(order),
        yuan: format.yuan(order.totalFen),
        createdAt: format.time(order.createdAtMs),
        pictures: lines.slice(0, MOST_PICTURES).map(({ picture }) => picture),
        summary,
        pieces: t.orders.pieces(lines.reduce((count, { quantity }) => count + quantity, 0)),
        label: t.orders.open(summary, format.amount(order.totalFen), status),
      };
    },
  };
}

function statusText(order: OrderView, t: Texts): string {
  const returned = returnedPart(order);
  if (returned) return returned === 'all' ? t.status.refunded : t.status.partlyRefunded;
  return order.status === 'unpaid' && order.closing ? t.status.closing : t.status[order.status];
}

function toneOf(order: OrderView): Tone {
  if (order.status === 'paid') return returnedPart(order) === 'all' ? 'neutral' : 'success';
  return order.status === 'unpaid' && !order.closing ? 'primary' : 'neutral';
}
