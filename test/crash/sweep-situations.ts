import type { End } from './auditor';
import { LIFETIME_MS, type Shop } from './shop';
import { CLOSED, type Mending, PAID, PAID_LATE, refunded, type Situation } from './situation';
import {
  close,
  MINUTE_MS,
  order,
  orderedWith,
  POLL_MS,
  paidAfterClose,
  paidAtAlipay,
  paidOrder,
  payWhatIsOpen,
  refund,
  sweep,
  withFault,
} from './steps';

/** The timer goes off again, and again. */
const timer = (...ends: End[]): Mending => ({
  name: 'the timer goes off again',
  mend: (shop) => shop.settle(),
  ends: () => ends,
});

const part = (shop: Shop) => refund(shop, 'refund-of-a-part', 1_000);

/** After what was prepared, a minute goes by. */
function over(what: string, prepare: Situation['prepare'], ...mendings: Mending[]): Situation {
  return {
    name: `over ${what}`,
    async prepare(shop) {
      await prepare(shop);
      await shop.advance(MINUTE_MS);
    },
    strike: sweep,
    mendings,
  };
}

export const sweepSituations: Situation[] = [
  over('an order that was paid without a notify', paidAtAlipay, timer(PAID), {
    name: 'Alipay’s notify comes after all',
    async mend(shop) {
      await shop.letNotifiesThrough();
      await shop.settle();
    },
    ends: () => [PAID],
  }),
  over('an order of which Alipay has not heard', (shop) => orderedWith(shop, 'create-request-lost'), timer(CLOSED), {
    name: 'the timer goes off again, and the buyer pays',
    async mend(shop) {
      await shop.advance(MINUTE_MS);
      await sweep(shop);
      payWhatIsOpen(shop);
      await shop.settle();
    },
    ends: () => [PAID],
  }),
  over(
    'an order that expired',
    async (shop) => {
      await order(shop);
      await shop.advance(LIFETIME_MS);
    },
    timer(CLOSED),
  ),
  over(
    'an order whose closing was not confirmed',
    async (shop) => {
      await order(shop);
      await shop.advance(POLL_MS);
      await withFault(shop, 'close-request-lost', () => close(shop));
    },
    timer(CLOSED),
  ),
  over(
    'a refund in doubt that was made',
    async (shop) => {
      await paidOrder(shop);
      await withFault(shop, 'refund-reply-lost', () => part(shop));
    },
    timer(refunded(1_000)),
  ),
  over(
    'a refund in doubt that was not made',
    async (shop) => {
      await paidOrder(shop);
      await withFault(shop, 'refund-request-lost', () => part(shop));
    },
    timer(refunded(1_000)),
  ),
  over(
    'an event that was not delivered',
    async (shop) => {
      await paidAtAlipay(shop);
      shop.merchant.confirms = false;
      await shop.letNotifiesThrough();
      shop.merchant.confirms = true;
    },
    timer(PAID),
  ),
  over(
    'money that came after the closing',
    async (shop) => {
      await paidAfterClose(shop);
      await shop.letNotifiesThrough();
    },
    timer(PAID_LATE),
  ),
  over(
    'three orders at once',
    async (shop) => {
      await order(shop, 'purchase-of-a-cup-2');
      await shop.advance(LIFETIME_MS);
      await paidOrder(shop);
      await withFault(shop, 'refund-reply-lost', () => part(shop));
      await order(shop, 'purchase-of-a-cup-3');
      payWhatIsOpen(shop);
    },
    timer(refunded(1_000), CLOSED, PAID),
  ),
];
