import { toBeijingDay } from '../beijing-time';
import type { Notify } from '../notify/notify';
import type { Randomness } from '../randomness';
import type { Directory } from './directory';
import { notifyCause, notifyParameters } from './notify-parameters';
import type { AlipayRules } from './rules';
import type { Trade, TradeEvent } from './trade';

/** `randomness` draws the `notify_id`. */
export interface NotifyWriterParts {
  directory: Directory;
  /** Which events are told at all, and in what words. */
  rules: Pick<AlipayRules, 'notifyCauses' | 'notifyBuyerIds' | 'gmtRefundMilliseconds'>;
  randomness: Randomness;
}

/** The notify that tells a merchant of an event, due at once; undefined when nobody is to be told. */
export function notifyOf(
  trade: Trade,
  event: TradeEvent,
  nowMs: number,
  { directory, rules, randomness }: NotifyWriterParts,
): Notify | undefined {
  const cause = notifyCause(event);
  if (!cause || trade.notifyUrl === undefined || !rules.notifyCauses.includes(cause)) return undefined;
  const notifyId = `${toBeijingDay(nowMs)}${randomness.digits(26)}`;
  const parties = {
    app: directory.appOf(trade.appId),
    merchant: directory.appOf(trade.authAppId),
    buyer: directory.buyerOf(trade.buyerUserId),
  };
  return {
    notifyId,
    tradeNo: trade.tradeNo,
    appId: trade.appId,
    cause,
    url: trade.notifyUrl,
    createdAtMs: nowMs,
    parameters: notifyParameters(trade, cause, parties, notifyId, rules),
    status: 'pending',
    nextAtMs: nowMs,
    deliveries: [],
  };
}
