import { observable, runInAction } from 'mobx';
import type { Catalog } from '../catalog';
import type { Checkout } from '../checkout';
import type { Format } from '../format';
import type { Problem } from '../order-book';
import type { OrderPresenter } from '../present-order';
import { routes } from '../routes';
import type { Screen } from '../screen';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';

interface Parts {
  checkout: Checkout;
  catalog: Catalog;
  presenter: OrderPresenter;
  t: Texts;
  format: Format;
}

export interface CheckoutScreen extends Screen {
  /** Resolves to the page to go to, or undefined to stay: the screen then says why. */
  pay(): Promise<string | undefined>;
  reload(): void;
}

/** Problems that leave it open whether there is an order now. */
const UNANSWERED: readonly Problem[] = ['timeout', 'unreachable', 'server_failed', 'bad_answer'];

/** What is about to be bought, and one button. */
export function checkoutScreen({ checkout, catalog, presenter, t, format }: Parts): CheckoutScreen {
  const self = observable({ problem: null as Problem | null });

  function note(problem: Problem | null): void {
    runInAction(() => {
      self.problem = problem;
    });
  }

  return {
    ...(!t.isChinese && { title: t.titles.checkout }),
    get view() {
      const { lines } = checkout;
      return {
        t: fixedWords({ ...t.checkout, retry: t.retry }),
        // After a restart on this page the catalog has to come first: only then is an empty cart known to be empty.
        state: lines.length > 0 ? 'ready' : catalog.state === 'ready' ? 'empty' : catalog.state,
        merchantName: catalog.merchantName,
        lines: lines.map(({ goods, quantity }) => presenter.line({ ...goods, quantity })),
        pieces: t.checkout.pieces(lines.reduce((count, { quantity }) => count + quantity, 0)),
        yuan: format.yuan(checkout.totalFen),
        isBusy: checkout.isBusy,
        problem: self.problem ? sentenceOf(self.problem) : catalog.state === 'failed' ? t.catalog.failed : null,
      };
    },
    show() {
      if (catalog.state !== 'ready') void catalog.load();
    },
    reload: () => void catalog.load(),
    async pay() {
      note(null);
      const outcome = await checkout.pay();
      if (outcome.ok) return routes.result(outcome.orderNo, outcome.hint);
      note(outcome.problem);
      if (outcome.problem === 'goods_not_found') await catalog.load();
      return undefined;
    },
  };

  /** Whoever has not been answered fears to order twice. */
  function sentenceOf(problem: Problem): string {
    return UNANSWERED.includes(problem) ? t.checkout.unanswered(t.problems[problem]) : t.problems[problem];
  }
}
