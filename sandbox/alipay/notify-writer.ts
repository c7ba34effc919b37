import type { KeyObject } from 'node:crypto';
import { toBeijingDay, toBeijingTime } from '../beijing-time';
import type { Randomness } from '../randomness';
import { rsaSign } from '../rsa';
import type { Directory } from './directory';
import type { Notify } from './notify';
import { notifyCause, notifyParameters } from './notify-parameters';
import type { AlipayRules } from './rules';
import { signingString } from './signing-string';
import type { Trade, TradeEvent } from './trade';

/** The notify that tells a merchant of an event, due at once; undefined when nobody is to be told. */
export function notifyOf(
  trade: Trade,
  event: TradeEvent,
  nowMs: number,
  { directory, rules, randomness }: { directory: Directory; rules: AlipayRules; randomness: Randomness },
): Notify | undefined {
  const cause = notifyCause(event);
  if (!cause || trade.notifyUrl === undefined || !rules.notifyCauses.includes(cause)) return undefined;
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

/** The form that is posted at one moment: signed without `sign_type` (reference alipay-trade 4.3). */
export async function signedNotifyForm(notify: Notify, atMs: number, privateKey: KeyObject): Promise<string> {
  const parameters = { ...notify.parameters, notify_time: toBeijingTime(atMs), sign_type: 'RSA2' };
  const content = signingString(Object.entries(parameters), ['sign_type']);
  const sign = await rsaSign(Buffer.from(content), privateKey, 'RSA2');
  return new URLSearchParams({ ...parameters, sign }).toString();
}
