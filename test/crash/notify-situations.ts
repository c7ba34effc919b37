import { type Mending, PAID, PAID_LATE, refunded, type Situation } from './situation';
import { MINUTE_MS, POLL_MS, paidAfterClose, paidAtAlipay, paidOrder, refund, withFault } from './steps';

/** Until the second delivery of a notify (reference alipay-trade 4.1). */
const REPEATED_AFTER_MS = 4 * MINUTE_MS;

const alipayRepeats: Omit<Mending, 'ends'> = {
  name: 'Alipay repeats the notify',
  async mend(shop) {
    await shop.letNotifiesThrough();
    await shop.advance(REPEATED_AFTER_MS);
    await shop.settle();
  },
};

const nobodyComes: Omit<Mending, 'ends'> = {
  name: 'nobody comes but the timer',
  async mend(shop) {
    shop.sandbox.setNotifyPolicy({ deliver: false });
    await shop.settle();
  },
};

const strike: Situation['strike'] = (shop) => shop.letNotifiesThrough();

export const notifySituations: Situation[] = [
  {
    name: 'of a payment',
    prepare: paidAtAlipay,
    strike,
    mendings: [alipayRepeats, nobodyComes].map((mending) => ({ ...mending, ends: () => [PAID] })),
  },
  {
    name: 'of a payment, signed by somebody else',
    async prepare(shop) {
      await paidAtAlipay(shop);
      await shop.advance(POLL_MS);
      shop.sandbox.faults.add({ kind: 'notify_forge', times: 1 });
    },
    strike,
    mendings: [alipayRepeats, nobodyComes].map((mending) => ({ ...mending, ends: () => [PAID] })),
  },
  {
    name: 'of a payment for an order that is closed',
    prepare: paidAfterClose,
    strike,
    // Before it is stored, nobody but Alipay knows of it: there is nothing that the timer could look at.
    mendings: [{ ...alipayRepeats, ends: () => [PAID_LATE] }],
  },
  {
    name: 'of a refund whose answer was lost',
    async prepare(shop) {
      await paidOrder(shop);
      shop.sandbox.setNotifyPolicy({ causes: ['partly_refunded'] });
      await withFault(shop, 'refund-reply-lost', () => refund(shop, 'refund-of-a-part', 1_000));
    },
    strike,
    mendings: [alipayRepeats, nobodyComes].map((mending) => ({ ...mending, ends: () => [refunded(1_000)] })),
  },
];
