import type { Scheduler } from 'fast-check';
import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import { closeOrder } from '../../cloudfunctions/backend/flow/close-order';
import { createOrder } from '../../cloudfunctions/backend/flow/create-order';
import type { Ports } from '../../cloudfunctions/backend/flow/ports';
import { queryOrder } from '../../cloudfunctions/backend/flow/query-order';
import { receiveNotify } from '../../cloudfunctions/backend/flow/receive-notify';
import { refundOrder } from '../../cloudfunctions/backend/flow/refund-order';
import { sweepOrders } from '../../cloudfunctions/backend/flow/sweep-orders';
import { moneyFaults, moneyOf } from '../../cloudfunctions/backend/order/money-equation';
import type { Order } from '../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../cloudfunctions/backend/order/report';
import { aBackend, BUYER, type TestBackend } from './backend';
import type { Fault, Verb } from './fake-channel';
import { givenBackFen } from './fake-refunds';
import { type MerchantReceiver, merchantReceiver, quiet } from './merchant-receiver';
import { aPurchase, tradeOf } from './purchases';

/** One thing that happens to an order, at any moment between the steps of the others. */
export type RaceStep =
  | { kind: 'create' | 'poll' | 'close' | 'sweep' | 'pay' | 'notify' | 'refund' }
  | { kind: 'wait'; durationMs: number }
  | { kind: 'fault'; verb: Verb; fault: Fault }
  | { kind: 'crash'; write: 'insert' | 'save'; when: 'before' | 'after'; skip: number };

type Truth = 'none' | 'waiting' | 'paid' | 'over';

export interface RacingWorld {
  run(step: RaceStep): Promise<void>;
  /** Time goes by and the timer goes on; nobody else comes. Call it when all steps have ended. */
  settle(): Promise<void>;
  /** The order as stored, if it ever was. */
  order(): Promise<Order | null>;
  /** What the provider's books say of the order's trade. */
  truth(): Truth;
  /** What the provider's books say has gone back. */
  backFen(): number;
  /** What the merchant's system was told, copies included. */
  merchant: MerchantReceiver;
  /** Moments at which what was stored contradicted the provider's books. */
  contradictions: readonly string[];
  calls: readonly string[];
}

/** One purchase in a backend whose every contact with store and channel is held up until the scheduler lets it go on. */
export function racingWorld(scheduler: Scheduler): RacingWorld {
  const backend = aBackend(newsInJson);
  const merchant = merchantReceiver(backend);
  const purchase = aPurchase();
  const contradictions: string[] = [];
  let orderNo = '';

  function truth(): Truth {
    const booked = backend.channel.book.get(tradeOf({ orderNo }));
    const isOver = booked?.state === 'waiting' && backend.clock.nowMs() >= booked.expiresAtMs;
    return isOver ? 'over' : (booked?.state ?? 'none');
  }

  const backFen = () => givenBackFen(backend.channel.book.get(tradeOf({ orderNo })));

  let isRacing = true;
  const hold = async (label: string) => (isRacing ? scheduler.schedule(Promise.resolve(), label) : undefined);
  /** Somebody who comes back until it is time, or gives up. */
  const when = async (wanted: Truth, act: () => unknown) => {
    for (let visit = 0; visit < 20 && truth() !== wanted; visit += 1) await hold(`waiting until ${wanted}`);
    return truth() === wanted && act();
  };

  const ports = heldUp(backend, hold, (stored) => {
    orderNo = stored.orderNo;
    if (stored.status === 'closed' && truth() === 'waiting') contradictions.push('closed here, open there');
    if (stored.status === 'paid' && truth() !== 'paid') contradictions.push('paid here, not paid there');
    contradictions.push(...moneyFaults(stored));
    if (moneyOf(stored).refundedFen > backFen()) contradictions.push('refunded here, not there');
  });

  const isPaidHere = async () => (await backend.store.get(orderNo))?.status === 'paid';
  const acts = {
    create: () => createOrder(ports, BUYER, purchase),
    poll: () => queryOrder(ports, BUYER, { orderNo }),
    close: () => closeOrder(ports, BUYER, { orderNo }),
    sweep: () => sweepOrders(ports),
    pay: () => when('waiting', () => backend.channel.pay(tradeOf({ orderNo }))),
    async refund() {
      for (let visit = 0; visit < 40 && !(await isPaidHere()); visit += 1) await hold('waiting for a paid order');
      return refundOrder(ports, 'operator', { orderNo, requestId: 'refund-of-a-race', refundFen: 300 });
    },
    notify: () => when('paid', () => receiveNotify(ports, { channel: 'alipay' }, paidNews(orderNo))),
  };

  return {
    contradictions,
    calls: backend.channel.calls,
    merchant,
    truth,
    backFen,
    order: () => backend.store.get(orderNo),
    async run(step) {
      await hold(step.kind);
      if (step.kind === 'wait') backend.clock.advance(step.durationMs);
      else if (step.kind === 'fault') backend.channel.fail(step.verb, step.fault);
      else if (step.kind === 'crash') backend.store.crash(step.write, step.when, step.skip);
      // A process that dies answers nobody; what it leaves behind is what counts.
      else await acts[step.kind]().catch(() => undefined);
    },
    async settle() {
      isRacing = false;
      for (let order = await this.order(); order && order.dueAtMs !== null; order = await this.order()) {
        backend.clock.set(Math.max(backend.clock.nowMs() + 2_000, order.dueAtMs));
        await sweepOrders(ports).catch(() => undefined);
        await quiet();
      }
    },
  };
}

// --- Internal helpers ---

/** Messages of this provider are reports in JSON, and always genuine: forgeries have tests of their own. */
const newsInJson: Partial<Channel> = {
  readNotify: (body) => ({ kind: 'report', report: JSON.parse(body) as TradeReport, notifyId: 'one' }),
};

function paidNews(orderNo: string) {
  const outTradeNo = tradeOf({ orderNo });
  const report: TradeReport = { outTradeNo, status: 'paid', totalFen: 1_280, tradeNo: `P${outTradeNo}` };
  return { body: JSON.stringify(report), headers: {} };
}

type Hold = (label: string) => Promise<unknown>;

function heldUp({ ports, store, channel }: TestBackend, hold: Hold, saw: (stored: Order) => void): Ports {
  /** Waits before, as a request does, and after, as its reply does. */
  async function apart<Result>(label: string, act: () => Promise<Result>): Promise<Result> {
    await hold(`${label} sent`);
    const result = await act();
    await hold(`${label} answered`);
    return result;
  }
  async function stored<Result>(order: Order, write: Promise<Result>): Promise<Result> {
    const result = await write;
    const current = await store.get(order.orderNo);
    if (current) saw(current);
    return result;
  }
  const { events } = ports;
  const apartChannel: Channel = {
    ...channel,
    createTrade: (trade, order) => apart('create', () => channel.createTrade(trade, order)),
    queryTrade: (trade) => apart('query', () => channel.queryTrade(trade)),
    closeTrade: (trade) => apart('close', () => channel.closeTrade(trade)),
    refund: (refund, trade) => apart('refund', () => channel.refund(refund, trade)),
    queryRefund: (refund, trade) => apart('query of a refund', () => channel.queryRefund(refund, trade)),
  };
  return {
    ...ports,
    store: {
      ...store,
      insert: (order) => apart('insert', () => stored(order, store.insert(order))),
      save: (order, version) => apart('save', () => stored(order, store.save(order, version))),
      get: (orderNo) => apart('get', () => store.get(orderNo)),
      due: (nowMs, limit) => apart('due', () => store.due(nowMs, limit)),
    },
    merchants: [{ ...ports.merchants[0], channels: { alipay: apartChannel } }],
    ...(events ? { events: { post: (event, text) => apart('event', () => events.post(event, text)) } } : {}),
  };
}
