import type { NotifyView, TradeView } from '../control/control-views';
import { fenToYuan } from '../money';
import type { Strings } from './strings';

/** One thing that happened to a trade, or is going to. */
export interface TradeHappening {
  atMs: number;
  what: string;
  detail?: string;
  mood: 'plain' | 'good' | 'bad' | 'coming';
}

/** Everything known about a trade in the order of time; what is still to come stands last. */
export function tradeEvents(trade: TradeView, isDelivering: boolean, t: Strings): TradeHappening[] {
  const happened = [...ownEvents(trade, t), ...trade.notifies.flatMap((notify) => deliveries(notify, t))];
  return [...happened.sort((left, right) => left.atMs - right.atMs), ...coming(trade, isDelivering, t)];
}

function ownEvents(trade: TradeView, t: Strings): TradeHappening[] {
  const events: TradeHappening[] = [{ atMs: trade.createdAtMs, what: t.created, mood: 'plain' }];
  if (trade.paidAtMs !== null)
    events.push({ atMs: trade.paidAtMs, what: t.paid, detail: trade.buyer.name, mood: 'good' });
  for (const { atMs, amountFen, requestNo } of trade.refunds) {
    events.push({ atMs, what: `${t.refunded} ¥${fenToYuan(amountFen)}`, detail: requestNo, mood: 'plain' });
  }
  if (trade.closedAtMs !== null) events.push({ atMs: trade.closedAtMs, what: t.closed, mood: 'plain' });
  return events;
}

function deliveries({ cause, deliveries: sent }: NotifyView, t: Strings): TradeHappening[] {
  return sent.map(({ atMs, result, httpStatus, body, detail }, index) => ({
    atMs,
    what: `${t.notify} ${cause} #${index + 1}：${t[result]}`,
    detail: result === 'acknowledged' ? undefined : [httpStatus, body, detail].filter(Boolean).join(' · '),
    mood: result === 'acknowledged' ? 'good' : 'bad',
  }));
}

function coming(trade: TradeView, isDelivering: boolean, t: Strings): TradeHappening[] {
  const expiry: TradeHappening[] = trade.isPayable
    ? [{ atMs: trade.expiresAtMs, what: t.expires, mood: 'coming' }]
    : [];
  const notifies = trade.notifies.flatMap(({ cause, nextAtMs }): TradeHappening[] => {
    if (nextAtMs === null) return [];
    const what = isDelivering ? t.notifyDue : t.notifyHeld;
    return [{ atMs: nextAtMs, what: `${what} · ${cause}`, mood: 'coming' }];
  });
  return [...notifies, ...expiry];
}
