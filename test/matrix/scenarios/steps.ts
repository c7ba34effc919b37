/** What buyers and servers do in many scenarios. */
import assert from 'node:assert/strict';
import { AlipaySdk } from 'alipay-sdk';
import type { OrderView } from '../../../contract/views';
import type { Sandbox } from '../../../sandbox/create-sandbox';
import { appOf, TEA_TITLE } from '../node';
import type { Phone } from '../phone';
import { orderOf, type World } from '../world';

/** Longer than the pause between two questions to Alipay about one order. */
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

/** How many trades an order has in Alipay's books, whatever became of them. */
export function assertTrades(world: World, orderNo: string, count: number): void {
  assert.equal(world.trades(orderNo).length, count, `${count} trades at Alipay`);
}

/** Another program of the same merchant, with the official SDK and the same keys. */
export function alipayAt(sandbox: Pick<Sandbox, 'apps'>): AlipaySdk {
  const { appId, appPrivateKeyPkcs1: privateKey, alipayPublicKey, gateway } = appOf(sandbox);
  return new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway });
}

/** The other program opens a trade under a number that one of our orders has taken; gives the trade's number. */
export async function takeNumber(
  world: World,
  outTradeNo: string,
  terms: { totalAmount: string; buyerId?: string },
): Promise<string> {
  const { appId } = appOf(world.sandbox);
  const bizContent = {
    outTradeNo,
    subject: TEA_TITLE,
    productCode: 'JSAPI_PAY',
    opAppId: appId,
    buyerId: world.buyer.buyerId,
    timeExpire: '2026-01-03 20:00:00',
    ...terms,
  };
  const answer = await alipayAt(world.sandbox).exec('alipay.trade.create', {
    timestamp: '2026-01-03 12:00:00',
    notifyUrl: world.post.url,
    bizContent,
  });
  assert.equal(answer.code, '10000', JSON.stringify(answer));
  return String(answer.tradeNo);
}

/**
 * Before our first create reaches Alipay, the number of the next order has been taken: by a wish of another amount, or by another
 * buyer. Gives the trade's number, once there is one. With `lies` Alipay will only say that it has closed it.
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

/** Alipay will say that it has closed a trade, and will not have. */
export function closeIsALie(world: World, { tradeNo, outTradeNo }: { tradeNo: string; outTradeNo: string }): void {
  const fields = { trade_no: tradeNo, out_trade_no: outTradeNo };
  world.faults.add({ kind: 'answer', method: 'alipay.trade.close', code: '10000', fields, outTradeNo, times: 1 });
}

/** Alipay's trade interface answers nothing but HTTP 503, until the returned function is called. */
export function channelDown(world: World): () => void {
  const { id } = world.faults.add({ kind: 'http_status', method: 'alipay.trade.*', status: 503 });
  return () => void world.faults.remove(id);
}

/**
 * Somebody on the way answers in Alipay's place with a failure that Alipay has not signed, before or after Alipay has done what it was
 * asked; until the returned function is called, or so many times.
 */
export function forgedAnswer(
  world: World,
  method: string,
  phase: 'before' | 'after',
  subCode: string,
  times?: number,
): () => void {
  const node = { code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: '伪造' };
  const body = JSON.stringify({ [`${method.replaceAll('.', '_')}_response`]: node, sign: 'AAAA' });
  const { id } = world.faults.add({ kind: 'html', method, phase, body, ...(times === undefined ? {} : { times }) });
  return () => void world.faults.remove(id);
}
