import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { PresetName } from '../../../sandbox/fault/presets';
import { TEA_FEN } from '../node';
import type { Scenario } from '../scenario';
import { orderOf } from '../world';
import type { WorldSettings } from '../world-settings';
import { minutesPass, paidOrder, reasonOf, refundId, refundsOf, SECOND_MS } from './refund-steps';
import { atOnce, channelDown, HOUR_MS, MINUTE_MS } from './steps';

/** An answer about a refund goes wrong; within some minutes the money has gone back once. */
function answerGoesWrong(presets: PresetName[], stands: string, settings?: WorldSettings): Scenario {
  return {
    name: presets.join('-and-'),
    stands: `refund: ${stands}`,
    settings,
    async run(world) {
      const orderNo = await paidOrder(world);
      for (const preset of presets) world.faults.use(preset);
      assert.equal(reasonOf(await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 500 })), 'ok');
      await minutesPass(world, 5);
      assert.deepEqual(refundsOf(world, orderNo), [500]);
      assert.ok(
        world.faults.list().every(({ fired }) => fired > 0),
        'every fault struck',
      );
    },
  };
}

/** Alipay will not do it now, and later it will; the same refund goes on until then. */
function refusedForNow(preset: PresetName, stands: string): Scenario {
  return {
    name: `${preset}-for-a-day`,
    stands: `refund: ${stands}`,
    async run(world) {
      const orderNo = await paidOrder(world);
      const rules = world.faults.use(preset);
      await world.merchant.refund({ orderNo, requestId: refundId(1) });
      for (let hour = 0; hour < 24; hour += 1) {
        await world.advance(HOUR_MS);
        await world.sweep();
      }
      assert.deepEqual(refundsOf(world, orderNo), []);
      for (const { id } of rules) world.faults.remove(id);
      // Where a refund in doubt is asked about before it is sent again, it takes two of the longest pauses.
      for (let hour = 0; hour < 5; hour += 1) {
        await world.advance(HOUR_MS);
        await world.sweep();
      }
      assert.deepEqual(refundsOf(world, orderNo), [TEA_FEN]);
    },
  };
}

/** Alipay will never do it; it is known to have failed, and asked for anew later it works. */
function refusedForGood(preset: PresetName, stands: string): Scenario {
  return {
    name: `${preset}-for-good`,
    stands: `refund: ${stands}`,
    async run(world) {
      const orderNo = await paidOrder(world);
      const rules = world.faults.use(preset);
      await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 500 });
      await minutesPass(world, 3);
      assert.deepEqual(
        (await world.stored(orderNo)).refunds.map(({ status }) => status),
        ['failed'],
      );
      for (const { id } of rules) world.faults.remove(id);
      assert.equal(reasonOf(await world.merchant.refund({ orderNo, requestId: refundId(2), refundFen: 500 })), 'ok');
      await minutesPass(world, 3);
      assert.deepEqual(refundsOf(world, orderNo), [500]);
    },
  };
}

/** What happens to refunds on their way, and to what we hear of them. */
export const refundAnswerScenarios: Scenario[] = [
  answerGoesWrong(['refund-reply-lost'], 'reply lost'),
  answerGoesWrong(['refund-request-lost'], 'request lost'),
  answerGoesWrong(['refund-unknown'], 'code 20000'),
  answerGoesWrong(['refund-system-error'], 'ACQ.SYSTEM_ERROR'),
  answerGoesWrong(['refund-fund-change-n'], 'fund_change N'),
  answerGoesWrong(['refund-reply-lost', 'refund-query-unknown'], 'reply lost, and the query unknown'),
  answerGoesWrong(['refund-reply-lost', 'refund-query-empty-10s'], 'reply lost, and the query empty for 10 s'),
  answerGoesWrong(['refund-fund-change-n', 'refund-query-empty-10s'], 'refund query empty for 10 s'),
  {
    name: 'refund-fund-change-n-and-not-done',
    stands: 'refund: `fund_change` N, and no money has moved',
    async run(world) {
      const orderNo = await paidOrder(world);
      const [trade] = world.trades(orderNo);
      assert.ok(trade);
      const fields = { trade_no: trade.tradeNo, out_trade_no: trade.outTradeNo, refund_fee: '5.00', fund_change: 'N' };
      world.faults.add({ kind: 'answer', method: 'alipay.trade.refund', code: '10000', fields, times: 1 });
      await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 500 });
      await minutesPass(world, 3);
      assert.deepEqual(refundsOf(world, orderNo), [500]);
    },
  },
  {
    name: 'refund-hangs',
    stands: 'refund: hang',
    settings: { patienceMs: 800 },
    async run(world) {
      const orderNo = await paidOrder(world);
      world.faults.add({ kind: 'hang', method: 'alipay.trade.refund', times: 1 });
      await world.merchant.refund({ orderNo, requestId: refundId(1) });
      await minutesPass(world, 3);
      assert.deepEqual(refundsOf(world, orderNo), [TEA_FEN]);
    },
  },
  {
    name: 'refund-balance-too-low-then-topped-up',
    stands: 'refund: balance too low then topped up',
    async run(world) {
      const orderNo = await paidOrder(world);
      world.setSellerBalance(100);
      const answer = await world.merchant.refund({ orderNo, requestId: refundId(1) });
      assert.equal(answer.ok && answer.order.refundDetails[0]?.lastCode, world.provider.codes.balanceTooLow);
      await minutesPass(world, 10);
      assert.deepEqual(refundsOf(world, orderNo), []);
      world.setSellerBalance(TEA_FEN);
      await minutesPass(world, 30);
      assert.deepEqual(refundsOf(world, orderNo), [TEA_FEN]);
    },
  },
  refusedForNow('trade-frozen', 'the trade is frozen, and freed'),
  refusedForNow('refund-charge-error', 'the fee cannot be given back now'),
  refusedForGood('refund-not-allowed', 'not allowed'),
  refusedForGood('partial-refund-not-allowed', 'partly not allowed'),
  {
    name: 'refund-after-the-window',
    stands: 'refund: the window is over',
    settings: { rules: { refundWindowMs: HOUR_MS } },
    async run(world) {
      const orderNo = await paidOrder(world);
      await world.advance(2 * HOUR_MS);
      await world.merchant.refund({ orderNo, requestId: refundId(1) });
      await minutesPass(world, 3);
      assert.deepEqual(
        (await world.stored(orderNo)).refunds.map(({ status }) => status),
        ['failed'],
      );
    },
  },
  {
    name: 'refund-while-channel-is-down',
    stands: 'channel down at each protocol step: refund by an operator',
    async run(world) {
      const orderNo = await paidOrder(world);
      const up = channelDown(world);
      assert.equal(reasonOf(await world.merchant.refund({ orderNo, requestId: refundId(1) })), 'ok');
      await minutesPass(world, 30);
      assert.deepEqual(refundsOf(world, orderNo), []);
      up();
    },
  },
  {
    name: 'refund-told-before-the-payment',
    stands: 'notify: reordered (refund before paid)',
    settings: { rules: { notifyCauses: ['paid', 'partly_refunded', 'fully_refunded'] } },
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-out-of-order');
      world.pay(orderNo);
      await world.advance(MINUTE_MS);
      await world.sweep();
      await world.merchant.refund({ orderNo, requestId: refundId(1) });
      await world.advance(24 * HOUR_MS);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'refund-told-and-reply-lost',
    stands: 'refund: reply lost, the notify tells of it',
    atFshows: 'refund: reply lost, and no message is known to tell of it: only a query does',
    settings: { rules: { notifyCauses: ['paid', 'partly_refunded', 'fully_refunded'] } },
    async run(world) {
      const orderNo = await paidOrder(world);
      world.faults.use('refund-reply-lost');
      world.faults.add({ kind: 'http_status', method: 'alipay.trade.fastpay.refund.query', status: 503, times: 5 });
      await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 300 });
      await world.advance(SECOND_MS);
      const { channel } = world.provider;
      assert.equal((await world.stored(orderNo)).refunds[0]?.status, channel === 'alipay' ? 'succeeded' : 'pending');
      assert.deepEqual(refundsOf(world, orderNo), [300]);
    },
  },
  {
    name: 'query-answered-after-a-full-refund',
    stands: 'TRADE_CLOSED misread: a question under way while the order is paid and refunded in full',
    async run(world) {
      const orderNo = await world.order();
      await world.advance(MINUTE_MS);
      const { id } = world.faults.add({ kind: 'delay', method: 'alipay.trade.query', delayMs: 500, times: 1 });
      const asking = world.buyer.query(orderNo);
      while (world.faults.list().some((fault) => fault.id === id && fault.fired === 0)) await delay(5);
      world.pay(orderNo);
      await world.advance(SECOND_MS);
      assert.equal(reasonOf(await world.merchant.refund({ orderNo, requestId: refundId(1) })), 'ok');
      assert.equal(orderOf(await asking).status, 'paid');
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'refund-by-two-nodes-sweeping',
    stands: 'refund: two nodes at once',
    async run(world) {
      const orderNo = await paidOrder(world);
      world.faults.use('refund-reply-lost');
      await world.merchant.refund({ orderNo, requestId: refundId(1), refundFen: 500 });
      const other = await world.startNode();
      for (let minute = 0; minute < 3; minute += 1) {
        await world.advance(MINUTE_MS);
        await Promise.all([world.sweep(), other.sweep(), atOnce(3, () => world.buyer.query(orderNo))]);
      }
      assert.deepEqual(refundsOf(world, orderNo), [500]);
    },
  },
  ...(['death_before', 'death_after', 'lost_at_commit'] as const).flatMap((fault) =>
    [1, 2, 3].map(
      (nth): Scenario => ({
        name: `refund-${fault.replaceAll('_', '-')}-save-${nth}`,
        stands: `store: crash before and after each write: refund, save ${nth}, ${fault.replaceAll('_', ' ')}`,
        async run(world) {
          const orderNo = await paidOrder(world);
          world.node.store.spoil('save', nth, fault);
          const request = { orderNo, requestId: refundId(1), refundFen: 500 };
          await world.merchant.refund(request).catch(() => undefined);
          if (world.node.store.isDead()) await world.replaceNode();
          await minutesPass(world, 1);
          // The operator heard nothing and asks again.
          await world.merchant.refund(request);
          await minutesPass(world, 2);
          assert.deepEqual(refundsOf(world, orderNo), [500]);
        },
      }),
    ),
  ),
];
