/** Purchases while the first channel is killed at one step of the protocol, and what became of them. */
import { createOrder } from '../../cloudfunctions/backend/flow/create-order';
import { queryOrder } from '../../cloudfunctions/backend/flow/query-order';
import { moneyFaults } from '../../cloudfunctions/backend/order/money-equation';
import type { ChannelName } from '../../cloudfunctions/backend/order/order';
import type { OrderView } from '../../contract/views';
import { type SeededRandom, seededRandom } from '../sandbox/support/seeded-random';
import { STEPS, type Step } from './mortal-gateway';
import { type FailoverShop, failoverShop, LIFETIME_MS } from './shop';

/** A row of the table. In all but the last the channel comes back after a while, and is killed again by a later purchase. */
export const SITUATIONS = [...STEPS, 'for the rest of the run'] as const;
export type Situation = (typeof SITUATIONS)[number];

export interface Row {
  first: ChannelName;
  situation: Situation;
  purchases: number;
  /** How often the first channel was killed. */
  kills: number;
  paid: number;
  /** Paid through the other channel. */
  paidElsewhere: number;
  /** Orders of which more than one payment was kept, or whose money is not conserved. */
  wrong: number;
  /** Payments that should not have come and went back. */
  returned: number;
  /** How long buyers waited for something to pay, in ms of the shop's time: median and longest. */
  waitedMs: { median: number; longest: number };
}

export interface CampaignOptions {
  first: ChannelName;
  situation: Situation;
  purchases: number;
  seed: number;
}

const POLL_MS = 2_000;
/** How long a buyer is willing to wait, within the time that the order may be paid. */
const PATIENCE_MS = LIFETIME_MS - 60_000;
const LONGEST_DOWN_MS = 120_000;
/** One purchase in so many meets a kill, where the channel comes back. */
const KILL_ONE_IN = 2;

interface Purchase {
  orderNo: string;
  waitedMs: number;
}

export async function campaign({ first, situation, purchases, seed }: CampaignOptions): Promise<Row> {
  const shop = await failoverShop(first);
  try {
    const random = seededRandom(seed);
    const reaper = reaperOf(shop, situation, purchases, random);
    const bought: Purchase[] = [];
    for (let index = 0; index < purchases; index += 1) {
      await reaper.visit(index);
      bought.push(await buy(shop, `purchase-${seed}-${index}`.padEnd(24, '-'), reaper.tick));
    }
    await settle(shop, situation !== 'for the rest of the run');
    return await audit(shop, { first, situation, purchases, kills: reaper.kills() }, bought);
  } finally {
    await shop.close();
  }
}

/** Kills the first channel now and then, and lets it come back. */
function reaperOf({ first, nowMs }: FailoverShop, situation: Situation, purchases: number, random: SeededRandom) {
  const isForGood = situation === 'for the rest of the run';
  const lastDay = random.below(Math.min(purchases, 100));
  let kills = 0;
  let backAtMs = Number.POSITIVE_INFINITY;
  const kill = (step: Step, downMs: number) => {
    kills += 1;
    backAtMs = nowMs() + downMs;
    return first.dieAt(step);
  };
  const tick = async () => {
    if (first.isDead && nowMs() >= backAtMs) await first.revive();
  };
  return {
    kills: () => kills,
    tick,
    async visit(index: number) {
      await tick();
      if (first.isDead) return;
      if (isForGood) {
        if (index === lastDay) await kill(random.pick(STEPS), Number.POSITIVE_INFINITY);
      } else if (random.below(KILL_ONE_IN) === 0) await kill(situation, random.below(LONGEST_DOWN_MS));
    },
  };
}

/** A buyer who asks again with the page open, pays whatever the page offers, each number once, and is in no hurry. */
async function buy(shop: FailoverShop, requestId: string, tick: () => Promise<void>): Promise<Purchase> {
  const startMs = shop.nowMs();
  const handed = new Set<string>();
  let payableAtMs: number | null = null;
  const request = { requestId, items: [{ goodsId: 'tea', quantity: 1 }] };
  let order = shown(await createOrder(shop.ports, shop.buyer, request));
  while (order.status === 'unpaid' && shop.nowMs() - startMs < PATIENCE_MS) {
    const { payment } = order;
    if (payment?.state === 'ready' && !handed.has(payment.walletTradeNo)) {
      payableAtMs ??= shop.nowMs();
      handed.add(payment.walletTradeNo);
      shop.sandbox.pay({ tradeNo: payment.walletTradeNo, outcome: 'paid' });
    }
    await shop.pass(POLL_MS);
    await tick();
    order = shown(await queryOrder(shop.ports, shop.buyer, { orderNo: order.orderNo }));
  }
  return { orderNo: order.orderNo, waitedMs: (payableAtMs ?? shop.nowMs()) - startMs };
}

function shown(reply: Awaited<ReturnType<typeof queryOrder>>): OrderView {
  if (!reply.ok) throw new Error(`refused: ${reply.reason}: ${reply.message}`);
  return reply.order;
}

/** Everything that is owed is done: orders expire, refunds go through, notifies are sent again. */
async function settle(shop: FailoverShop, comesBack: boolean): Promise<void> {
  if (comesBack) await shop.first.revive();
  for (let minutes = 0; minutes < 40; minutes += 1) await shop.pass(60_000);
}

/** The sandbox's books against our orders. */
async function audit(
  shop: FailoverShop,
  given: Pick<Row, 'first' | 'situation' | 'purchases' | 'kills'>,
  bought: readonly Purchase[],
): Promise<Row> {
  const booked = shop.sandbox.trades(Number.MAX_SAFE_INTEGER).filter((trade) => trade.paidAtMs !== null);
  const rest = { paid: 0, paidElsewhere: 0, wrong: 0, returned: 0 };
  for (const { orderNo } of bought) {
    const order = await shop.ports.store.get(orderNo);
    if (!order) throw new Error(`order ${orderNo} is gone`);
    const its = booked.filter((trade) => trade.outTradeNo.startsWith(`${orderNo}_`));
    const kept = its.filter(({ totalFen, refundedFen }) => refundedFen < totalFen);
    const settling = order.trades.find((trade) => trade.outTradeNo === kept[0]?.outTradeNo);
    const isPaid = order.status === 'paid' && kept.length === 1;
    const isHonest = order.status === 'paid' ? kept.length === 1 : kept.length === 0;
    rest.paid += isPaid ? 1 : 0;
    rest.paidElsewhere += isPaid && settling?.channel !== given.first ? 1 : 0;
    rest.returned += its.length - kept.length;
    rest.wrong += isHonest && moneyFaults(order).length === 0 ? 0 : 1;
  }
  const waits = bought.map(({ waitedMs }) => waitedMs).sort((one, other) => one - other);
  const waitedMs = { median: waits[waits.length >> 1] ?? 0, longest: waits.at(-1) ?? 0 };
  return { ...given, ...rest, waitedMs };
}
