import type { CashierAnswer } from '../faces';
import type { PhoneState, PlannedAnswer } from './phone-state';
import { sandbox } from './sandbox';
import { codeOfTrouble } from './trouble';

/** Takes the answer decided beforehand, or undefined when the person is to choose one in the sheet. */
function takePlanned(state: PhoneState): PlannedAnswer | undefined {
  const [next, ...later] = state.view().plannedAnswers;
  if (next) state.change({ plannedAnswers: later });
  return next;
}

/** Ends a payment as planned; money that cannot move ends it as the sheet would. */
async function endAsPlanned(state: PhoneState, tradeNo: string, plan: PlannedAnswer): Promise<CashierAnswer | null> {
  if (!plan.isPaid) return plan.answer;
  const { buyerId, isOnline } = state.view();
  if (!isOnline) return { kind: 'success', resultCode: '6002' };
  const reply = await sandbox.pay({ tradeNo, outcome: 'paid', ...(buyerId ? { buyerId } : {}) });
  if (reply.kind === 'answered') return plan.answer;
  return { kind: 'success', resultCode: codeOfTrouble(reply) };
}

function askPerson(state: PhoneState, tradeNo: string): Promise<CashierAnswer | null> {
  return new Promise((resolve) => {
    state.change({ cashier: { tradeNo, done: resolve } });
  });
}

/** One cashier at a time: a second call while it is open is the duplicate request of result code 5000. */
export async function openCashier(state: PhoneState, tradeNo: string): Promise<CashierAnswer | null> {
  const { cashier, hasCashierLifeCycle, wiring } = state.view();
  if (cashier) return { kind: 'success', resultCode: '5000' };
  const plan = takePlanned(state);
  if (hasCashierLifeCycle) wiring?.router.background();
  const answer = plan ? await endAsPlanned(state, tradeNo, plan) : await askPerson(state, tradeNo);
  state.change({ cashier: null, tradePays: [...state.view().tradePays, { tradeNo, answer }] });
  if (hasCashierLifeCycle) wiring?.router.foreground();
  return answer;
}
