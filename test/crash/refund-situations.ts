import type { Shop } from './shop';
import { type Mending, PAID, refunded, type Situation, TOTAL_FEN } from './situation';
import { POLL_MS, paidOrder, refund } from './steps';

const PART_FEN = 1_000;
const part = (shop: Shop) => refund(shop, 'refund-of-a-part', PART_FEN);
const rest = (shop: Shop) => refund(shop, 'refund-of-the-rest');

/** A wish that was not stored is for the operator to repeat; one that was is carried out whether they come or not. */
function mendings(repeat: (shop: Shop) => Promise<unknown>, before: number[], after: number[]): Mending[] {
  const count = after.length;
  const endOf = (amounts: number[]) => (amounts.length > 0 ? refunded(...amounts) : PAID);
  return [
    {
      name: 'the operator repeats the request',
      async mend(shop) {
        await shop.advance(POLL_MS);
        await repeat(shop);
        await shop.settle();
      },
      ends: () => [endOf(after)],
    },
    {
      name: 'nobody comes but the timer',
      mend: (shop) => shop.settle(),
      ends: ([left]) => [endOf(left?.refunds.length === count ? after : before)],
    },
  ];
}

export const refundSituations: Situation[] = [
  {
    name: 'of a part',
    prepare: paidOrder,
    strike: part,
    mendings: mendings(part, [], [PART_FEN]),
  },
  {
    name: 'of the rest, a moment after that of a part',
    async prepare(shop) {
      await paidOrder(shop);
      await part(shop);
    },
    strike: rest,
    mendings: mendings(rest, [PART_FEN], [PART_FEN, TOTAL_FEN - PART_FEN]),
  },
  {
    name: 'whose answer is lost',
    async prepare(shop) {
      await paidOrder(shop);
      shop.sandbox.faults.use('refund-reply-lost');
    },
    strike: part,
    mendings: mendings(part, [], [PART_FEN]),
  },
];
