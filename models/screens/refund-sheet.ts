import { observable, runInAction } from 'mobx';
import { MAX_REASON_CHARACTERS } from '../../contract/operator';
import type { Device } from '../device';
import type { OrderBook, Problem } from '../order-book';
import { fixedWords } from '../texts';
import type { Texts } from '../texts-zh';
import { typedText } from '../typed-text';

interface Parts {
  orderBook: OrderBook;
  device: Device;
  t: Texts;
}

/** Where a buyer asks for money back. What was entered stays until the merchant has been told, also when the sheet is closed. */
export interface RefundSheet {
  readonly view: Record<string, unknown>;
  open(): void;
  close(): void;
  /** Takes the place of a reason in the list. */
  choose(id: string): void;
  setWords(words: string): void;
  /** Taps while it is being sent do nothing. */
  submit(): Promise<void>;
}

/** Room for a reason of the list and what joins it to the buyer's own words. */
const MOST_WORDS = MAX_REASON_CHARACTERS - 56;

/** The sheet for one order. */
export function refundSheet({ orderBook, device, t }: Parts, orderNo: string): RefundSheet {
  const self = observable({ isOpen: false, isBusy: false, chosen: 0, words: '', problem: null as Problem | null });

  function note(news: Partial<typeof self>): void {
    runInAction(() => Object.assign(self, news));
  }

  return {
    get view() {
      return {
        t: { ...fixedWords(t.refund), close: t.close },
        isOpen: self.isOpen,
        isBusy: self.isBusy,
        reasons: t.refund.reasons.map((title, index) => ({
          id: String(index),
          title,
          hint: '',
          isChosen: index === self.chosen,
        })),
        words: self.words,
        mostWords: MOST_WORDS,
        problem: self.problem && t.problems[self.problem],
      };
    },
    open: () => note({ isOpen: true, problem: null }),
    close: () => note({ isOpen: false }),
    choose: (id) => note({ chosen: t.refund.reasons[Number(id)] ? Number(id) : 0 }),
    setWords: (words) => note({ words: typedText(words, MOST_WORDS) }),
    async submit() {
      if (self.isBusy) return;
      note({ isBusy: true, problem: null });
      const reason = t.refund.reason(t.refund.reasons[self.chosen] ?? '', self.words.trim());
      const reply = await orderBook.askRefund(orderNo, reason);
      if (!reply.ok) return note({ isBusy: false, problem: reply.problem });
      note({ isBusy: false, isOpen: false, words: '' });
      device.remark(t.refund.done);
    },
  };
}
