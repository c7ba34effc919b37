import type { KeyObject } from 'node:crypto';
import { toBeijingDay, toBeijingTime } from '../beijing-time';
import type { Clock } from '../clock';
import type { Randomness } from '../randomness';
import type { Put, RecordLog } from '../record-log';
import { rsaSign } from '../rsa';
import type { App } from './apps';
import type { Buyer } from './buyers';
import type { Notify, NotifyCause } from './notify';
import { notifyDesk } from './notify-desk';
import { notifyCause, notifyParameters } from './notify-parameters';
import { type AuthCode, type Grant, type OauthOutcome, oauthBook } from './oauth-book';
import { postNotify } from './post-notify';
import { signingString } from './signing-string';
import { nextAgeingMs, type Trade, type TradeEvent, type TradeTerms } from './trade';
import { type TradeOutcome, type TradeRef, tradeBook } from './trade-book';

/** What is not documented, or depends on a contract, and is therefore a switch. */
export interface AlipayRules {
  refundWindowMs: number;
  /** Which events reach the merchant. The 2026 pages document payment only (reference alipay-trade 4.1). */
  notifyCauses: readonly NotifyCause[];
  /** How long a receiver of notifies has for its reply; not documented. */
  notifyTimeoutMs: number;
  /** Lets `/`, `=` and `&` into a subject, which the documentation of create forbids. */
  allowsAnySubject: boolean;
}

export const ASSUMED_RULES: AlipayRules = {
  refundWindowMs: 365 * 86_400_000,
  notifyCauses: ['paid'],
  notifyTimeoutMs: 10_000,
  allowsAnySubject: false,
};

export interface AlipayParts {
  apps: readonly App[];
  buyers: readonly Buyer[];
  clock: Clock;
  randomness: Randomness;
  rules: AlipayRules;
  /** Signs what Alipay says. */
  privateKey: KeyObject;
}

/** Alipay itself: the pure books joined with time, memory and the post. Gateway and control API are faces of it. */
export type Alipay = ReturnType<typeof alipay>;

export function alipay({ apps, buyers, clock, randomness, rules, privateKey }: AlipayParts) {
  const book = tradeBook(rules);
  const oauth = oauthBook();
  const ageings = new Map<string, () => void>();
  let log: RecordLog;

  const desk = notifyDesk({
    clock,
    keep: (notify) => log.append([notifyPut(notify)]),
    async deliver(notify, atMs, signal) {
      const parameters = { ...notify.parameters, notify_time: toBeijingTime(atMs), sign_type: 'RSA2' };
      const content = signingString(Object.entries(parameters), ['sign_type']);
      const sign = await rsaSign(Buffer.from(content), privateKey, 'RSA2');
      return postNotify(notify.url, `${new URLSearchParams({ ...parameters, sign })}`, rules.notifyTimeoutMs, signal);
    },
  });

  function appOf(appId: string): App {
    const app = apps.find((candidate) => candidate.appId === appId);
    if (!app) throw new Error(`app ${appId} is gone from the sandbox`);
    return app;
  }

  function buyerOf(userId: string): Buyer {
    const buyer = buyers.find((candidate) => candidate.userId === userId);
    if (!buyer) throw new Error(`buyer ${userId} is gone from the sandbox`);
    return buyer;
  }

  function notifyFor(trade: Trade, event: TradeEvent): Notify | undefined {
    const cause = notifyCause(event);
    if (!cause || !trade.notifyUrl || !rules.notifyCauses.includes(cause)) return undefined;
    const nowMs = clock.nowMs();
    const notifyId = `${toBeijingDay(nowMs)}${randomness.digits(26)}`;
    return {
      notifyId,
      tradeNo: trade.tradeNo,
      appId: trade.appId,
      cause,
      url: trade.notifyUrl,
      createdAtMs: nowMs,
      parameters: notifyParameters(trade, appOf(trade.appId), buyerOf(trade.buyerUserId), notifyId),
      status: 'pending',
      nextAtMs: nowMs,
      deliveries: [],
    };
  }

  /** Keeps what happened with the notifies it causes as one line, then lets it take effect. */
  function settle(outcome: TradeOutcome): TradeOutcome {
    const { trade, events } = outcome;
    if (!trade || events.length === 0) return outcome;
    const notifies = events.flatMap((event) => notifyFor(trade, event) ?? []);
    log.append([tradePut(trade), ...notifies.map(notifyPut)]);
    for (const notify of notifies) desk.accept(notify);
    planAgeing(trade);
    return outcome;
  }

  function planAgeing(trade: Trade): void {
    ageings.get(trade.tradeNo)?.();
    ageings.delete(trade.tradeNo);
    const dueAtMs = nextAgeingMs(trade, rules.refundWindowMs);
    if (dueAtMs === undefined) return;
    const age = () => void settle(book.age(trade.tradeNo, clock.nowMs()));
    ageings.set(trade.tradeNo, clock.wakeAt(dueAtMs, age));
  }

  function newTokens() {
    return { accessToken: `authusrB${randomness.hex(32)}`, refreshToken: `authusrR${randomness.hex(32)}` };
  }

  function settleOauth(outcome: OauthOutcome): OauthOutcome {
    if (outcome.kind === 'done')
      log.append([...(outcome.code ? [codePut(outcome.code)] : []), ...outcome.grants.map(grantPut)]);
    return outcome;
  }

  function load([table, , value]: Put): void {
    if (table === 'trade') book.restore(value as Trade);
    if (table === 'notify') remembered.set((value as Notify).notifyId, value as Notify);
    if (table === 'code') oauth.restoreCode(value as AuthCode);
    if (table === 'grant') oauth.restoreGrant(value as Grant);
  }

  /** Notifies as they come out of the log, older states of the same one included; accepted when all is read. */
  const remembered = new Map<string, Notify>();

  return {
    apps,
    buyers,
    rules,
    nowMs: () => clock.nowMs(),
    appOf,
    buyerOf,
    /** Takes up what `open` remembers and goes on from there. Must be called once, before anything else. */
    start(open: (load: (put: Put) => void) => RecordLog) {
      log = open(load);
      log.rewrite(rows());
      for (const notify of remembered.values()) desk.accept(notify);
      remembered.clear();
      for (const trade of book.all()) planAgeing(trade);
    },
    openTrade(terms: TradeTerms) {
      const tradeNo = `${toBeijingDay(clock.nowMs())}22001${randomness.digits(15)}`;
      return settle(book.open(terms, tradeNo, clock.nowMs()));
    },
    closeTrade: (sellerId: string, ref: TradeRef) => settle(book.close(sellerId, ref, clock.nowMs())),
    lookAtTrade: (sellerId: string, ref: TradeRef) => settle(book.look(sellerId, ref, clock.nowMs())),
    payTrade: (tradeNo: string, buyerUserId: string) => settle(book.pay(tradeNo, buyerUserId, clock.nowMs())),
    /** A trade as it is now, whosever it is. */
    trade: (tradeNo: string) => settle(book.age(tradeNo, clock.nowMs())).trade,
    trades: () => [...book.all()].map(({ tradeNo }) => settle(book.age(tradeNo, clock.nowMs())).trade as Trade),
    issueAuthCode(appId: string, userId: string) {
      const code = oauth.issueCode(randomness.hex(32), appId, userId, clock.nowMs());
      log.append([codePut(code)]);
      return code;
    },
    redeemAuthCode: (code: string, appId: string) =>
      settleOauth(oauth.redeemCode(code, appId, newTokens(), clock.nowMs())),
    refreshToken: (token: string, appId: string) =>
      settleOauth(oauth.refresh(token, appId, newTokens(), clock.nowMs())),
    notifies: () => [...desk.all()],
    isDelivering: desk.isDelivering,
    setDelivering: desk.setDelivering,
    /** Forgets trades, notifies, codes and tokens; apps, buyers and keys stay. */
    reset() {
      desk.clear();
      cancelAgeings();
      book.clear();
      oauth.clear();
      log.rewrite([]);
    },
    close() {
      desk.close();
      cancelAgeings();
      log.close();
    },
  };

  function cancelAgeings(): void {
    for (const cancel of ageings.values()) cancel();
    ageings.clear();
  }

  function rows(): Put[] {
    return [
      ...[...book.all()].map(tradePut),
      ...[...remembered.values()].map(notifyPut),
      ...[...oauth.codes()].map(codePut),
      ...[...oauth.grants()].map(grantPut),
    ];
  }
}

const tradePut = (trade: Trade): Put => ['trade', trade.tradeNo, trade];
const notifyPut = (notify: Notify): Put => ['notify', notify.notifyId, notify];
const codePut = (code: AuthCode): Put => ['code', code.code, code];
const grantPut = (grant: Grant): Put => ['grant', grant.refreshToken, grant];
