/**
 * Fshows' wire and its meaning (reference fshows 4, 5, 9). Amounts come as yuan, in strings or in JSON numbers; times are Beijing
 * time. What is not listed here is unknown.
 */
import { fenFromYuan } from '../../../../contract/money';
import type { Trade } from '../../order/order';
import type { TradeReport } from '../../order/report';
import type { FshowsReply } from './gateway';

/** The trade by our number alone: given both, the gateway would go by its own, and an answer about another trade would not show. */
export function tradeContent({ outTradeNo }: Trade): { out_trade_no: string } {
  return { out_trade_no: outTradeNo };
}

/**
 * error_codes of a call that was turned away before it could do anything: signature, parameters, permissions, and ids that are not
 * valid. Not among them: -200 and -300, faults on their side or on Alipay's, behind which anything may have happened; -103, which
 * means nothing in particular; -221, too many calls.
 */
export const TURNED_AWAY = new Set(
  ['-100', '-101', '-102', '-201', '-202', '-203', '-204', '-205', '-208'].concat(['-222', '-223', '-224']),
);

const BUYER_IS_PAYING = '100';
const NUMBER_TAKEN = '-206';
/** No such order; asked about a refund, no such refund. */
export const NOT_EXIST = '-207';

/** A create whose reply was lost finds its number taken as well, by itself: a query tells what the number stands for. */
export function reportOfCreate(trade: Trade, reply: FshowsReply): TradeReport {
  const base = baseOf(trade, reply);
  if (reply.success) {
    const [tradeNo, walletTradeNo] = [numberOf(reply.value.trade_no), numberOf(reply.value.prepay_id)];
    const isOpen = isSameTrade(trade, reply.value) && walletTradeNo !== undefined;
    return isOpen ? { ...base, status: 'open', tradeNo, walletTradeNo } : base;
  }
  if (reply.code === BUYER_IS_PAYING) return { ...base, status: 'open' };
  if (reply.code === NUMBER_TAKEN) return { ...base, isNumberTaken: true };
  return TURNED_AWAY.has(reply.code) ? { ...base, status: 'absent', refusedCode: reply.code } : base;
}

/** A create that broke a rule of the document before it was sent: there can be no trade. */
export function reportOfBrokenRule({ outTradeNo }: Trade, rule: string): TradeReport {
  return { outTradeNo, status: 'absent', code: rule, refusedCode: rule, message: 'not sent' };
}

/** The number for the wallet is in the answer to the create alone: a query does not give it again. */
export function reportOfQuery(trade: Trade, reply: FshowsReply): TradeReport {
  const base = baseOf(trade, reply);
  if (!reply.success) {
    if (reply.code === BUYER_IS_PAYING) return { ...base, status: 'open' };
    return reply.code === NOT_EXIST ? { ...base, status: 'absent' } : base;
  }
  const { trade_no, trade_status, total_amount, send_pay_date } = reply.value;
  const totalFen = fenOf(total_amount);
  if (!isSameTrade(trade, reply.value) || totalFen === null) return base;
  const status = statusOf(trade_status);
  return { ...base, status, tradeNo: numberOf(trade_no), totalFen, paidAtMs: epochFromBeijing(send_pay_date) };
}

/** What a success contains is not documented; numbers that are there must be this trade's. */
export function reportOfClose(trade: Trade, reply: FshowsReply): TradeReport {
  const base = baseOf(trade, reply);
  if (!reply.success) return reply.code === NOT_EXIST ? { ...base, status: 'absent' } : base;
  const { out_trade_no = trade.outTradeNo, trade_no = trade.tradeNo } = reply.value;
  const isOurs = out_trade_no === trade.outTradeNo && (trade.tradeNo === undefined || trade_no === trade.tradeNo);
  return isOurs ? { ...base, status: 'closed' } : base;
}

/** Alipay's trade_status, handed on by Fshows → what it proves. */
export function statusOf(tradeStatus: unknown): TradeReport['status'] {
  if (tradeStatus === 'WAIT_BUYER_PAY') return 'open';
  if (tradeStatus === 'TRADE_SUCCESS' || tradeStatus === 'TRADE_FINISHED') return 'paid';
  return tradeStatus === 'TRADE_CLOSED' ? 'closed' : 'unknown';
}

/** Yuan → fen: strings and JSON numbers, with zeros behind the second decimal as their books keep them; else null. */
export function fenOf(yuan: unknown): number | null {
  const text = typeof yuan === 'number' ? String(yuan) : yuan;
  return fenFromYuan(typeof text === 'string' ? text.replace(/(\.\d\d)0+$/, '$1') : text);
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing time → epoch ms; undefined for anything else. */
export function epochFromBeijing(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)/.exec(text) : null;
  const epochMs = match ? Date.parse(`${match[1]}T${match[2]}+08:00`) : Number.NaN;
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** An answer about another trade proves nothing about this one. */
export function isSameTrade(trade: Trade, { out_trade_no, trade_no }: Record<string, unknown>): boolean {
  const tradeNo = numberOf(trade_no);
  const isKnownNumber = trade.tradeNo === undefined || tradeNo === trade.tradeNo;
  return out_trade_no === trade.outTradeNo && tradeNo !== undefined && isKnownNumber;
}

/** Their numbers have more digits than a JSON number can hold: one that is no string has lost some. */
export function numberOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\S{1,64}$/.test(value) ? value : undefined;
}

function baseOf({ outTradeNo }: Trade, reply: FshowsReply): TradeReport {
  const told = reply.success ? {} : { code: reply.code, message: reply.message };
  return { outTradeNo, status: 'unknown', ...told };
}
