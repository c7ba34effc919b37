import type { KeyObject } from 'node:crypto';
import { toBeijingDay, toBeijingTime } from '../beijing-time';
import type { NotifyManner } from '../fault/notify-faults';
import { fenToYuan } from '../money';
import type { Notify, NotifyCause } from '../notify/notify';
import { type NotifyBody, sentBody } from '../notify/sent-body';
import type { Randomness } from '../randomness';
import { feeFields } from './fee-fields';
import type { FshowsRules } from './rules';
import type { FshowsTrade, FshowsTradeEvent } from './trade';

const CAUSES: Partial<Record<FshowsTradeEvent['kind'], NotifyCause>> = {
  trade_paid: 'paid',
  trade_closed: 'closed',
  trade_expired: 'expired',
  trade_finished: 'finished',
  trade_partly_refunded: 'partly_refunded',
  trade_fully_refunded: 'fully_refunded',
};

/** `logonIdOf` is undefined for who has none; `randomness` draws the id of the notify. */
export interface NotifyWriterParts {
  /** Which events are told at all, and in what words. */
  rules: Pick<FshowsRules, 'notifyCauses' | 'notifiesFees'>;
  logonIdOf(userId: string): string | undefined;
  randomness: Randomness;
}

/** The notify that tells a provider of an event, due at once; undefined when nobody is to be told. */
export function fshowsNotifyOf(
  trade: FshowsTrade,
  event: FshowsTradeEvent,
  nowMs: number,
  { rules, logonIdOf, randomness }: NotifyWriterParts,
): Notify | undefined {
  const cause = CAUSES[event.kind];
  if (!cause || trade.notifyUrl === undefined || !rules.notifyCauses.includes(cause)) return undefined;
  return {
    notifyId: `${toBeijingDay(nowMs)}${randomness.digits(26)}`,
    tradeNo: trade.prepayId,
    appId: trade.appId,
    gateway: 'fshows',
    cause,
    url: trade.notifyUrl,
    createdAtMs: nowMs,
    parameters: notifyParameters(trade, logonIdOf(trade.payerUserId ?? ''), rules),
    status: 'pending',
    nextAtMs: nowMs,
    deliveries: [],
  };
}

/** The parameters that clients read (reference fshows 7). Blank ones are left out: verifiers disagree on them. */
function notifyParameters(
  trade: FshowsTrade,
  logonId: string | undefined,
  { notifiesFees }: Pick<FshowsRules, 'notifiesFees'>,
): Record<string, string> {
  const told = {
    out_trade_no: trade.outTradeNo,
    trade_no: trade.tradeNo,
    trade_status: trade.status,
    total_amount: fenToYuan(trade.totalFen),
  };
  if (trade.paidAtMs === undefined) return told;
  const money = Object.entries(feeFields(trade, 'net_income')).filter(
    ([name]) => notifiesFees || !name.endsWith('_fee'),
  );
  return {
    ...told,
    receipt_amount: fenToYuan(trade.totalFen),
    gmt_payment: toBeijingTime(trade.paidAtMs),
    ...(logonId && { buyer_logon_id: logonId }),
    ...Object.fromEntries(money),
  };
}

/** Signed by the platform with SHA1withRSA, `sign_type=RSA` beside the signature and not in it (reference fshows 7). */
export async function fshowsNotifyBody(
  notify: Notify,
  _atMs: number,
  manner: NotifyManner,
  privateKey: KeyObject,
): Promise<NotifyBody> {
  const { signType = 'RSA' } = manner;
  const told = { ...notify.parameters, sign_type: signType, ...manner.fields };
  const parameters = Object.entries(told).filter((entry): entry is [string, string] => entry[1] !== null);
  return sentBody(parameters, manner, signType === 'RSA2' ? 'RSA2' : 'RSA', privateKey);
}
