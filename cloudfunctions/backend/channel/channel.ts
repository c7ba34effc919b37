import type { Order, Refund, Trade } from '../order/order';
import type { RefundNotice } from '../order/refund-notice';
import type { RefundReport, TradeReport } from '../order/report';

/** Why a notify was not believed. Nothing was changed. */
export type NotifyRefusal =
  | 'malformed'
  | 'sign_type_refused'
  | 'bad_signature'
  | 'other_app'
  | 'other_seller'
  | 'unknown_number'
  | 'bad_amount'
  | 'unknown_status';

/** What a message proves: news that may become fact, or nothing. */
export type NotifyReading =
  /**
   * A message may tell of a refund beside the trade. `isUnaddressed`: genuine, but nothing that is signed says whom it is meant for.
   * It is believed only where it carries the trade's `tradeNo` as we know it; else the channel is asked.
   */
  | { kind: 'report'; report: TradeReport; notifyId: string; refund?: RefundNotice; isUnaddressed?: true }
  /** `outTradeNo` is what the message claims, unverified: good enough to ask the channel once, for nothing else. */
  | { kind: 'refused'; reason: NotifyRefusal; outTradeNo?: string; genuine?: GenuineNotify };

/** What a genuine message said before it was refused, so that the checks behind can name an earlier fault. */
export interface GenuineNotify {
  tradeNo?: string;
  totalFen?: number;
}

/** What a channel needs of the order whose trade it opens. */
export type TradeSubject = Pick<Order, 'subject' | 'totalFen' | 'buyer' | 'expiresAtMs' | 'items' | 'instalments'>;

/** One movement of money as a provider's bill has it. */
export interface BillRow {
  kind: 'payment' | 'refund';
  outTradeNo: string;
  /** The trade's number at Alipay, by which the buyer paid. */
  walletTradeNo: string;
  /** How much moved, whichever sign the bill writes. */
  amountFen: number;
  /** Of a refund, where the bill names it. */
  outRequestNo?: string;
}

/** What is known of the bill of one day; its rows can be read once. */
export type BillReading =
  | { kind: 'bill'; rows: AsyncIterable<BillRow> }
  /** Not there yet, or nothing happened that day: providers do not tell which. */
  | { kind: 'missing'; code?: string; message?: string }
  | { kind: 'failed'; message: string };

/**
 * A connection to one payment provider. Stateless. No method throws for anything the outside does: what cannot be proved is
 * reported as `unknown`.
 */
export interface Channel {
  /**
   * Opens a trade. The same number never makes a second one: it is found open already, or reported as taken. `absent` means refused for
   * good, or never sent. `buyerIp`, where it is known, is for the provider's own judgement of risks; a repeat may come with another or
   * none, and asks for the same trade.
   */
  createTrade(trade: Trade, order: TradeSubject, buyerIp?: string): Promise<TradeReport>;
  /** An open trade may come without the number for the wallet: not every provider tells it twice. */
  queryTrade(trade: Trade): Promise<TradeReport>;
  /** `closed` only when the channel has confirmed it; any status error is `unknown` and wants a query. */
  closeTrade(trade: Trade): Promise<TradeReport>;
  /**
   * Gives money back, under the refund's own number: sent again it moves no money twice. `succeeded` only when the channel says
   * that money has moved; a repeat, a timeout or a code nobody knows is `unknown` and wants {@link queryRefund}.
   */
  refund(refund: Refund, trade: Trade): Promise<RefundReport>;
  /** `absent` when the channel knows no such refund, or none that was carried out: too early it proves nothing (2.6). */
  queryRefund(refund: Refund, trade: Trade): Promise<RefundReport>;
  /** Verifies and reads in one step: unverified data cannot be had. */
  readNotify(rawBody: string, headers: Readonly<Record<string, string>>): NotifyReading;
  /** Body of the HTTP reply after the news is safe (`accepted`), or when it should be sent again. */
  acknowledge(accepted: boolean): string;
  /**
   * What the provider's books say of a day in Beijing, `yyyy-MM-dd`, once the day is over. It may tell of other merchants' trades as
   * well. Absent where the channel has no way to fetch bills.
   */
  fetchBill?(day: string): Promise<BillReading>;
}
