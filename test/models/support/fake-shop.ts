import { cart } from '../../../models/cart';
import { cashier } from '../../../models/cashier';
import { catalog } from '../../../models/catalog';
import { checkout } from '../../../models/checkout';
import { checkoutDraft } from '../../../models/checkout-draft';
import { connection } from '../../../models/connection';
import { format } from '../../../models/format';
import { orderBook } from '../../../models/order-book';
import { orderPresenter } from '../../../models/present-order';
import { purchaseRecord } from '../../../models/purchase';
import { texts } from '../../../models/texts';
import { ticker } from '../../../models/ticker';
import type { LateAnswer, Wallet, WalletHint } from '../../../models/wallet';
import { fakeBackend } from './fake-backend';
import { fakeDevice } from './fake-device';
import { type ManualClock, manualClock } from './manual-clock';

/** A wallet that answers as told and remembers what it was opened for. */
export interface FakeWallet extends Wallet {
  /** A cashier that had been given up answers. */
  answerLate(walletTradeNo: string, hint: WalletHint): void;
  readonly opened: string[];
  /** What the next visits answer; the last one stays. */
  hints: WalletHint[];
  /** Happens while the cashier is open. */
  during: (walletTradeNo: string) => void;
}

function fakeWallet(): FakeWallet {
  const opened: string[] = [];
  const listeners = new Set<LateAnswer>();
  return {
    opened,
    onLateAnswer(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
    answerLate(walletTradeNo, hint) {
      for (const listen of [...listeners]) listen(walletTradeNo, hint);
    },
    hints: ['maybe_paid'],
    during: () => {},
    async pay(walletTradeNo) {
      opened.push(walletTradeNo);
      this.during(walletTradeNo);
      return (this.hints.length > 1 ? this.hints.shift() : this.hints[0]) ?? 'unknown';
    },
  };
}

type FakeBackend = ReturnType<typeof fakeBackend>;

/** An app in memory. Handing in the storage and the backend of another one makes it the same app, started again. */
export function fakeShop(
  options: { clock?: ManualClock; storage?: Map<string, string>; backend?: FakeBackend; language?: string } = {},
) {
  const clock = options.clock ?? manualClock();
  const backend = options.backend ?? fakeBackend({ clock });
  const device = fakeDevice({
    ...(options.storage && { storage: options.storage }),
    ...(options.language && { language: options.language }),
  });
  const t = texts(device.language());
  const book = orderBook({ backend, clock });
  const goods = catalog({ backend, device });
  const basket = cart({ device, catalog: goods });
  const purchases = purchaseRecord({ device });
  const draft = checkoutDraft({ device });
  const wallet = fakeWallet();
  const toWallet = cashier({ orderBook: book, wallet });
  return {
    clock,
    backend,
    device,
    t,
    format: format(t),
    orderBook: book,
    catalog: goods,
    cart: basket,
    draft,
    connection: connection({ device }),
    ticker: ticker({ clock, readMs: book.serverNowMs }),
    purchases,
    wallet,
    cashier: toWallet,
    presenter: orderPresenter({
      t,
      format: format(t),
      pictureOf: (goodsId) => goods.find(goodsId)?.picture ?? goodsId,
    }),
    newCheckout: () =>
      checkout({ cart: basket, catalog: goods, draft, orderBook: book, purchases, cashier: toWallet, clock }),
  };
}

/** An app whose catalog is loaded and whose cart holds two packs of tea and a cup: 260.50 yuan. */
export async function filledShop(options: Parameters<typeof fakeShop>[0] = {}) {
  const shop = fakeShop(options);
  await shop.catalog.load();
  shop.cart.setQuantity('tea', 2);
  shop.cart.setQuantity('cup', 1);
  shop.backend.calls.length = 0;
  return shop;
}
