/** What operators and the timer do in many scenarios of refunds. */
import assert from 'node:assert/strict';
import type { OperatorAnswer } from '../merchant-system';
import type { World } from '../world';
import { MINUTE_MS } from './steps';

export const SECOND_MS = 1_000;

/** An order that is paid and known to be. */
export async function paidOrder(world: World): Promise<string> {
  const orderNo = await world.order();
  world.pay(orderNo);
  await world.advance(SECOND_MS);
  assert.equal((await world.stored(orderNo)).status, 'paid');
  world.mustEnd(orderNo, 'paid');
  return orderNo;
}

export const refundId = (n: number): string => `refund-of-the-matrix-${n}`;

export const reasonOf = (answer: OperatorAnswer): string => (answer.ok ? 'ok' : answer.reason);

/** What has gone back of the order's first trade by Alipay's books, in the order of making. */
export function refundsOf(world: World, orderNo: string): number[] {
  return world.trades(orderNo).flatMap((trade) => trade.refunds.map(({ amountFen }) => amountFen));
}

/** The timer goes off once a minute, so many times. */
export async function minutesPass(world: World, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    await world.advance(MINUTE_MS);
    await world.sweep();
  }
}
