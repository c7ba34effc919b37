import type { Cart } from '../cart';
import type { Catalog } from '../catalog';
import type { Device } from '../device';
import type { Format } from '../format';
import type { OrderBook } from '../order-book';
import { goodsPicture } from '../pictures';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';

interface Parts {
  catalog: Catalog;
  cart: Cart;
  orderBook: OrderBook;
  device: Device;
  t: Texts;
  format: Format;
}

export interface CatalogScreen extends Screen {
  setQuantity(goodsId: string, quantity: number): void;
  reload(): void;
  /** Where an unpaid order is taken up again; undefined when there is none. */
  pendingUrl(): string | undefined;
}

/** The shop's goods, the cart below them, and the unpaid order of an app that was closed too early. */
export function catalogScreen({ catalog, cart, orderBook, device, t, format }: Parts): CatalogScreen {
  let hasLooked = false;

  /** The first look asks for all orders, since the phone may have lost its memory; later ones only for the one shown. */
  async function lookForPending(): Promise<void> {
    const known = orderBook.newestUnpaid;
    if (known) await orderBook.query(known.orderNo);
    else if (!hasLooked) hasLooked = (await orderBook.list()).ok;
  }

  async function load(): Promise<void> {
    if (catalog.state !== 'ready') await catalog.load();
    await lookForPending();
  }

  return {
    ...(!t.isChinese && { title: t.titles.catalog }),
    get view() {
      return {
        t: fixedWords({ ...t.catalog, retry: t.retry }),
        state: catalog.state,
        problem: catalog.problem && t.problems[catalog.problem],
        merchantName: catalog.merchantName,
        kinds: t.catalog.allGoods(catalog.goods.length),
        goods: catalog.goods.map(({ goodsId, title, description, priceFen, picture }) => ({
          id: goodsId,
          title,
          description,
          picture: goodsPicture(picture),
          yuan: format.yuan(priceFen),
          quantity: cart.quantityOf(goodsId),
          addLabel: t.catalog.add(title),
          removeLabel: t.catalog.remove(title),
        })),
        cart: { count: cart.count, yuan: format.yuan(cart.totalFen), label: t.catalog.cart(cart.count) },
        pending: pendingView(),
      };
    },
    show: () => void load(),
    async pull() {
      await catalog.load();
      if (catalog.problem) device.remark(t.problems[catalog.problem]);
      await lookForPending();
    },
    reload: () => void catalog.load(),
    setQuantity: cart.setQuantity,
    pendingUrl: () => orderBook.newestUnpaid && routes.order(orderBook.newestUnpaid.orderNo),
  };

  function pendingView() {
    const order = orderBook.newestUnpaid;
    return order ? { yuan: format.yuan(order.totalFen) } : null;
  }
}
