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
import type { ChannelName, Order } from '../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../cloudfunctions/backend/order/report';
import type { Refused } from '../../contract/errors';
import type { OrderReply } from '../../contract/requests';
import { aBackend, BUYER, type TestBackend } from './backend';
import type { BookedTrade, FakeChannel, Fault, Verb } from './fake-channel';
import { givenBackFen } from './fake-refunds';
import { type MerchantReceiver, merchantReceiver, quiet } from './merchant-receiver';
import { aPurchase } from './purchases';
import { MINUTE_MS } from './sweeping';
import { twoChannels } from './two-channels';

/** One thing that happens to an order, at any moment between the steps of the others. */
export type RaceStep =
  /** `rogue_pay`: somebody pays a trade that was never offered to the buyer. `isElsewhere`: on the other node. */
  | {
      kind: 'create' | 'poll' | 'close' | 'sweep' | 'pay' | 'notify' | 'refund' | 'rogue_pay';
      isElsewhere?: boolean;
    }
  | { kind: 'wait'; durationMs: number }
  /** `isSecond`: at the second channel. */
  | { kind: 'fault'; verb: Verb; fault: Fault; isSecond?: boolean }
  /** The next create takes its time on the way there. */
  | { kind: 'slow'; isSecond?: boolean }
  | { kind: 'crash'; write: 'insert' | 'save'; when: 'before' | 'after'; skip: number };

type Truth = 'none' | 'waiting' | 'paid' | 'over';

export interface RacingWorld {
  run(step: RaceStep): Promise<void>;
  /** Time goes by and the timer goes on, providers tell of every payment; nobody else comes. Call it when all steps have ended. */
  settle(): Promise<void>;
  /** The order as stored, if it ever was. */
  order(): Promise<Order | null>;
  /** What the providers' books say of the order's trades: paid if one is, else waiting if one is. */
  truth(): Truth;
  /** Every trade in the providers' books. */
  booked(): BookedTrade[];
  /** What the providers' books say has gone back. */
  backFen(): number;
  /** Numbers of trades that the buyer was offered to pay. */
  offered: ReadonlySet<string>;
  /** What the merchant's system was told, copies included. */
  merchant: MerchantReceiver;
  /** Moments at which what was stored contradicted the provider's books. */
  contradictions: readonly string[];
  calls: readonly string[];
}

/** A merchant with a second channel, which is as Fshows, and with a second node, whose clock is off by this. */
export interface TwoOfEach {
  skewMs: number;
  /** The one that is as Fshows is the first choice. */
  prefersFshows: boolean;
}

/** A time so long that an order which is still due then will be for ever. */
const MOST_SWEEPS = 2_000;

/**
 * One purchase in a backend whose every contact with store and channel is held up until the scheduler lets it go on. With one channel
 * whoever can find its trade may pay it; with two, the buyer pays what was offered.
 */
export function racingWorld(scheduler: Scheduler, two?: TwoOfEach): RacingWorld {
  const backend = two ? twoChannels(newsInJson, undefined, { tellsOnce: true }) : aBackend(newsInJson);
  const channels: [ChannelName, FakeChannel][] = [['alipay', backend.channel]];
  if ('second' in backend) channels.push(['fshows', Object.assign(backend.second as FakeChannel, unaddressedNews)]);
  if (two?.prefersFshows) backend.ports.merchants[0].routes = [{ channel: 'fshows' }, { channel: 'alipay' }];
  const merchant = merchantReceiver(backend);
  const purchase = aPurchase();
  const contradictions: string[] = [];
  const offered = new Set<string>();
  let orderNo = '';

  const booked = () => channels.flatMap(([, { book }]) => [...book.values()]);
  const backFen = () => booked().reduce((sum, trade) => sum + givenBackFen(trade), 0);
  const isWaiting = (trade: BookedTrade) => trade.state === 'waiting' && backend.clock.nowMs() < trade.expiresAtMs;
  const waiting = (isOffered: boolean) =>
    booked().filter((trade) => isWaiting(trade) && (!two || offered.has(trade.number) === isOffered));

  function truth(): Truth {
    const states = booked().map((trade) => (trade.state === 'waiting' && !isWaiting(trade) ? 'over' : trade.state));
    return (['paid', 'waiting', 'over'] as const).find((state) => states.includes(state)) ?? 'none';
  }

  let isRacing = true;
  const hold = async (label: string) => (isRacing ? scheduler.schedule(Promise.resolve(), label) : undefined);
  const dawdle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await hold('on the way');
  };
  /** Somebody who comes back until it is time, or gives up. */
  const when = async <Found>(find: () => Found | undefined, act: (found: Found) => unknown) => {
    for (let visit = 0; visit < (two ? 100 : 20) && !find(); visit += 1) await hold('waiting');
    const found = find();
    return found && act(found);
  };

  function saw(stored: Order): void {
    orderNo = stored.orderNo;
    if (stored.status === 'closed' && waiting(true).length > 0) contradictions.push('closed here, open there');
    if (stored.status === 'paid' && truth() !== 'paid') contradictions.push('paid here, not paid there');
    contradictions.push(...moneyFaults(stored));
    if (moneyOf(stored).refundedFen > backFen()) contradictions.push('refunded here, not there');
  }

  /** What a reply offers, the buyer may pay from then on. */
  function offer(reply: OrderReply | Refused): void {
    const payment = reply.ok ? reply.order.payment : null;
    const trade = booked().find(({ providerNumber }) => {
      return payment?.state === 'ready' && payment.walletTradeNo === providerNumber;
    });
    if (trade) offered.add(trade.number);
    if (two && waiting(true).length > 1) contradictions.push('two that can be paid at once');
  }

  const here = heldUp(backend, channels, hold, saw);
  const elsewhere: Ports = {
    ...here,
    store: { ...here.store },
    clock: { nowMs: () => backend.clock.nowMs() + (two?.skewMs ?? 0) },
  };

  const pay = (trade: BookedTrade) => channelWith(trade.number)?.[1].pay(trade.number);
  const channelWith = (number: string) => channels.find(([, { book }]) => book.has(number));
  const payments = () => booked().filter(({ state }) => state === 'paid');
  const tell = ({ number }: BookedTrade, ports = here) =>
    receiveNotify(ports, { channel: channelWith(number)?.[0] ?? '' }, paidNews(number));
  /** Providers repeat what is not acknowledged. */
  const tellUntilHeard = async (trade: BookedTrade) => {
    for (let tries = 0, reply = ''; tries < 20 && reply !== 'success'; tries += 1)
      reply = await tell(trade).catch(() => 'fail');
  };
  const isPaidHere = async () => (await backend.store.get(orderNo))?.status === 'paid';
  const actsOn = (ports: Ports) => ({
    create: async () => offer(await createOrder(ports, BUYER, purchase)),
    poll: async () => offer(await queryOrder(ports, BUYER, { orderNo })),
    close: () => closeOrder(ports, BUYER, { orderNo }),
    sweep: () => sweepOrders(ports),
    pay: () => when(() => waiting(true)[0], pay),
    rogue_pay: () => when(() => waiting(false)[0], pay),
    async refund() {
      for (let visit = 0; visit < 40 && !(await isPaidHere()); visit += 1) await hold('waiting for a paid order');
      return refundOrder(ports, 'operator', { orderNo, requestId: 'refund-of-a-race', refundFen: 300 });
    },
    notify: () =>
      when(
        () => payments()[0],
        (trade) => tell(trade, ports),
      ),
  });

  return {
    contradictions,
    calls: backend.channel.calls,
    merchant,
    offered,
    truth,
    booked,
    backFen,
    order: () => backend.store.get(orderNo),
    async run(step) {
      await hold(step.kind);
      if (step.kind === 'wait') backend.clock.advance(step.durationMs);
      else if (step.kind === 'fault') channels.at(step.isSecond ? -1 : 0)?.[1].fail(step.verb, step.fault);
      else if (step.kind === 'slow') channels.at(step.isSecond ? -1 : 0)?.[1].meanwhile('create', 'before', dawdle);
      else if (step.kind === 'crash') backend.store.crash(step.write, step.when, step.skip);
      // A process that dies answers nobody; what it leaves behind is what counts.
      else
        await actsOn(step.isElsewhere ? elsewhere : here)
          [step.kind]()
          .catch(() => undefined);
    },
    async settle() {
      isRacing = false;
      for (let sweeps = 0; sweeps < MOST_SWEEPS; sweeps += 1) {
        for (const trade of two ? payments() : []) await tellUntilHeard(trade);
        const order = await this.order();
        if (!order || order.dueAtMs === null) return;
        backend.clock.set(Math.max(backend.clock.nowMs() + MINUTE_MS, order.dueAtMs));
        await sweepOrders(here).catch(() => undefined);
        await quiet();
      }
      contradictions.push('never ends');
    },
  };
}

// --- Internal helpers ---

/** Messages of this provider are reports in JSON, and always genuine: forgeries have tests of their own. */
const newsInJson: Partial<Channel> = {
  readNotify: (body) => ({ kind: 'report', report: JSON.parse(body) as TradeReport, notifyId: 'one' }),
};

/** The same, but of a provider who does not say for whom they are meant. */
const unaddressedNews: Pick<Channel, 'readNotify'> = {
  readNotify: (body) => ({ kind: 'report', report: JSON.parse(body), notifyId: 'one', isUnaddressed: true }),
};

function paidNews(outTradeNo: string) {
  const report: TradeReport = { outTradeNo, status: 'paid', totalFen: 1_280, tradeNo: `P${outTradeNo}` };
  return { body: JSON.stringify(report), headers: {} };
}

type Hold = (label: string) => Promise<unknown>;

function heldUp(
  { ports, store }: TestBackend,
  channels: readonly [ChannelName, Channel][],
  hold: Hold,
  saw: (stored: Order) => void,
): Ports {
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
  const apartChannel = (channel: Channel): Channel => ({
    ...channel,
    createTrade: (trade, order, buyerIp) => apart('create', () => channel.createTrade(trade, order, buyerIp)),
    queryTrade: (trade) => apart('query', () => channel.queryTrade(trade)),
    closeTrade: (trade) => apart('close', () => channel.closeTrade(trade)),
    refund: (refund, trade) => apart('refund', () => channel.refund(refund, trade)),
    queryRefund: (refund, trade) => apart('query of a refund', () => channel.queryRefund(refund, trade)),
  });
  const apartChannels = channels.map(([name, channel]) => [name, apartChannel(channel)]);
  return {
    ...ports,
    store: {
      ...store,
      insert: (order) => apart('insert', () => stored(order, store.insert(order))),
      save: (order, version) => apart('save', () => stored(order, store.save(order, version))),
      get: (orderNo) => apart('get', () => store.get(orderNo)),
      due: (nowMs, limit) => apart('due', () => store.due(nowMs, limit)),
    },
    merchants: [{ ...ports.merchants[0], channels: Object.fromEntries(apartChannels) }],
    ...(events ? { events: { post: (event, text) => apart('event', () => events.post(event, text)) } } : {}),
  };
}
