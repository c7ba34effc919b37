import { useEffect, useState } from 'preact/hooks';
import type { CashierAnswer } from '../faces';
import type { CashierResult } from './cashier-results';
import { type SandboxTrade, sandbox } from './sandbox';
import { texts } from './texts';
import { codeOfTrouble, type Unanswered } from './trouble';

/** Where the cashier stands. `trouble` ends in `code` when the person closes it. */
export type CashierStep =
  | { kind: 'reading' }
  | { kind: 'ready' }
  | { kind: 'paying' }
  | { kind: 'paid' }
  | { kind: 'trouble'; message: string; code: '4000' | '6002' };

interface CashierParts {
  tradeNo: string;
  isOnline: boolean;
  /** Who holds the phone; empty for the buyer of the trade. */
  buyerId: string;
  done(answer: CashierAnswer | null): void;
}

/** How long the tick of a payment is shown before the mini-program is called back; not at all where motion is unwanted. */
const PAID_SHOWN_MS = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 450;

/** The cashier's behaviour: reads the trade, pays it at the sandbox, and answers exactly once. */
export function useCashier({ tradeNo, isOnline, buyerId, done }: CashierParts) {
  const [step, setStep] = useState<CashierStep>({ kind: 'reading' });
  const [trade, setTrade] = useState<SandboxTrade | null>(null);

  useEffect(() => {
    if (!isOnline) return setStep(unreachable);
    sandbox.trade(tradeNo).then((reply) => {
      if (reply.kind === 'answered') setTrade(reply.body);
      setStep(reply.kind === 'answered' ? { kind: 'ready' } : troubleOf(reply));
    });
  }, [tradeNo, isOnline]);

  const settle = async (outcome: 'paid' | 'cancelled') => {
    const order = buyerId ? { tradeNo, buyerId, outcome } : { tradeNo, outcome };
    return isOnline ? sandbox.pay(order) : ({ kind: 'unreachable' } as const);
  };
  const payThen = async (answer: CashierAnswer | null) => {
    setStep({ kind: 'paying' });
    const reply = await settle('paid');
    if (reply.kind !== 'answered') return setStep(troubleOf(reply));
    setStep({ kind: 'paid' });
    setTimeout(() => done(answer), PAID_SHOWN_MS);
  };
  return {
    step,
    trade,
    pay: () => payThen({ kind: 'success', resultCode: '9000' }),
    choose: ({ answer }: CashierResult, withPayment: boolean) => (withPayment ? payThen(answer) : done(answer)),
    close: async () => {
      if (step.kind === 'paying' || step.kind === 'paid') return;
      if (step.kind === 'trouble') return done({ kind: 'success', resultCode: step.code });
      if (step.kind === 'ready') await settle('cancelled');
      done({ kind: 'success', resultCode: '6001' });
    },
  };
}

const unreachable: CashierStep = { kind: 'trouble', message: texts.cashier.unreachable, code: '6002' };

function troubleOf(reply: Unanswered): CashierStep {
  if (reply.kind === 'unreachable') return unreachable;
  const code = codeOfTrouble(reply);
  if (reply.reason === 'trade_not_found') return { kind: 'trouble', message: texts.cashier.notFound, code };
  const message = texts.cashier.refusals[reply.reason] ?? `${reply.message} (${reply.reason})`;
  return { kind: 'trouble', message, code };
}
