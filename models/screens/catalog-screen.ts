import { observable, runInAction } from 'mobx';
import { MAX_ITEMS } from '../../contract/requests';
import type { GoodsView } from '../../contract/views';
import type { Cart } from '../cart';
import type { Catalog } from '../catalog';
import type { Connection } from '../connection';
import type { Device } from '../device';
import type { Format } from '../format';
import type { OrderBook } from '../order-book';
import { goodsPicture } from '../pictures';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';
import type { Ticker } from '../ticker';

interface Parts {
  catalog: Catalog;
  cart: Cart;
  orderBook: OrderBook;
  connection: Connection;
  device: Device;
  ticker: Ticker;
  t: Texts;
  format: Format;
}

export interface CatalogScreen extends Screen {
  setQuantity(goodsId: string, quantity: number): void;
  /** Shows only goods whose title or description has this in it; all when empty. */
  search(query: string): void;
  reload(): void;
  /** Where an unpaid order is taken up again; undefined when there is none. */
  pendingUrl(): string | undefined;
}

/** The shop's goods, the cart below them, and the unpaid order of an app that was closed too early. */
export function catalogScreen(parts: Parts): CatalogScreen {
  const { catalog, cart, orderBook, connection, device, ticker, t, format } = parts;
  const self = observable({ query: '' });
  let hasLooked = false;
  let stopWaiting = () => {};

  /** The first look asks for all orders, since the phone may have lost its memory; later ones only for the one shown. */
  async function lookForPending(): Promise<void> {
    const known = orderBook.newestUnpaid;
    if (known) await orderBook.query(known.orderNo);
    else if (!hasLooked) hasLooked = (await orderBook.list()).ok;
  }

  async function load(): Promise<void> {
    if (!catalog.isFresh) await catalog.load();
    await lookForPending();
  }

  return {
    ...(!t.isChinese && { title: t.titles.catalog }),
    get view() {
      const found = catalog.goods.filter((goods) => isFound(goods, self.query));
      return {
        t: fixedWords({ ...t.catalog, retry: t.retry }),
        offline: connection.isOnline ? null : t.offline,
        state: catalog.state,
        problem: catalog.problem && t.problems[catalog.problem],
        merchantName: catalog.merchantName,
        query: self.query,
        kinds: self.query.trim() === '' ? t.catalog.allGoods(found.length) : t.catalog.found(found.length),
        foundNoneHint: t.catalog.foundNoneHint(self.query.trim()),
        isShopEmpty: catalog.goods.length === 0,
        goods: found.map(presented),
        cart: { count: cart.count, yuan: format.yuan(cart.totalFen), label: t.catalog.cart(cart.count) },
        pending: pendingView(),
      };
    },
    show() {
      ticker.start();
      stopWaiting();
      stopWaiting = connection.onReturn(() => void load());
      void load();
    },
    hide() {
      ticker.stop();
      stopWaiting();
    },
    async pull() {
      await catalog.load();
      if (catalog.problem) device.remark(t.problems[catalog.problem]);
      await lookForPending();
    },
    reload: () => void catalog.load(),
    setQuantity(goodsId, quantity) {
      cart.setQuantity(goodsId, quantity);
      if (quantity > 0 && cart.quantityOf(goodsId) === 0) device.remark(t.catalog.cartFull(MAX_ITEMS));
    },
    search(query) {
      runInAction(() => {
        self.query = query;
      });
    },
    pendingUrl: () => orderBook.newestUnpaid && routes.order(orderBook.newestUnpaid.orderNo),
  };

  function presented({ goodsId, title, description, priceFen, picture }: GoodsView) {
    return {
      id: goodsId,
      title,
      description,
      picture: goodsPicture(picture),
      yuan: format.yuan(priceFen),
      quantity: cart.quantityOf(goodsId),
      addLabel: t.catalog.add(title),
      removeLabel: t.catalog.remove(title),
    };
  }

  /** An order whose time is up is no longer waited for, though nobody may have closed it yet. */
  function pendingView() {
    const order = orderBook.newestUnpaid;
    const leftMs = order ? order.expiresAtMs - ticker.nowMs : 0;
    if (!order || leftMs <= 0) return null;
    const remaining = format.remaining(leftMs);
    const label = t.catalog.pendingLabel(format.amount(order.totalFen), remaining);
    return { yuan: format.yuan(order.totalFen), remaining, label };
  }
}

/** Every word of the query, in any order and case, somewhere in what is written about the goods. */
function isFound({ title, description }: GoodsView, query: string): boolean {
  const text = `${title} ${description}`.toLowerCase();
  const words = query.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word));
}
