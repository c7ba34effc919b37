import type { Order, Refund, Source } from '../order/order';
import { claimRefund, dueRefund } from '../order/refunds';
import { compareAndSet } from './compare-and-set';
import { channelOf, type Ports } from './ports';
import { recordRefund } from './record-refund';

/** One visit takes no more steps than this at one order; what remains is due and the next sweep goes on. */
const MOST_STEPS = 10;

/**
 * Goes on with every refund of an order whose time has come: sends what was not sent, asks about what is in doubt, and sends again,
 * under the same number, what the channel does not know. Every step is claimed by a save before the channel hears of it. A step that
 * throws keeps no other refund waiting, and is thrown at the end.
 */
export async function driveRefunds(ports: Ports, order: Order, source: Source): Promise<Order> {
  let current = order;
  const failures: unknown[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const claim = await claimNext(ports, current);
    current = claim.kind === 'missing' ? current : claim.order;
    if (claim.kind !== 'saved') break;
    if (!claim.extra) continue;
    try {
      current = await takeStep(ports, claim.order, claim.extra, source);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return current;
}

interface Step {
  step: 'send' | 'ask';
  refund: Refund;
}

function claimNext(ports: Ports, order: Order) {
  return compareAndSet(ports, order, (now, nowMs): { order: Order; extra: Step | null } | null => {
    const due = dueRefund(now, nowMs);
    if (!due) return null;
    const claim = claimRefund(now, due, nowMs);
    return { order: claim.order, extra: claim.step === 'wait' ? null : { step: claim.step, refund: claim.refund } };
  });
}

async function takeStep(ports: Ports, order: Order, { step, refund }: Step, source: Source): Promise<Order> {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === refund.outTradeNo);
  if (!trade) throw new Error(`refund ${refund.outRequestNo} belongs to no trade of its order`);
  const channel = channelOf(ports, order, trade.channel);
  const report = step === 'send' ? await channel.refund(refund, trade) : await channel.queryRefund(refund, trade);
  ports.meter?.count('refund_steps', { step, outcome: report.status });
  const recorded = await recordRefund(ports, order, report, source);
  return recorded.kind === 'recorded' ? recorded.order : order;
}
