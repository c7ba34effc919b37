import { generateKeyPairSync } from 'node:crypto';
import { type Alipay, alipay } from '../../../sandbox/alipay/alipay';
import type { Answer } from '../../../sandbox/alipay/answer';
import { type App, SEEDED_APPS } from '../../../sandbox/alipay/apps';
import { openIdOf, SEEDED_BUYERS } from '../../../sandbox/alipay/buyers';
import { directory } from '../../../sandbox/alipay/directory';
import { METHODS } from '../../../sandbox/alipay/methods/methods';
import { type SandboxClock, sandboxClock } from '../../../sandbox/clock';
import { exchangeLog } from '../../../sandbox/exchange-log';
import { faults } from '../../../sandbox/fault/faults';
import { NOTIFY_CAUSES } from '../../../sandbox/notify/notify';
import { randomness } from '../../../sandbox/randomness';
import { forgetfulLog } from '../../../sandbox/record-log';
import { type SeededRandom, seededRandom } from './seeded-random';

/** What merchants have learnt of one trade from answers alone. */
export interface KnownTrade {
  app: App;
  tradeNo: string;
  outTradeNo: string;
  totalAmount: string;
  notified: boolean;
  isPaid: boolean;
  /** `out_request_no` → yuan, of refunds that were told to have moved money. */
  refunds: Map<string, string>;
  /** Closed or cancelled by the merchant while unpaid. */
  isGivenUp: boolean;
}

export interface RandomDay {
  alipay: Alipay;
  clock: SandboxClock;
  known: ReadonlyMap<string, KnownTrade>;
  /** How often which answer came to which method. */
  answers: ReadonlyMap<string, number>;
  /** One more thing that somebody does. */
  step(): Promise<void>;
  call(app: App, method: string, biz: Record<string, unknown>): Answer;
}

/** Four of the start, and one who turned up. */
const BUYER_IDS = [...SEEDED_BUYERS.map(({ userId }) => userId), '2088102146225135'];

const SUBJECTS = ['一杯茶', '茶, 点心, "大" 份', 'two\nlines', "it's", '100%', '+1'];

/** Merchants and buyers at work, all choices from one seed; nothing leaves the process. */
export function randomDay(seed: number, startMs: number, longestPauseMs: number, feeRatePpm: number): RandomDay {
  const random = seededRandom(seed);
  const clock = sandboxClock({ frozenAtMs: startMs });
  const world = quietAlipay(clock, String(seed), feeRatePpm);
  const known = new Map<string, KnownTrade>();
  const answers = new Map<string, number>();
  const merchants = SEEDED_APPS.filter(({ actsForAppIds }) => actsForAppIds === undefined);

  function call(app: App, method: string, biz: Record<string, unknown>, notifyUrl?: string): Answer {
    const run = METHODS.get(method);
    if (!run) throw new Error(`there is no method ${method}`);
    const parameters = new Map(notifyUrl === undefined ? [] : [['notify_url', notifyUrl]]);
    const answer = run({ alipay: world, app, merchant: app, parameters, biz });
    const told = `${method} ${answer.subCode ?? answer.code}`;
    answers.set(told, (answers.get(told) ?? 0) + 1);
    return answer;
  }

  const hands = { world, random, known, merchants, call };
  return {
    alipay: world,
    clock,
    known,
    answers,
    call,
    async step() {
      random.pick(DEEDS)(hands);
      await clock.advance(random.below(longestPauseMs));
    },
  };
}

interface Hands {
  world: Alipay;
  random: SeededRandom;
  known: Map<string, KnownTrade>;
  merchants: readonly App[];
  call(app: App, method: string, biz: Record<string, unknown>, notifyUrl?: string): Answer;
}

function create({ random, known, merchants, call }: Hands): void {
  const app = random.pick(merchants);
  const buyerId = random.pick(BUYER_IDS);
  // Few enough numbers that some are asked for twice, by the same or another buyer, at the same or another amount.
  const outTradeNo = `N${random.below(4000)}`;
  const totalAmount = `${random.below(random.pick([2, 100, 20_000]))}.${String(random.below(100)).padStart(2, '0')}`;
  const notified = random.below(2) === 0;
  const answer = call(
    app,
    'alipay.trade.create',
    {
      out_trade_no: outTradeNo,
      total_amount: totalAmount,
      subject: random.pick(SUBJECTS),
      product_code: 'JSAPI_PAY',
      op_app_id: app.appId,
      ...(app.buyerIdKind === 'user_id' ? { buyer_id: buyerId } : { buyer_open_id: openIdOf(buyerId, app.appId) }),
      timeout_express: random.pick(['1m', '5m', '1h', '1d', undefined]),
      ...random.pick([{}, {}, {}, { enable_pay_channels: 'pcredit' }, { extend_params: { hb_fq_num: '3' } }]),
    },
    notified ? 'http://127.0.0.1:9/notify' : undefined,
  );
  const tradeNo = String(answer.fields?.trade_no);
  if (answer.code === '10000' && !known.has(tradeNo))
    remember(known, { app, tradeNo, outTradeNo, totalAmount, notified });
}

/** By pay code: some are paid on the spot, some wait for a password. */
function till({ world, random, known, merchants, call }: Hands): void {
  const app = random.pick(merchants);
  const outTradeNo = `T${random.below(100_000)}`;
  const totalAmount = `${1 + random.below(2000)}.00`;
  const { code } = world.payCodes.issue(random.pick(BUYER_IDS), 'bar_code');
  const order = {
    out_trade_no: outTradeNo,
    total_amount: totalAmount,
    subject: random.pick(SUBJECTS),
    auth_code: code,
  };
  const answer = call(app, 'alipay.trade.pay', order);
  if (answer.code !== '10000' && answer.code !== '10003') return;
  const trade = remember(known, {
    app,
    tradeNo: String(answer.fields?.trade_no),
    outTradeNo,
    totalAmount,
    notified: false,
  });
  trade.isPaid = answer.code === '10000';
}

function pay({ world, random, known }: Hands): void {
  const trade = someTrade(random, known);
  if (!trade) return;
  const buyerUserId = world.trades.get(trade.tradeNo)?.buyerUserId ?? '';
  const buyer = random.below(10) === 0 ? random.pick(BUYER_IDS) : buyerUserId;
  if (world.trades.pay(trade.tradeNo, buyer).kind === 'done') trade.isPaid = true;
}

function refund({ random, known, call }: Hands): void {
  const paid = [...known.values()].filter(({ isPaid }) => isPaid).slice(-10);
  const trade = random.below(4) > 0 && paid.length > 0 ? random.pick(paid) : someTrade(random, known);
  if (!trade) return;
  const [whole = '0', decimals = '00'] = trade.totalAmount.split('.');
  const part = `${random.below(Math.ceil(Number(whole) / 2) + 1)}.${random.pick([decimals, '00', '01'])}`;
  const requestNo = random.pick([`R${random.below(3)}`, `R${random.below(1000)}`, undefined]);
  const refundAmount = random.pick([part, part, part, trade.totalAmount]);
  const answer = call(trade.app, 'alipay.trade.refund', {
    out_trade_no: trade.outTradeNo,
    refund_amount: refundAmount,
    out_request_no: requestNo,
  });
  if (answer.fields?.fund_change === 'Y') trade.refunds.set(requestNo ?? trade.outTradeNo, refundAmount);
}

function close({ random, known, call }: Hands): void {
  const trade = someTrade(random, known);
  if (!trade) return;
  const answer = call(trade.app, 'alipay.trade.close', { trade_no: trade.tradeNo });
  if (answer.code === '10000') trade.isGivenUp = true;
}

function cancel({ random, known, call }: Hands): void {
  const trade = someTrade(random, known);
  if (!trade) return;
  const answer = call(trade.app, 'alipay.trade.cancel', { out_trade_no: trade.outTradeNo });
  if (answer.fields?.action === 'refund') trade.refunds.set(trade.outTradeNo, trade.totalAmount);
  if (answer.fields?.action === 'close') trade.isGivenUp = true;
}

/** Somebody puts money into a wallet or takes it out, or a dispute holds a trade's money for a while. */
function disturb({ world, random, known, merchants }: Hands): void {
  const account = random.pick([...BUYER_IDS, ...merchants.map(({ sellerId }) => sellerId)]);
  if (random.below(3) === 0) world.accounts.setBalance(account, random.pick([0, 1_00, 10_000_00, 10_000_000_00]));
  const trade = someTrade(random, known);
  if (trade) world.trades.freeze(trade.tradeNo, random.below(3) === 0);
}

type Deed = (hands: Hands) => void;

const DEEDS: readonly Deed[] = [create, create, create, pay, pay, pay, refund, refund, till, close, cancel, disturb];

/** Mostly one of the latest, because old ones have ended. */
function someTrade(random: SeededRandom, known: ReadonlyMap<string, KnownTrade>): KnownTrade | undefined {
  const all = [...known.values()];
  const latest = all.slice(-20);
  const from = random.below(5) === 0 ? all : latest;
  return from.length > 0 ? random.pick(from) : undefined;
}

function remember(
  known: Map<string, KnownTrade>,
  trade: Pick<KnownTrade, 'app' | 'tradeNo' | 'outTradeNo' | 'totalAmount' | 'notified'>,
): KnownTrade {
  const fresh = { ...trade, isPaid: false, refunds: new Map<string, string>(), isGivenUp: false };
  const kept = known.get(trade.tradeNo) ?? fresh;
  known.set(trade.tradeNo, kept);
  return kept;
}

/** Alipay without sockets: notifies are made and kept, and never sent. */
function quietAlipay(clock: SandboxClock, seed: string, feeRatePpm: number): Alipay {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const world = alipay({
    directory: directory(SEEDED_APPS, SEEDED_BUYERS),
    clock,
    randomness: randomness(seed),
    rules: { feeRatePpm, notifyCauses: NOTIFY_CAUSES, refundWindowMs: 12 * 3_600_000 },
    faults: faults(clock, randomness(`${seed}/faults`)),
    exchanges: exchangeLog(),
    url: () => 'http://127.0.0.1:9',
    privateKey,
    openLog: forgetfulLog,
  });
  world.notifies.setDelivering(false);
  for (const buyerId of BUYER_IDS) world.buyers.named(buyerId);
  return world;
}
