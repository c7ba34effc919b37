/**
 * Compares Alipay's books with our orders. Shares no code with the backend: it knows the sandbox by its face, and orders as the
 * JSON that is stored, and it adds up for itself.
 */
import type { Sandbox } from '../../sandbox/create-sandbox';

/** What the auditor reads of a stored order; the rest does not concern money. */
export interface StoredOrder {
  orderNo: string;
  totalFen: number;
  status: string;
  dueAtMs: number | null;
  buyer: { id: string };
  trades: { outTradeNo: string; status: string; paidFen?: number }[];
  refunds: { outRequestNo: string; outTradeNo: string; refundFen: number; cause: string; status: string }[];
  outbox: { type: string; delivery: { status: string } }[];
}

/** What the auditor reads of the order that the buyer's page shows. */
export interface ShownOrder {
  orderNo: string;
  status: string;
  totalFen: number;
  closing?: boolean;
  unexpectedMoney?: boolean;
  refundedFen?: number;
  payment?: { state: string; walletTradeNo?: string } | null;
}

/** What the merchant's own system was told, as it came; the rest of an event repeats the order. */
export interface ToldEvent {
  eventId: string;
  type: string;
  sequence: number;
  order: { orderNo: string; status: string; paidFen: number; refundedFen: number };
}

/** All that is known when everything has ended. */
export interface Evidence {
  stored: readonly StoredOrder[];
  shown: readonly ShownOrder[];
  told: readonly ToldEvent[];
}

type BookedTrade = ReturnType<Sandbox['trades']>[number];

export interface AuditorOptions {
  sandbox: Sandbox;
  /** Accounts that the merchant's money goes to. */
  sellerIds: readonly string[];
  /** Alipay says what is not so: a page cannot be blamed for having believed it. */
  providerLies: boolean;
}

export interface Auditor {
  /** Told of every order that a page was shown, at the moment it was shown. */
  saw(shown: ShownOrder, buyerId: string): void;
  /** Told of every notify that we acknowledged, with the order as it was stored then. */
  sawAcknowledged(notify: URLSearchParams, stored: StoredOrder | undefined): void;
  /** Told of money that went into the seller's accounts, or with minus out of it, beside our trade. */
  sawDeposit(fen: number): void;
  /** All that is wrong, in words: at the moments above, and now that everything has ended. */
  verdict(evidence: Evidence): string[];
}

const MOST_TRADES = 10_000;

export function auditor({ sandbox, sellerIds, providerLies }: AuditorOptions): Auditor {
  const contradictions = new Set<string>();
  const balancesFen = () => sum(sellerIds.map((sellerId) => balanceFen(sandbox, sellerId)));
  const openingFen = balancesFen();
  let depositsFen = 0;
  const mine = () => sandbox.trades(MOST_TRADES).filter((trade) => sellerIds.includes(trade.sellerId));
  const tradesOf = (orderNo: string) => mine().filter((trade) => trade.outTradeNo.startsWith(`${orderNo}_`));

  return {
    saw(shown, buyerId) {
      for (const lie of liesOf(shown, buyerId, tradesOf(shown.orderNo), providerLies))
        contradictions.add(`page: ${lie}`);
    },
    sawAcknowledged(notify, stored) {
      if (!['TRADE_SUCCESS', 'TRADE_FINISHED'].includes(notify.get('trade_status') ?? '')) return;
      const trade = stored?.trades.find(({ outTradeNo }) => outTradeNo === notify.get('out_trade_no'));
      if (trade?.status !== 'paid') contradictions.add('a payment was acknowledged that is not stored');
    },
    sawDeposit(fen) {
      depositsFen += fen;
    },
    verdict({ stored, shown, told }) {
      const booked = mine();
      const earnedFen = balancesFen() - openingFen - depositsFen;
      return [
        ...contradictions,
        ...strangers(booked, stored),
        ...balanceFaults(earnedFen, stored),
        ...stored.flatMap((order) => {
          const its = booked.filter((trade) => trade.outTradeNo.startsWith(`${order.orderNo}_`));
          const page = shown.find(({ orderNo }) => orderNo === order.orderNo);
          const events = told.filter((event) => event.order.orderNo === order.orderNo);
          const wrong = [
            ...unresolved(order, its),
            ...moneyFaults(order, its),
            ...tellingFaults(order, its, events),
            ...pageFaults(order, its, page),
          ];
          return wrong.map((fault) => `${order.orderNo.slice(0, 4)}…: ${fault}`);
        }),
      ];
    },
  };
}

// --- Internal helpers ---

const isPaid = (trade: BookedTrade): boolean => trade.paidAtMs !== null;
const sum = (amounts: readonly number[]): number => amounts.reduce((total, fen) => total + fen, 0);

/** What an account holds, in fen. */
export function balanceFen({ accounts }: Pick<Sandbox, 'accounts'>, accountId: string): number {
  const yuan = accounts().find((account) => account.accountId === accountId)?.balance;
  if (!yuan) throw new Error(`the sandbox has no account ${accountId}`);
  return Number(yuan.replace('.', ''));
}

/** What a page says that is not so at this moment. */
function liesOf(shown: ShownOrder, buyerId: string, booked: readonly BookedTrade[], providerLies: boolean): string[] {
  const payable = booked.filter((trade) => trade.status === 'WAIT_BUYER_PAY');
  const lies: string[] = [];
  if (shown.status === 'paid' && !booked.some(isPaid)) lies.push('paid, but nobody has paid');
  if (shown.status === 'closed' && payable.length > 0 && !providerLies) lies.push('closed, but it can be paid');
  if (payable.length > 1 && !providerLies) lies.push('two trades can be paid at once');
  if (shown.payment?.state === 'ready') {
    const offered = booked.find((trade) => trade.tradeNo === shown.payment?.walletTradeNo);
    if (!offered) lies.push("offers a trade that is not this order's");
    else if (offered.totalFen !== shown.totalFen) lies.push('offers a trade of another amount');
    else if (offered.buyer.userId !== buyerId) lies.push("offers another buyer's trade");
  }
  return lies;
}

/** Trades of this merchant that no order knows. */
function strangers(booked: readonly BookedTrade[], stored: readonly StoredOrder[]): string[] {
  const known = new Set(stored.flatMap((order) => order.trades.map((trade) => trade.outTradeNo)));
  return booked
    .filter((trade) => !known.has(trade.outTradeNo))
    .map((trade) => `no order knows trade ${trade.outTradeNo}`);
}

/** What has not come to a definite end, here or at Alipay, or not to the same one. */
function unresolved(order: StoredOrder, booked: readonly BookedTrade[]): string[] {
  const open = order.trades.filter((trade) => trade.status !== 'paid' && trade.status !== 'closed');
  const pending = order.refunds.filter((refund) => refund.status !== 'succeeded' && refund.status !== 'failed');
  return [
    ...(order.status === 'paid' || order.status === 'closed' ? [] : [`the order is left ${order.status}`]),
    ...(order.dueAtMs === null ? [] : ['the order still owes something']),
    ...open.map((trade) => `trade ${trade.outTradeNo} is left ${trade.status}`),
    ...order.outbox
      .filter(({ delivery }) => delivery.status !== 'delivered')
      .map(({ type }) => `event ${type} is left`),
    ...pending.map((refund) => `refund ${refund.outRequestNo} is left ${refund.status}`),
    ...booked.filter((trade) => trade.isPayable).map((trade) => `${trade.outTradeNo} can still be paid`),
    ...order.trades.flatMap((trade) =>
      tradeDifference(
        trade,
        booked.find((one) => one.outTradeNo === trade.outTradeNo),
      ),
    ),
  ];
}

function tradeDifference(trade: StoredOrder['trades'][number], booked: BookedTrade | undefined): string[] {
  const paidFen = booked && isPaid(booked) ? booked.totalFen : null;
  if (trade.status === 'paid' && paidFen === null) return [`${trade.outTradeNo} is paid here and not at Alipay`];
  if (trade.status !== 'paid' && paidFen !== null)
    return [`${trade.outTradeNo} is paid at Alipay and ${trade.status} here`];
  if (paidFen !== null && trade.paidFen !== paidFen)
    return [`${trade.outTradeNo}: ${trade.paidFen} here, ${paidFen} there`];
  return [];
}

/** Kept is all or nothing, but for what the merchant gave back by its own will; what was not wanted went back once. */
function moneyFaults(order: StoredOrder, booked: readonly BookedTrade[]): string[] {
  const paid = booked.filter(isPaid);
  const made = paid.flatMap((trade) => trade.refunds);
  const own = new Set(
    order.refunds.filter(({ cause }) => cause === 'merchant').map(({ outRequestNo }) => outRequestNo),
  );
  const ownFen = sum(made.filter(({ requestNo }) => own.has(requestNo)).map(({ amountFen }) => amountFen));
  const keptFen = sum(paid.map((trade) => trade.totalFen - trade.refundedFen));
  const wantedFen = order.status === 'paid' ? order.totalFen - ownFen : 0;
  return [
    ...(keptFen === wantedFen ? [] : [`the merchant has ${keptFen} fen of it instead of ${wantedFen}`]),
    ...unexpectedFaults(order, paid, own),
    ...refundDifferences(order, made),
  ];
}

/** Besides the one payment that settles the order, every payment is given back in full by one refund. */
function unexpectedFaults(order: StoredOrder, paid: readonly BookedTrade[], own: ReadonlySet<string>): string[] {
  const returned = paid.filter((trade) => trade.refunds.some(({ requestNo }) => !own.has(requestNo)));
  const settling = paid.length - returned.length;
  const wanted = order.status === 'paid' ? 1 : 0;
  const untidy = returned.filter((trade) => trade.refunds.length !== 1 || trade.refundedFen !== trade.totalFen);
  return [
    ...(settling === wanted ? [] : [`${settling} payments were kept where ${wanted} was due`]),
    ...untidy.map(
      (trade) =>
        `${trade.outTradeNo} went back in ${trade.refunds.length} parts, ${trade.refundedFen} of ${trade.totalFen}`,
    ),
  ];
}

/** Refunds here and there are the same, one for one. */
function refundDifferences(order: StoredOrder, made: readonly { requestNo: string; amountFen: number }[]): string[] {
  const done = order.refunds.filter((refund) => refund.status === 'succeeded');
  return [
    ...made
      .filter(
        (refund) => !done.some((mine) => mine.outRequestNo === refund.requestNo && mine.refundFen === refund.amountFen),
      )
      .map((refund) => `refund ${refund.requestNo} of ${refund.amountFen} fen was made and is not known here`),
    ...done
      .filter((mine) => made.filter((refund) => refund.requestNo === mine.outRequestNo).length !== 1)
      .map((mine) => `refund ${mine.outRequestNo} is known here and was not made once`),
  ];
}

/** What the seller's account has gained is what the orders say that the merchant may keep. */
function balanceFaults(earnedFen: number, stored: readonly StoredOrder[]): string[] {
  const kept = stored.map((order) => {
    const ownFen = order.refunds.filter(({ cause, status }) => cause === 'merchant' && status === 'succeeded');
    return order.status === 'paid' ? order.totalFen - sum(ownFen.map(({ refundFen }) => refundFen)) : 0;
  });
  return earnedFen === sum(kept) ? [] : [`the account has gained ${earnedFen} fen, the orders say ${sum(kept)}`];
}

/** The merchant's own system is told each thing, in order; what it is told again it has heard before. */
function tellingFaults(order: StoredOrder, booked: readonly BookedTrade[], told: readonly ToldEvent[]): string[] {
  const first = told.filter((event, index) => told.findIndex(({ eventId }) => eventId === event.eventId) === index);
  const unexpected = booked.filter(isPaid).length - (order.status === 'paid' ? 1 : 0);
  const wanted: [string, number][] = [
    ['order.paid', order.status === 'paid' ? 1 : 0],
    ['order.refunded', sum(booked.map((trade) => trade.refunds.length))],
    ['money.unexpected', unexpected],
  ];
  const isInOrder = first.every((event, index) => event.sequence === index + 1);
  return [
    ...wanted
      .map(([type, count]) => ({ type, count, heard: first.filter((event) => event.type === type).length }))
      .filter(({ count, heard }) => count !== heard)
      .map(({ type, count, heard }) => `the merchant heard ${heard} ${type} instead of ${count}`),
    ...(isInOrder ? [] : [`the merchant heard events ${first.map(({ sequence }) => sequence).join(', ')}`]),
    ...lastWordFaults(order, booked, first.at(-1)),
  ];
}

function lastWordFaults(order: StoredOrder, booked: readonly BookedTrade[], last: ToldEvent | undefined): string[] {
  if (!last) return ['the merchant never heard how the order ended'];
  const paidFen = sum(booked.filter(isPaid).map(({ totalFen }) => totalFen));
  const refundedFen = sum(booked.map((trade) => trade.refundedFen));
  const { status } = last.order;
  return [
    ...(status === order.status ? [] : [`the merchant last heard that the order is ${status}`]),
    ...(last.order.paidFen === paidFen
      ? []
      : [`the merchant last heard of ${last.order.paidFen} fen paid of ${paidFen}`]),
    ...(last.order.refundedFen === refundedFen
      ? []
      : [`the merchant last heard of ${last.order.refundedFen} fen refunded of ${refundedFen}`]),
  ];
}

/** At the end the page says what is so. */
function pageFaults(order: StoredOrder, booked: readonly BookedTrade[], page: ShownOrder | undefined): string[] {
  if (!page) return ['the page cannot show the order'];
  const unexpected = booked.filter(isPaid).length > (order.status === 'paid' ? 1 : 0);
  const refundedFen = sum(booked.map((trade) => trade.refundedFen));
  return [
    ...(page.status === order.status ? [] : [`the page says ${page.status}, the order is ${order.status}`]),
    ...(page.closing ? ['the page says that it is still being closed'] : []),
    ...(page.payment ? ['the page still offers to pay'] : []),
    ...(page.refundedFen === refundedFen ? [] : [`the page says ${page.refundedFen} fen of ${refundedFen} went back`]),
    ...(page.unexpectedMoney === unexpected ? [] : ['the page is wrong about unexpected money']),
  ];
}
