import assert from 'node:assert/strict';
import { CLOSED, type Mending, PAID, type Situation } from './situation';
import { MINUTE_MS, order, orderedWith, orderNo, orderUntilPaid, payWhatIsOpen, sweep } from './steps';

const buyerRepeats: Mending = {
  name: 'the buyer repeats the request and pays',
  async mend(shop) {
    await orderUntilPaid(shop);
    await shop.settle();
  },
  ends: () => [PAID],
};

const buyerFindsIt: Mending = {
  name: 'the timer goes off, and the buyer finds the order and pays',
  async mend(shop) {
    await shop.advance(MINUTE_MS);
    await sweep(shop);
    assert.equal(payWhatIsOpen(shop), (await shop.stored()).length > 0, 'what is stored can be paid');
    await shop.settle();
  },
  ends: (left) => left.map(() => PAID),
};

const nobodyComes: Mending = {
  name: 'nobody comes but the timer',
  mend: (shop) => shop.settle(),
  ends: (left) => left.map(() => CLOSED),
};

/** All but the first are of an order that is stored already. */
export const createSituations: Situation[] = [
  {
    name: 'a first request',
    prepare: async () => {},
    strike: (shop) => order(shop),
    mendings: [buyerRepeats, buyerFindsIt, nobodyComes],
  },
  {
    name: 'a repeated request, of which Alipay has not heard yet',
    prepare: (shop) => orderedWith(shop, 'create-request-lost'),
    strike: (shop) => order(shop),
    mendings: [buyerRepeats, buyerFindsIt, nobodyComes],
  },
  {
    name: 'a repeated request, whose number another wish has taken',
    async prepare(shop) {
      await orderedWith(shop, 'create-request-lost');
      const outTradeNo = `${await orderNo(shop)}_1`;
      const bizContent = { outTradeNo, totalAmount: '0.01', subject: '别的', productCode: 'JSAPI_PAY' };
      const buyerId = shop.sandbox.buyers()[0]?.userId;
      const opAppId = shop.sandbox.apps[0]?.appId;
      const answer = await shop.otherProgram().exec('alipay.trade.create', {
        timestamp: '2026-01-03 12:00:00',
        bizContent: { ...bizContent, buyerId, opAppId, timeExpire: '2026-02-03 12:00:00' },
      });
      assert.equal(answer.code, '10000', JSON.stringify(answer));
    },
    strike: (shop) => order(shop),
    mendings: [buyerRepeats, nobodyComes].map((mending) => ({
      ...mending,
      ends: (left) => mending.ends(left).map((end) => ({ ...end, mostTrades: 2 })),
    })),
  },
];
