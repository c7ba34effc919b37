import { claimDoubt, doubtTrade, dueDoubt, settleDoubt } from '../order/doubts';
import type { Order, Source, Trade } from '../order/order';
import { compareAndSet, saveChange } from './compare-and-set';
import { channelOf, type Ports } from './ports';
import { recordTrade } from './record-trade';

/** One visit asks about no more trades than this. */
const MOST_QUESTIONS = 10;

/**
 * A genuine message about a trade that is closed here was not believed, for its amount or because it could be meant for somebody else.
 * It may tell of money, which must be found and returned: the doubt is durable before the channel is asked, and stays until it answers.
 */
export async function doubtClosedTrade(ports: Ports, order: Order, outTradeNo: string): Promise<Order> {
  const noted = await saveChange(ports, order, (now, nowMs) => doubtTrade(now, outTradeNo, nowMs));
  return noted.kind === 'missing' ? order : askDoubts(ports, noted.order, 'notify');
}

/** Asks about every doubted trade of an order whose time has come; each question is claimed by a save. */
export async function askDoubts(ports: Ports, order: Order, source: Source): Promise<Order> {
  let current = order;
  for (let question = 0; question < MOST_QUESTIONS; question += 1) {
    const claim = await compareAndSet(ports, current, (now, nowMs) => {
      const due = dueDoubt(now, nowMs);
      return due ? { order: claimDoubt(now, due, nowMs), extra: due } : null;
    });
    if (claim.kind !== 'saved') return claim.kind === 'declined' ? claim.order : current;
    current = await ask(ports, claim.order, claim.extra, source);
  }
  return current;
}

async function ask(ports: Ports, order: Order, trade: Trade, source: Source): Promise<Order> {
  const report = await channelOf(ports, order, trade.channel).queryTrade(trade);
  const recorded = await recordTrade(ports, order, report, source);
  const told = recorded.kind === 'recorded' ? recorded.order : order;
  if (report.status === 'unknown') return told;
  const settled = await saveChange(ports, told, (now, nowMs) => settleDoubt(now, trade.outTradeNo, nowMs));
  return settled.kind === 'missing' ? told : settled.order;
}
