import { observable, runInAction } from 'mobx';
import type { OrderReply } from '../contract/requests';
import type { InstalmentCount, InstalmentOffer, OrderView } from '../contract/views';
import type { Cart, CartLine } from './cart';
import type { Cashier } from './cashier';
import type { Catalog } from './catalog';
import type { CheckoutDraft } from './checkout-draft';
import type { Clock } from './clock';
import type { NotDone, OrderBook } from './order-book';
import type { Purchase, PurchaseRecord, Wish } from './purchase';
import type { WalletHint } from './wallet';

/** How a tap on "pay" ended. */
export type CheckoutOutcome =
  /**
   * There is an order: its page takes over. The hint is null when the cashier was not opened; `isPriceNew` when that is because
   * the order costs something else than the buyer had read.
   */
  | { ok: true; orderNo: string; hint: WalletHint | null; isPriceNew: boolean }
  /** It is not known that there is one; the next tap asks again under the same request id. */
  | NotDone;

/** Buying what is in the cart. */
export interface Checkout {
  /** What is being bought; from the tap on it stays as it was, though the cart is emptied into the order. */
  readonly lines: readonly CartLine[];
  readonly totalFen: number;
  /** What the merchant offers for this total; null where it offers none. */
  readonly offer: InstalmentOffer | null;
  /** In how many months the buyer will pay; null for all at once, also when the wish is not offered for this total. */
  readonly instalments: InstalmentCount | null;
  readonly isBusy: boolean;
  /** Until when the order that was just made may be paid, by the server's clock; null while there is none. */
  readonly expiresAtMs: number | null;
  /** Makes the order and opens the cashier: one round trip in between. Taps while it runs share its outcome. */
  pay(): Promise<CheckoutOutcome>;
}

/** How long to wait before the one automatic retry of an unanswered order-create. */
export const RETRY_AFTER_MS = 800;

interface Parts {
  cart: Cart;
  catalog: Catalog;
  draft: CheckoutDraft;
  orderBook: OrderBook;
  purchases: PurchaseRecord;
  cashier: Cashier;
  clock: Clock;
}

/** The purchase of the cart's content, for one visit to the checkout page. */
export function checkout(parts: Parts): Checkout {
  const { cart, catalog, draft, purchases, cashier } = parts;
  const self = observable({ isBusy: false, expiresAtMs: null as number | null });
  const tapped = observable.box<Pick<Checkout, 'lines' | 'totalFen'>>(cart, { deep: false });
  let running: Promise<CheckoutOutcome> | null = null;

  async function buy(): Promise<CheckoutOutcome> {
    const reply = await makeOrder(parts, wish());
    if (!reply.ok) return reply;
    const { order } = reply;
    purchases.made(order.orderNo);
    runInAction(() => {
      self.expiresAtMs = order.status === 'unpaid' ? order.expiresAtMs : null;
    });
    cart.clear();
    draft.clear();
    // Prices may have changed since the buyer read them: then the order's own page shows the new total before any payment.
    if (order.totalFen !== tapped.get().totalFen) {
      return { ok: true, orderNo: order.orderNo, hint: null, isPriceNew: order.status === 'unpaid' };
    }
    const visit = await cashier.visit(order);
    return { ok: true, orderNo: order.orderNo, hint: visit.ok ? visit.hint : null, isPriceNew: false };
  }

  function wish(): Wish {
    const note = draft.note.trim();
    const count = instalments();
    return { items: cart.items(), ...(note !== '' && { note }), ...(count !== null && { instalments: count }) };
  }

  function offer(): InstalmentOffer | null {
    const { instalments: offered } = catalog;
    return offered && tapped.get().totalFen >= offered.minTotalFen ? offered : null;
  }

  function instalments(): InstalmentCount | null {
    return offer()?.counts.find((count) => count === draft.instalments) ?? null;
  }

  async function run(): Promise<CheckoutOutcome> {
    runInAction(() => {
      self.isBusy = true;
      tapped.set({ lines: cart.lines, totalFen: cart.totalFen });
    });
    let outcome: CheckoutOutcome | null = null;
    try {
      outcome = await buy();
      return outcome;
    } finally {
      running = null;
      runInAction(() => {
        self.isBusy = false;
        self.expiresAtMs = null;
        if (!outcome?.ok) tapped.set(cart);
      });
    }
  }

  return {
    get lines() {
      return tapped.get().lines;
    },
    get totalFen() {
      return tapped.get().totalFen;
    },
    get offer() {
      return offer();
    },
    get instalments() {
      return instalments();
    },
    get isBusy() {
      return self.isBusy;
    },
    get expiresAtMs() {
      return self.expiresAtMs;
    },
    pay() {
      running ??= run();
      return running;
    },
  };
}

/** The order of the purchase. An earlier purchase of the same wish that has ended makes room for a new one. */
async function makeOrder(parts: Parts, wish: Wish): Promise<OrderReply | NotDone> {
  const { purchases, orderBook } = parts;
  const earlier = purchases.current?.orderNo;
  if (earlier && orderBook.get(earlier) && orderBook.get(earlier)?.status !== 'unpaid') purchases.forget();
  const purchase = purchases.begin(wish);
  const reply = await submit(parts, purchase);
  if (!reply.ok && reply.problem === 'request_conflict') purchases.forget();
  if (!reply.ok || !isOver(purchase, reply.order)) return reply;
  purchases.forget();
  return submit(parts, purchases.begin(wish));
}

/** A lost request or a lost reply is asked again under the same request id: it names the same order. */
async function submit({ orderBook, clock }: Parts, purchase: Purchase): Promise<OrderReply | NotDone> {
  const { orderNo: _, ...request } = purchase;
  const reply = await orderBook.create(request);
  if (reply.ok || reply.problem !== 'unreachable') return reply;
  await new Promise<void>((resolve) => clock.after(RETRY_AFTER_MS, resolve));
  return orderBook.create(request);
}

/**
 * Whether the buyer means another order than this one. A closed order can never be paid. A paid order of which this phone
 * had not heard is this very purchase, paid on a try whose reply was lost; one it had heard of is an earlier purchase.
 */
function isOver(purchase: Purchase, order: OrderView): boolean {
  return order.status === 'closed' || (order.status === 'paid' && purchase.orderNo !== null);
}
