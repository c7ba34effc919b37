import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { PresetName } from '../../../sandbox/fault/presets';
import type { Scenario } from '../scenario';
import { orderOf } from '../world';
import {
  assertTrades,
  channelDown,
  createUntilReady,
  forgedAnswer,
  HOUR_MS,
  MINUTE_MS,
  POLL_MS,
  pollUntil,
  seesPaid,
} from './steps';

/** Real ms that our servers wait where nobody answers. */
const IMPATIENT: Partial<Scenario> = { settings: { patienceMs: 800 } };

/** Something happens to the reply of the create; the app goes on asking, pays, and has paid once. */
function replyGoesWrong(preset: PresetName, stands: string, more: Partial<Scenario> = {}): Scenario {
  return {
    name: preset,
    stands: `create: ${stands}`,
    ...more,
    async run(world) {
      const rules = world.faults.use(preset);
      const { orderNo } = await createUntilReady(world);
      assert.ok(
        world.faults.list().some(({ id, fired }) => fired > 0 && rules.some((rule) => rule.id === id)),
        'the fault struck',
      );
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  };
}

/** What happens to the opening of a trade, and to what the app hears of it. */
export const createScenarios: Scenario[] = [
  replyGoesWrong('create-reply-lost', 'reply lost'),
  replyGoesWrong('create-request-lost', 'request lost'),
  replyGoesWrong('create-truncated', 'reply truncated'),
  replyGoesWrong('create-sent-twice', 'silently sent twice by the HTTP client'),
  replyGoesWrong('create-unknown', 'code 20000'),
  replyGoesWrong('create-system-error', 'ACQ.SYSTEM_ERROR'),
  replyGoesWrong('create-hangs', 'hang', IMPATIENT),
  replyGoesWrong('create-drips', 'reply slower than anybody waits', IMPATIENT),
  replyGoesWrong('create-unsigned', 'unsigned answer', { atFshows: 'create: an answer that names nothing' }),
  replyGoesWrong('create-wrongly-signed', 'wrongly signed answer', {
    atFshows: 'create: an answer that does not say which order it is for',
  }),
  replyGoesWrong('create-reserialised', 'signature over another spelling', {
    atFshows: 'create: an answer that has lost the numbers of the trade',
  }),
  replyGoesWrong('create-other-order', 'answer for another order'),
  replyGoesWrong('create-html', 'a page for people'),
  replyGoesWrong('create-gateway-error', 'HTTP 502'),
  replyGoesWrong('create-limited', 'too many calls'),
  {
    name: 'query-absent-at-first',
    stands: 'create: reply lost, and the trade not to be found at first',
    async run(world) {
      world.faults.use('create-reply-lost');
      world.faults.use('query-absent-at-first');
      const { orderNo } = await createUntilReady(world);
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'create-answer-of-another-amount',
    stands: 'create: answer for another order or amount',
    async run(world) {
      world.faults.use('create-reply-lost');
      world.faults.use('query-other-amount', { times: 3 });
      const { orderNo } = await createUntilReady(world);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'create-lands-after-its-node-died',
    stands: 'create: hang; it reaches the provider only when its node is dead and another has asked',
    async run(world) {
      const { id } = world.faults.add({ kind: 'delay', method: 'alipay.trade.create', delayMs: 1_500, times: 1 });
      const requestId = 'purchase-on-a-bad-day';
      const first = world.buyer.create({ requestId }).catch(() => null);
      while (world.faults.list().some((fault) => fault.id === id && fault.fired === 0)) await delay(5);
      await world.replaceNode();
      for (let minute = 0; minute < 3; minute += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      const { orderNo } = await createUntilReady(world, requestId);
      await first;
      await delay(1_500);
      assert.equal(orderOf(await world.buyer.query(orderNo)).payment?.state, 'ready');
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'create-refused-by-a-forger',
    stands: 'create: unsigned answer, a refusal; the trade is there and the buyer closes the order',
    atFshows: 'create: a proxy answers with a refusal; the trade is there and the buyer closes the order',
    async run(world) {
      forgedAnswer(world, 'alipay.trade.create', 'after', 'ACQ.ACCESS_FORBIDDEN', 1);
      forgedAnswer(world, 'alipay.trade.query', 'before', 'ACQ.TRADE_NOT_EXIST', 1);
      const { orderNo } = orderOf(await world.buyer.create());
      assertTrades(world, orderNo, 1);
      await world.advance(POLL_MS);
      await world.buyer.close(orderNo);
      world.mustEnd(orderNo, 'closed');
    },
  },
  {
    name: 'query-answered-by-a-forger',
    stands: 'create: unsigned answer, to every query until long after expiry; the buyer has paid',
    atFshows: 'create: a proxy answers every query until long after expiry that there is no trade; the buyer has paid',
    async run(world) {
      world.faults.use('create-reply-lost');
      world.faults.use('notify-never');
      const isOver = forgedAnswer(world, 'alipay.trade.query', 'before', 'ACQ.TRADE_NOT_EXIST');
      const { orderNo } = orderOf(await world.buyer.create());
      world.pay(orderNo);
      for (let minute = 0; minute < 40; minute += 1) {
        await world.advance(MINUTE_MS);
        await world.sweep();
      }
      isOver();
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'create-refused-for-good',
    stands: 'channel down at each protocol step: it refuses to open a trade',
    async run(world) {
      world.faults.use('product-not-signed');
      const order = orderOf(await world.buyer.create());
      assert.deepEqual(order.payment, { state: 'unavailable', code: world.provider.codes.notAllowed });
      assertTrades(world, order.orderNo, 0);
      world.mustEnd(order.orderNo, 'closed');
    },
  },
  {
    name: 'create-wants-the-address-of-the-buyer',
    stands:
      'create: request lost; the risk control refuses what the sweep sends, without an address, and takes the buyer’s',
    atFshows: 'create: request lost; the sweep opens the trade, for which nobody wants an address',
    async run(world) {
      world.sandbox.setRules({ requiresBuyerIp: true });
      world.faults.use('create-request-lost');
      const requestId = 'bought-from-somewhere';
      const { orderNo } = orderOf(await world.buyer.create({ requestId }));
      await world.advance(MINUTE_MS);
      await world.sweep();
      assertTrades(world, orderNo, world.provider.channel === 'alipay' ? 0 : 1);
      await createUntilReady(world, requestId);
      assertTrades(world, orderNo, 1);
      world.pay(orderNo);
      await seesPaid(world, orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'create-while-channel-is-down',
    stands: 'channel down at each protocol step: create',
    async run(world) {
      const up = channelDown(world);
      const { orderNo } = orderOf(await world.buyer.create({ requestId: 'bought-while-it-was-down' }));
      await world.advance(MINUTE_MS);
      assert.equal(orderOf(await world.buyer.query(orderNo)).status, 'unpaid');
      up();
      await world.advance(POLL_MS);
      const shown = await pollUntil(world, orderNo, ({ payment }) => payment?.state === 'ready');
      assert.equal(shown.payment?.state, 'ready');
      world.pay(orderNo);
      world.mustEnd(orderNo, 'paid');
    },
  },
  {
    name: 'query-while-channel-is-down',
    stands: 'channel down at each protocol step: query',
    async run(world) {
      const orderNo = await world.order();
      world.faults.use('notify-never');
      const up = channelDown(world);
      world.pay(orderNo);
      const shown = await pollUntil(world, orderNo, ({ status }) => status !== 'unpaid');
      assert.equal(shown.status, 'unpaid');
      await world.advance(HOUR_MS);
      await world.sweep();
      assert.equal((await world.stored(orderNo)).status, 'unpaid');
      up();
      world.mustEnd(orderNo, 'paid');
    },
  },
];
