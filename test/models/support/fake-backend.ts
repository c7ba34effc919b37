import { type RefundRefusalReason, type RefusalReason, type Refused, refused } from '../../../contract/errors';
import { multiplyFen, sumFen } from '../../../contract/money';
import type {
  CatalogReply,
  FunctionName,
  OrderCreateRequest,
  OrderListRequest,
  OrderReply,
} from '../../../contract/requests';
import type { GoodsView, OrderView } from '../../../contract/views';
import type { Backend } from '../../../models/backend';
import { BackendError, type BackendErrorReason } from '../../../models/backend-error';
import type { Clock } from '../../../models/clock';

export const GOODS: GoodsView[] = [
  { goodsId: 'tea', title: '六安瓜片', description: '大别山', priceFen: 9_600, picture: 'tea-lu-an' },
  { goodsId: 'cup', title: '青瓷杯', description: '龙泉', priceFen: 6_850, picture: 'cup-celadon' },
];
const MERCHANT = '示例小店';
export const ORDER_LIFETIME_MS = 900_000;

/** The cloud functions in memory: enough of the contract to be bought from, with faults on request. */
export interface FakeBackend extends Backend {
  /** Every call that arrived, with its request. */
  readonly calls: { name: FunctionName; request: Record<string, unknown> }[];
  readonly orders: Map<string, OrderView>;
  /** The next call of this name is not answered; by default its reply is lost after the function ran. */
  fail(name: FunctionName, reason: BackendErrorReason, when?: 'before' | 'after'): void;
  /** The next call of this name is refused. */
  refuse(name: FunctionName, refusal: Refused): void;
  /** Holds back replies until the returned function is called. */
  hold(): () => void;
  change(orderNo: string, change: Partial<OrderView>): void;
  pay(orderNo: string): void;
  /** Orders that are made from now on look like this. */
  newOrders: Partial<OrderView>;
  readonly goods: GoodsView[];
  /** What the merchant says beside its goods. */
  offers: Pick<CatalogReply, 'contact' | 'instalments'>;
}

export function fakeBackend({ clock, pageSize = 2 }: { clock: Clock; pageSize?: number }): FakeBackend {
  const functions = fakeFunctions(clock, pageSize);
  const calls: FakeBackend['calls'] = [];
  const faults: { name: FunctionName; answer: Refused | BackendErrorReason; when: 'before' | 'after' }[] = [];
  let gate: Promise<void> = Promise.resolve();

  return Object.assign(functions, {
    calls,
    fail: (name: FunctionName, reason: BackendErrorReason, when: 'before' | 'after' = 'after') =>
      void faults.push({ name, answer: reason, when }),
    refuse: (name: FunctionName, refusal: Refused) => void faults.push({ name, answer: refusal, when: 'before' }),
    hold() {
      let open = () => {};
      gate = new Promise((resolve) => {
        open = resolve;
      });
      return open;
    },
    async call(name: FunctionName, request: Record<string, unknown>) {
      calls.push({ name, request });
      const index = faults.findIndex((fault) => fault.name === name);
      const fault = index < 0 ? undefined : faults.splice(index, 1)[0];
      const reply = fault?.when === 'before' ? null : functions.answer(name, request);
      await gate;
      if (typeof fault?.answer === 'string') throw new BackendError(fault.answer, 'as the test wants');
      return fault?.answer ?? reply;
    },
  }) as FakeBackend;
}

/** What the functions do, without any network. */
function fakeFunctions(clock: Clock, pageSize: number) {
  const orders = new Map<string, OrderView>();
  const byRequest = new Map<string, string>();
  const offers: FakeBackend['offers'] = {};
  const self = { orders, goods: [...GOODS], offers, newOrders: {} as Partial<OrderView>, change, pay, answer };
  return self;

  function change(orderNo: string, changes: Partial<OrderView>): void {
    orders.set(orderNo, { ...(orders.get(orderNo) as OrderView), ...changes });
  }

  function pay(orderNo: string): void {
    change(orderNo, { status: 'paid', payment: null, paidAtMs: clock.nowMs() });
  }

  function answer(name: FunctionName, request: Record<string, unknown>): unknown {
    const orderNo = String(request.orderNo);
    if (name === 'catalog-list') return { ok: true, merchantName: MERCHANT, goods: self.goods, ...self.offers };
    if (name === 'order-create') return replyWith(made(request as unknown as OrderCreateRequest));
    if (name === 'order-query') return replyWith(orders.get(orderNo));
    if (name === 'order-close') return closed(orderNo);
    if (name === 'refund-ask') return asked(orderNo, String(request.reason));
    return listed(request);
  }

  function made(request: OrderCreateRequest): OrderView {
    const { requestId } = request;
    const known = orders.get(byRequest.get(requestId) ?? '');
    if (known) return known;
    const orderNo = `ORDER${String(orders.size + 1).padStart(19, '0')}`;
    const order = { ...newOrder(orderNo, request, clock.nowMs()), ...self.newOrders };
    byRequest.set(requestId, orderNo);
    orders.set(orderNo, order);
    return order;
  }

  function replyWith(order: OrderView | undefined): OrderReply | Refused {
    if (!order) return refused('order_not_found', 'no such order');
    return { ok: true, order, serverNowMs: clock.nowMs() };
  }

  function closed(orderNo: string): OrderReply | Refused {
    const order = orders.get(orderNo);
    if (order?.status === 'paid') return refused('order_already_paid', 'paid');
    if (order) change(orderNo, { status: 'closed', payment: null, closedAtMs: clock.nowMs() });
    return replyWith(orders.get(orderNo));
  }

  function asked(orderNo: string, reason: string): OrderReply | Refused<RefusalReason | RefundRefusalReason> {
    if (orders.get(orderNo)?.status === 'unpaid') return refused('order_not_paid', 'not paid');
    if (orders.has(orderNo)) change(orderNo, { refundAsk: { reason, atMs: clock.nowMs() } });
    return replyWith(orders.get(orderNo));
  }

  function listed({ cursor, status }: OrderListRequest) {
    const all = [...orders.values()].reverse().filter((order) => isListed(order, status));
    const start = cursor === undefined ? 0 : Number(cursor);
    const next = start + pageSize;
    const more = next < all.length ? { nextCursor: String(next) } : {};
    return { ok: true, orders: all.slice(start, next), serverNowMs: clock.nowMs(), ...more };
  }
}

function isListed(order: OrderView, status: OrderListRequest['status']): boolean {
  if (status === 'refund') return order.refunds.length > 0 || order.refundAsk !== null;
  return status === undefined || order.status === status;
}

function newOrder(orderNo: string, { items, note, instalments }: OrderCreateRequest, nowMs: number): OrderView {
  const lines = items.map(({ goodsId, quantity }) => {
    const { title = '', priceFen = 0 } = GOODS.find((goods) => goods.goodsId === goodsId) ?? {};
    return { goodsId, title, priceFen, quantity };
  });
  return {
    orderNo,
    status: 'unpaid',
    items: lines,
    subject: lines[0]?.title ?? '',
    merchantName: MERCHANT,
    totalFen: sumFen(lines.map(({ priceFen, quantity }) => multiplyFen(priceFen, quantity))),
    createdAtMs: nowMs,
    expiresAtMs: nowMs + ORDER_LIFETIME_MS,
    paidAtMs: null,
    closedAtMs: null,
    payment: { state: 'ready', walletTradeNo: `trade-of-${orderNo}` },
    closing: false,
    unexpectedMoney: false,
    refunds: [],
    refundedFen: 0,
    refundAsk: null,
    note: note ?? null,
    instalments: instalments ? { count: instalments, feePayer: 'merchant' } : null,
    timeline: [{ kind: 'ordered', atMs: nowMs }],
  };
}
