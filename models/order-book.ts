import { observable, runInAction } from 'mobx';
import type { RefundRefusalReason, RefusalReason, Refused } from '../contract/errors';
import type { OrderCreateRequest, OrderListReply, OrderListRequest, OrderReply } from '../contract/requests';
import type { OrderView } from '../contract/views';
import type { Backend } from './backend';
import { BackendError, type BackendErrorReason } from './backend-error';
import type { Clock } from './clock';

/** Why something that was asked did not happen. A refusal changed nothing; the others leave it open what happened. */
export type Problem = RefusalReason | RefundRefusalReason | BackendErrorReason;

/** What the order book answers in place of an order. */
export interface NotDone {
  ok: false;
  problem: Problem;
}

/**
 * What this phone knows of its buyer's orders: the only reader of order replies, so that every page shows the latest word
 * of the server, whoever asked for it.
 */
export interface OrderBook {
  /** The latest word about an order; undefined when none has come. */
  get(orderNo: string): OrderView | undefined;
  /** The newest order that can still be paid. */
  readonly newestUnpaid: OrderView | undefined;
  /** The server's time by the last reply, for countdowns: a phone's own clock may be wrong by hours. */
  serverNowMs(): number;
  create(request: OrderCreateRequest): Promise<OrderReply | NotDone>;
  query(orderNo: string): Promise<OrderReply | NotDone>;
  close(orderNo: string): Promise<OrderReply | NotDone>;
  /** Tells the merchant that the buyer wants money back; moves none. */
  askRefund(orderNo: string, reason: string): Promise<OrderReply | NotDone>;
  list(request?: OrderListRequest): Promise<OrderListReply | NotDone>;
}

interface Word {
  order: OrderView;
  saidAtMs: number;
}

/** An empty book over the backend. */
export function orderBook({ backend, clock }: { backend: Backend; clock: Clock }): OrderBook {
  const words = observable.map<string, Word>([], { deep: false });
  let serverAheadMs = 0;

  /** Replies may overtake each other, so an older word never replaces a newer one, and nothing takes "paid" back. */
  function learn(order: OrderView, saidAtMs: number): void {
    const known = words.get(order.orderNo);
    if (known && (known.saidAtMs > saidAtMs || (known.order.status === 'paid' && order.status !== 'paid'))) return;
    words.set(order.orderNo, { order, saidAtMs });
  }

  function learnAll(orders: OrderView[], serverNowMs: number): void {
    serverAheadMs = serverNowMs - clock.nowMs();
    runInAction(() => {
      for (const order of orders) learn(order, serverNowMs);
    });
  }

  async function one(
    call: Promise<OrderReply | Refused<RefusalReason | RefundRefusalReason>>,
  ): Promise<OrderReply | NotDone> {
    const reply = await answerOf(call);
    if (reply.ok) learnAll([reply.order], reply.serverNowMs);
    return reply;
  }

  return {
    get: (orderNo) => words.get(orderNo)?.order,
    get newestUnpaid() {
      const open = [...words.values()].map((word) => word.order).filter(isPayable);
      return open.sort((a, b) => b.createdAtMs - a.createdAtMs)[0];
    },
    serverNowMs: () => clock.nowMs() + serverAheadMs,
    create: (request) => one(backend.call('order-create', request)),
    query: (orderNo) => one(backend.call('order-query', { orderNo })),
    close: (orderNo) => one(backend.call('order-close', { orderNo })),
    askRefund: (orderNo, reason) => one(backend.call('refund-ask', { orderNo, reason })),
    async list(request = {}) {
      const reply = await answerOf<OrderListReply>(backend.call('order-list', request));
      if (reply.ok) learnAll(reply.orders, reply.serverNowMs);
      return reply;
    },
  };
}

/** Whether the buyer can still act to pay the order. */
function isPayable(order: OrderView): boolean {
  return order.status === 'unpaid' && !order.closing;
}

/** Turns a refusal or a missing answer into a value; bugs still throw. */
async function answerOf<Reply extends { ok: true }>(
  call: Promise<Reply | Refused<RefusalReason | RefundRefusalReason>>,
): Promise<Reply | NotDone> {
  try {
    const reply = await call;
    return reply.ok ? reply : { ok: false, problem: reply.reason };
  } catch (error) {
    if (error instanceof BackendError) return { ok: false, problem: error.reason };
    throw error;
  }
}
