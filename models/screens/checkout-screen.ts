import { observable, runInAction } from 'mobx';
import { MAX_NOTE_CHARACTERS } from '../../contract/requests';
import type { Cart } from '../cart';
import type { Catalog } from '../catalog';
import type { Checkout } from '../checkout';
import { type CheckoutDraft, instalmentCount } from '../checkout-draft';
import type { Connection } from '../connection';
import type { Format } from '../format';
import { waysToPay } from '../instalment-words';
import type { Problem } from '../order-book';
import type { OrderPresenter } from '../present-order';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';
import type { Ticker } from '../ticker';
import { characterCount } from '../typed-text';

interface Parts {
  checkout: Checkout;
  catalog: Catalog;
  cart: Cart;
  draft: CheckoutDraft;
  connection: Connection;
  presenter: OrderPresenter;
  ticker: Ticker;
  t: Texts;
  format: Format;
}

export interface CheckoutScreen extends Screen {
  setQuantity(goodsId: string, quantity: number): void;
  setNote(note: string): void;
  /** Takes the id of a way to pay, as `view.ways` names it. */
  chooseWay(id: string): void;
  /** Resolves to the page to go to, or undefined to stay: the screen then says why. */
  pay(): Promise<string | undefined>;
  reload(): void;
}

/** Problems that leave it open whether there is an order now. */
const UNANSWERED: readonly Problem[] = ['timeout', 'unreachable', 'server_failed', 'bad_answer'];

/** Problems that come from showing what the merchant offers no more. */
const OUTDATED: readonly Problem[] = ['goods_not_found', 'instalments_not_offered'];

/** What is about to be bought, what the buyer says about it, and one button. */
export function checkoutScreen(parts: Parts): CheckoutScreen {
  const { checkout, catalog, cart, draft, connection, presenter, ticker, t, format } = parts;
  const self = observable({ problem: null as Problem | null });
  let stopWaiting = () => {};

  function note(problem: Problem | null): void {
    runInAction(() => {
      self.problem = problem;
    });
  }

  /** What was said of the last try is not true of another order. */
  function edit(change: () => void): void {
    change();
    note(null);
  }

  /** Opened first after a restart, this page asks for the goods; what the phone remembers is shown until then. */
  function load(): void {
    if (!catalog.isFresh) void catalog.load();
  }

  return {
    ...(!t.isChinese && { title: t.titles.checkout }),
    get view() {
      const { lines } = checkout;
      return {
        t: fixedWords({ ...t.checkout, retry: t.retry }),
        // What went wrong with the last tap says it already.
        offline: connection.isOnline || self.problem ? null : t.offline,
        // After a restart on this page the catalog has to come first: only then is an empty cart known to be empty.
        state: lines.length > 0 ? 'ready' : catalog.state === 'ready' ? 'empty' : catalog.state,
        merchantName: catalog.merchantName,
        lines: lines.map(lineOf),
        pieces: t.checkout.pieces(lines.reduce((count, { quantity }) => count + quantity, 0)),
        ways: waysView(),
        note: draft.note,
        noteCount: t.checkout.noteCount(characterCount(draft.note), MAX_NOTE_CHARACTERS),
        noteMost: MAX_NOTE_CHARACTERS,
        yuan: format.yuan(checkout.totalFen),
        isBusy: checkout.isBusy,
        // While the cashier is open above this page, its order's time runs.
        totalLabel: remaining() ?? t.checkout.total,
        emptyTitle: cart.hasGone ? t.checkout.goneTitle : t.checkout.emptyTitle,
        emptyHint: cart.hasGone ? t.checkout.goneHint : t.checkout.emptyHint,
        problem: problemSentence(),
      };
    },
    show() {
      stopWaiting();
      stopWaiting = connection.onReturn(load);
      ticker.start();
      load();
    },
    hide() {
      stopWaiting();
      ticker.stop();
    },
    reload: () => void catalog.load(),
    setQuantity(goodsId, quantity) {
      if (!checkout.isBusy) edit(() => cart.setQuantity(goodsId, quantity));
    },
    setNote: (words) => edit(() => draft.setNote(words)),
    chooseWay: (id) => edit(() => draft.setInstalments(instalmentCount(Number(id)))),
    async pay() {
      note(null);
      const outcome = await checkout.pay();
      if (outcome.ok) {
        // The goods that this phone shows still have the price that is no more.
        if (outcome.isPriceNew) void catalog.load();
        return routes.result(outcome.orderNo, outcome);
      }
      note(outcome.problem);
      if (OUTDATED.includes(outcome.problem)) await catalog.load();
      return undefined;
    },
  };

  function lineOf({ goods, quantity }: Checkout['lines'][number]) {
    const { title } = goods;
    return {
      ...presenter.line({ ...goods, quantity }),
      addLabel: t.catalog.add(title),
      removeLabel: t.catalog.remove(title),
    };
  }

  function remaining(): string | null {
    const { expiresAtMs } = checkout;
    return expiresAtMs === null ? null : t.checkout.remaining(format.remaining(expiresAtMs - ticker.nowMs));
  }

  function waysView() {
    const { offer, totalFen, instalments: chosen } = checkout;
    return offer ? waysToPay({ t, format, offer, totalFen, chosen }) : [];
  }

  /** Goods that went away are told of wherever that was learned, until the buyer has changed something or pays for the rest. */
  function problemSentence(): string | null {
    if (cart.hasGone && !checkout.isBusy) return t.checkout.goneSome;
    if (self.problem) return sentenceOf(self.problem);
    return catalog.state === 'failed' ? t.catalog.failed : null;
  }

  /** Whoever has not been answered fears to order twice, or to have typed in vain. */
  function sentenceOf(problem: Problem): string {
    if (problem === 'unreachable' && !connection.isOnline) return t.checkout.offline;
    return UNANSWERED.includes(problem) ? t.checkout.unanswered(t.problems[problem]) : t.problems[problem];
  }
}
