/** What buyers and servers do in many scenarios. */
import assert from 'node:assert/strict';
import type { OrderView } from '../../../contract/views';
import { TEA_TITLE } from '../node';
import type { Phone } from '../phone';
import { orderOf, type World } from '../world';

/** Longer than the pause between two questions to a provider about one order. */
export const POLL_MS = 3_000;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

const TEA = [{ goodsId: 'tea', quantity: 1 }];

/**
 * A purchase on a bad day: the app repeats its request every few seconds, whatever it hears, until it can pay. Throws when it still
 * cannot after a minute.
 */
export async function createUntilReady(
  world: World,
  requestId = 'purchase-on-a-bad-day',
  buyer: Phone = world.buyer,
): Promise<OrderView> {
  let last: OrderView | undefined;
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await buyer.create({ requestId, items: TEA }).catch(() => null);
    if (answer) last = orderOf(answer);
    if (last?.payment?.state === 'ready') return last;
    await world.advance(POLL_MS);
  }
  throw new Error(`the order cannot be paid after a minute: ${JSON.stringify(last)}`);
}

/** The page asks every few seconds until it shows what is wanted, or a minute is over; gives what it shows then. */
export async function pollUntil(
  world: World,
  orderNo: string,
  isWanted: (shown: OrderView) => boolean,
  buyer: Phone = world.buyer,
): Promise<OrderView> {
  let shown = orderOf(await buyer.query(orderNo));
  for (let tries = 0; tries < 20 && !isWanted(shown); tries += 1) {
    await world.advance(POLL_MS);
    shown = orderOf(await buyer.query(orderNo));
  }
  return shown;
}

/** The page turns to paid within half a minute. */
export async function seesPaid(world: World, orderNo: string): Promise<void> {
  const sinceMs = world.clock.nowMs();
  const shown = await pollUntil(world, orderNo, ({ status }) => status === 'paid');
  assert.equal(shown.status, 'paid');
  assert.ok(world.clock.nowMs() - sinceMs <= 30_000, 'it took longer than 30 s to see the payment');
}

/** Runs the same thing so many times at once; gives what came of each. */
export function atOnce<Result>(
  times: number,
  act: (index: number) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  return Promise.allSettled(Array.from({ length: times }, (_, index) => act(index)));
}

/**
 * How many trades an order has at the provider, whatever became of them. One whose number for the wallet was lost with the answer to its
 * create cannot be paid, is closed there, and counts for nothing: only Alipay tells that number again.
 */
export function assertTrades(world: World, orderNo: string, count: number): void {
  const trades = world.trades(orderNo);
  const counted = trades.filter(({ status, paidAtMs }) => status !== 'TRADE_CLOSED' || paidAtMs !== null);
  const tellsAgain = world.provider.channel === 'alipay';
  assert.equal((tellsAgain ? trades : counted).length, count, `${count} trades at the provider`);
}

/** Another program opens a trade under a number that one of our orders has taken; gives what its buyer pays by. */
export function takeNumber(
  world: World,
  outTradeNo: string,
  terms: { totalAmount: string; buyerId?: string },
): Promise<string> {
  const { buyerId } = world.buyer;
  return world.provider.open({ outTradeNo, subject: TEA_TITLE, buyerId, notifyUrl: world.post.url, ...terms });
}

/**
 * Before our first create reaches the provider, the number of the next order has been taken: by a wish of another amount, or by another
 * buyer. Gives the trade's number, once there is one. With `lies` the provider will only say that it has closed it.
 */
export function takeNextNumber(
  world: World,
  { lies = false, ...terms }: { totalAmount: string; buyerId?: string; lies?: boolean },
): () => string {
  const taken: { tradeNo?: string } = {};
  world.node.store.precede('insert', 1, async ({ trades }) => {
    const outTradeNo = trades[0]?.outTradeNo ?? '';
    taken.tradeNo = await takeNumber(world, outTradeNo, terms);
    if (lies) closeIsALie(world, { tradeNo: taken.tradeNo, outTradeNo });
  });
  return () => {
    assert.ok(taken.tradeNo, 'the number was taken');
    return taken.tradeNo;
  };
}

/** The provider will say that it has closed a trade, and will not have. */
export function closeIsALie(world: World, { tradeNo, outTradeNo }: { tradeNo: string; outTradeNo: string }): void {
  const fields = { trade_no: tradeNo, out_trade_no: outTradeNo };
  world.faults.add({ kind: 'answer', method: 'alipay.trade.close', code: '10000', fields, outTradeNo, times: 1 });
}

/** The provider answers nothing but HTTP 503, until the returned function is called. */
export function channelDown(world: World): () => void {
  const { id } = world.faults.add({ kind: 'http_status', method: 'alipay.trade.*', status: 503 });
  return () => void world.faults.remove(id);
}

/**
 * Somebody on the way answers in the provider's place with a refusal, before or after it has done what it was asked; until the returned
 * function is called, or so many times.
 */
export function forgedAnswer(
  world: World,
  method: string,
  phase: 'before' | 'after',
  subCode: string,
  times?: number,
): () => void {
  const { sandbox, provider } = world;
  const rule = provider.forgedRefusal({ method, phase, subCode });
  const { id } = sandbox.faults.add({ ...rule, ...(times === undefined ? {} : { times }) });
  return () => void sandbox.faults.remove(id);
}
