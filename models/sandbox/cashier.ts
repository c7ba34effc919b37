import { observable, runInAction } from 'mobx';
import { fixedWords } from '../texts';
import type { SandboxControl, SandboxReply, SandboxTrade } from './control';
import type { CashierTexts } from './texts';

/** What my.tradePay comes to: an argument of `success` or of `fail`. */
export type Answer = { kind: 'success'; resultCode: string } | { kind: 'fail'; error: number };

/** A cashier inside the app, for where the real one cannot pay a trade of the sandbox: the IDE. */
export interface SandboxCashier {
  readonly view: Record<string, unknown>;
  /** Opens it for a trade; `done` runs with the answer, or never where nobody is called back. */
  open(tradeNo: string, done: (answer: Answer) => void): void;
  pay(): Promise<void>;
  cancel(): Promise<void>;
  toggleMore(): void;
  /** Takes `<code> paid` or `<code> unpaid`, as `view.results` names them. */
  choose(id: string): Promise<void>;
}

/** Everything my.tradePay can come to (reference alipay-trade 5.1); 4 arrives in `fail`, and the last calls nobody back. */
const CODES = ['9000', '8000', '6004', '4000', '6001', '6002', '99', '5000', '4', 'none'] as const;

type Step = 'closed' | 'reading' | 'ready' | 'paying' | 'trouble';

interface Visit {
  tradeNo: string;
  done: (answer: Answer) => void;
}

/** The cashier over the sandbox's control API. */
export function sandboxCashier({ control, t }: { control: SandboxControl; t: CashierTexts }): SandboxCashier {
  const self = observable(
    { step: 'closed' as Step, trade: null as SandboxTrade | null, trouble: '', showsMore: false },
    {},
    { deep: false },
  );
  let visit: Visit | null = null;

  function note(news: Partial<typeof self>): void {
    runInAction(() => Object.assign(self, news));
  }

  function leave(answer: Answer | null): void {
    const { done } = visit ?? {};
    visit = null;
    note({ step: 'closed', trade: null, showsMore: false });
    if (answer) done?.(answer);
  }

  async function payThen(answer: Answer | null): Promise<void> {
    if (!visit || self.step !== 'ready') return;
    note({ step: 'paying' });
    const reply = await control.pay({ tradeNo: visit.tradeNo, outcome: 'paid' });
    if (reply.kind === 'answered') leave(answer);
    else note({ step: 'trouble', trouble: troubleOf(reply) });
  }

  return {
    get view() {
      return {
        t: fixedWords(t),
        step: self.step,
        trade: self.trade && { amount: self.trade.totalAmount, rows: rowsOf(self.trade) },
        trouble: self.trouble,
        showsMore: self.showsMore,
        results: self.showsMore ? CODES.map(resultOf) : [],
      };
    },
    open(tradeNo, done) {
      visit = { tradeNo, done };
      note({ step: 'reading', trade: null, trouble: '', showsMore: false });
      void control.trade(tradeNo).then((reply) => {
        if (visit?.tradeNo !== tradeNo) return;
        if (reply.kind === 'answered') note({ step: 'ready', trade: reply.body });
        else note({ step: 'trouble', trouble: troubleOf(reply) });
      });
    },
    pay: () => payThen({ kind: 'success', resultCode: '9000' }),
    async cancel() {
      if (!visit || self.step === 'paying') return;
      const { tradeNo } = visit;
      if (self.step === 'trouble') return leave({ kind: 'success', resultCode: '4000' });
      if (self.step === 'ready') await control.pay({ tradeNo, outcome: 'cancelled' });
      leave({ kind: 'success', resultCode: '6001' });
    },
    toggleMore: () => note({ showsMore: !self.showsMore }),
    async choose(id) {
      const [code = '', money] = id.split(' ');
      if (money === 'paid') await payThen(answerOf(code));
      else if (self.step !== 'paying') leave(answerOf(code));
    },
  };

  function resultOf(code: string) {
    const name = code === 'none' ? t.noCallback : code;
    const way = (money: 'paid' | 'unpaid', words: string) => ({
      id: `${code} ${money}`,
      title: words,
      label: `${name} ${words}`,
    });
    return {
      code: name,
      hint: t.results[code] ?? '',
      ways: [way('unpaid', t.withoutPayment), way('paid', t.withPayment)],
    };
  }

  function rowsOf({ sellerName, subject, buyer }: SandboxTrade) {
    return [
      { label: t.merchant, value: sellerName },
      { label: t.subject, value: subject },
      { label: t.buyer, value: buyer.name },
    ];
  }

  function troubleOf(reply: Exclude<SandboxReply<unknown>, { kind: 'answered' }>): string {
    if (reply.kind === 'unreachable') return t.unreachable;
    return reply.reason === 'trade_not_found' ? t.notFound : t.refused(reply.reason);
  }
}

function answerOf(code: string): Answer | null {
  if (code === 'none') return null;
  return code === '4' ? { kind: 'fail', error: 4 } : { kind: 'success', resultCode: code };
}
