import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import type { Clock } from '../../cloudfunctions/backend/flow/ports';
import type { RefundReport, TradeReport } from '../../cloudfunctions/backend/order/report';
import { lookedUpRefund, refunded } from './fake-refunds';

export type Verb = 'create' | 'query' | 'close' | 'refund' | 'queryRefund';

/** What goes wrong with one call. */
export type Fault =
  /** Carried out, but the answer never arrives. */
  | 'reply_lost'
  /** Never arrives at the provider. */
  | 'request_lost'
  /** Verifiably never left us: no connection came about. */
  | 'not_sent'
  /** The provider answers with this code and does nothing. */
  | { refusedWith: string }
  /** The answer is this, whatever is true. */
  | { report: Partial<TradeReport> | Partial<RefundReport> };

/** A trade as the provider's own books have it; shares nothing with the backend's idea of one. */
export interface BookedTrade {
  number: string;
  providerNumber: string;
  amountFen: number;
  state: 'waiting' | 'paid' | 'over';
  expiresAtMs: number;
  paidAtMs?: number;
  /** What was given back, by outRequestNo. */
  refunds: Map<string, { refundFen: number; atMs: number }>;
}

export interface FakeChannel extends Channel {
  /** Every call so far, as `verb outTradeNo`; of refunds, as `verb outRequestNo`. */
  readonly calls: string[];
  /** The address of the buyer that came with each create so far. */
  readonly buyerIps: (string | undefined)[];
  /** The provider's books, by outTradeNo. */
  readonly book: Map<string, BookedTrade>;
  callsOf(verb: Verb): number;
  /** The next call of the verb goes wrong; several faults queue up. */
  fail(verb: Verb, ...faults: Fault[]): void;
  /** Runs once in the next call of the verb: `before` the provider acts, or `after`, while the answer is on its way. */
  meanwhile(verb: Verb, when: 'before' | 'after', action: () => unknown): void;
  /** The buyer pays at the provider. Throws when the trade cannot be paid: the test is wrong then. */
  pay(outTradeNo: string): void;
  /** What the seller's account holds; plenty unless a test says otherwise. Refunds are paid from it. */
  setBalance(balanceFen: number): void;
}

/**
 * A provider with its own trade book, and a script of what goes wrong. `notify` reads what the tests of notifications send;
 * without it every message is refused. One that `tellsOnce`, as Fshows does, names the number for the phone in the answer to the create
 * alone, opens no number twice, and lets an unpaid trade live for ever.
 */
export function fakeChannel(
  clock: Clock,
  notify: Partial<Pick<Channel, 'readNotify' | 'acknowledge'>> = {},
  { tellsOnce = false } = {},
): FakeChannel {
  const book = new Map<string, BookedTrade>();
  const calls: string[] = [];
  const buyerIps: (string | undefined)[] = [];
  const faults: Record<Verb, Fault[]> = { create: [], query: [], close: [], refund: [], queryRefund: [] };
  const actions: Record<string, (() => unknown)[]> = {};
  const till = { balanceFen: Number.MAX_SAFE_INTEGER };

  async function conversation<Answer>(verb: Verb, number: string, act: () => Answer) {
    calls.push(`${verb} ${number}`);
    await actions[`${verb} before`]?.shift()?.();
    const answer = withFault(verb, faults[verb].shift(), act);
    await actions[`${verb} after`]?.shift()?.();
    return answer;
  }

  async function serve(verb: Verb, outTradeNo: string, act: () => Partial<TradeReport>): Promise<TradeReport> {
    const answer = await conversation(verb, outTradeNo, () => {
      expire(book.get(outTradeNo), clock.nowMs());
      return act();
    });
    return { outTradeNo, status: 'unknown', ...(answer as Partial<TradeReport>) };
  }

  async function serveRefund(
    verb: Verb,
    outRequestNo: string,
    act: () => Partial<RefundReport>,
  ): Promise<RefundReport> {
    const answer = await conversation(verb, outRequestNo, act);
    return { outRequestNo, status: 'unknown', ...(answer as Partial<RefundReport>) };
  }

  return {
    calls,
    buyerIps,
    book,
    callsOf: (verb) => calls.filter((call) => call.startsWith(`${verb} `)).length,
    fail: (verb, ...more) => void faults[verb].push(...more),
    meanwhile(verb, when, action) {
      const key = `${verb} ${when}`;
      actions[key] = [...(actions[key] ?? []), action];
    },
    pay(outTradeNo) {
      const trade = book.get(outTradeNo);
      expire(trade, clock.nowMs());
      if (trade?.state !== 'waiting') throw new Error(`${outTradeNo} cannot be paid: ${trade?.state ?? 'not there'}`);
      Object.assign(trade, { state: 'paid', paidAtMs: clock.nowMs() });
    },
    setBalance(balanceFen) {
      till.balanceFen = balanceFen;
    },
    createTrade({ outTradeNo }, { totalFen, expiresAtMs }, buyerIp) {
      buyerIps.push(buyerIp);
      return serve('create', outTradeNo, () => {
        if (!tellsOnce) return opened(book, outTradeNo, totalFen, expiresAtMs, clock.nowMs());
        if (book.has(outTradeNo)) return { code: 'NUMBER_TAKEN', isNumberTaken: true };
        return opened(book, outTradeNo, totalFen, Number.POSITIVE_INFINITY, clock.nowMs());
      });
    },
    queryTrade: ({ outTradeNo }) =>
      serve('query', outTradeNo, () => {
        const { walletTradeNo, ...told } = looked(book.get(outTradeNo));
        return tellsOnce || walletTradeNo === undefined ? told : { ...told, walletTradeNo };
      }),
    closeTrade: ({ outTradeNo }) => serve('close', outTradeNo, () => closed(book.get(outTradeNo))),
    refund: (refund) =>
      serveRefund('refund', refund.outRequestNo, () =>
        refunded(book.get(refund.outTradeNo), refund, till, clock.nowMs()),
      ),
    queryRefund: (refund) =>
      serveRefund('queryRefund', refund.outRequestNo, () =>
        lookedUpRefund(book.get(refund.outTradeNo), refund, clock.nowMs()),
      ),
    readNotify: () => ({ kind: 'refused', reason: 'malformed' }),
    acknowledge: (accepted) => (accepted ? 'success' : 'fail'),
    ...notify,
  };
}

// --- The provider's side ---

function withFault<Answer>(verb: Verb, fault: Fault | undefined, act: () => Answer): unknown {
  if (fault === undefined) return act();
  if (fault === 'request_lost') return { message: 'request lost' };
  if (fault === 'not_sent') return verb === 'create' ? { status: 'absent', isNotSent: true } : {};
  if (fault === 'reply_lost') {
    act();
    return { message: 'reply lost' };
  }
  if ('report' in fault) return fault.report;
  const code = fault.refusedWith;
  return verb === 'refund' ? { status: 'refused', code } : { status: 'absent', code, refusedCode: code };
}

function expire(trade: BookedTrade | undefined, nowMs: number): void {
  if (trade?.state === 'waiting' && nowMs >= trade.expiresAtMs) trade.state = 'over';
}

/** The same number never makes a second trade, and an expired wish makes none. */
function opened(
  book: Map<string, BookedTrade>,
  number: string,
  amountFen: number,
  expiresAtMs: number,
  nowMs: number,
): Partial<TradeReport> {
  const known = book.get(number);
  if (known && known.state !== 'waiting') return { code: `TRADE_${known.state}`, isNumberTaken: true };
  if (!known && nowMs >= expiresAtMs) return { status: 'absent', code: 'TOO_LATE', refusedCode: 'TOO_LATE' };
  const trade: BookedTrade = known ?? {
    number,
    providerNumber: `P${number}`,
    amountFen,
    state: 'waiting',
    expiresAtMs,
    refunds: new Map(),
  };
  book.set(number, trade);
  return { status: 'open', tradeNo: trade.providerNumber, walletTradeNo: trade.providerNumber };
}

function looked(trade: BookedTrade | undefined): Partial<TradeReport> {
  if (!trade) return { status: 'absent', code: 'TRADE_NOT_EXIST' };
  const { providerNumber: tradeNo, amountFen: totalFen } = trade;
  if (trade.state === 'waiting') return { status: 'open', tradeNo, walletTradeNo: tradeNo, totalFen };
  return trade.state === 'paid'
    ? { status: 'paid', tradeNo, totalFen, paidAtMs: trade.paidAtMs }
    : { status: 'closed', tradeNo, totalFen };
}

function closed(trade: BookedTrade | undefined): Partial<TradeReport> {
  if (!trade) return { status: 'absent', code: 'TRADE_NOT_EXIST' };
  if (trade.state !== 'waiting') return { code: 'TRADE_STATUS_ERROR' };
  trade.state = 'over';
  return { status: 'closed', tradeNo: trade.providerNumber };
}
