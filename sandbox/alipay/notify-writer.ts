import { toBeijingDay } from '../beijing-time';
import type { Randomness } from '../randomness';
import type { Directory } from './directory';
import type { Notify, NotifyCause } from './notify';
import { notifyCause, notifyParameters } from './notify-parameters';
import type { Trade, TradeEvent } from './trade';

export interface NotifyWriterParts {
  directory: Directory;
  /** Which events are told at all. */
  notifyCauses: readonly NotifyCause[];
  randomness: Randomness;
}

/** The notify that tells a merchant of an event, due at once; undefined when nobody is to be told. */
export function notifyOf(
  trade: Trade,
  event: TradeEvent,
  nowMs: number,
  { directory, notifyCauses, randomness }: NotifyWriterParts,
): Notify | undefined {
  const cause = notifyCause(event);
  if (!cause || trade.notifyUrl === undefined || !notifyCauses.includes(cause)) return undefined;
  const notifyId = `${toBeijingDay(nowMs)}${randomness.digits(26)}`;
  const parties = { app: directory.appOf(trade.appId), merchant: directory.appOf(trade.authAppId) };
  return {
    notifyId,
    tradeNo: trade.tradeNo,
    appId: trade.appId,
    cause,
    url: trade.notifyUrl,
    createdAtMs: nowMs,
    parameters: notifyParameters(trade, cause, parties, directory.buyerOf(trade.buyerUserId), notifyId),
    status: 'pending',
    nextAtMs: nowMs,
    deliveries: [],
  };
}
