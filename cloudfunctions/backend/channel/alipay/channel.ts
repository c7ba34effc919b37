import type { Refund, Trade } from '../../order/order';
import type { RefundReport, TradeReport } from '../../order/report';
import type { Channel } from '../channel';
import { type BillHttp, fetchAlipayBill } from './bill';
import type { AlipayCloud, CloudCallOptions, OpenApiReply } from './cloud';
import { type NotifyTrustOptions, notifyTrust, readAlipayNotify } from './notify';
import { refundParams, refundQueryParams, reportOfRefund, reportOfRefundQuery } from './refund-wire';
import { createParams, reportOfClose, reportOfCreate, reportOfQuery } from './wire';

/** What a merchant's connection to Alipay is made of; the app's own key stays with `ctx.cloud`. */
export interface AlipayChannelOptions extends NotifyTrustOptions {
  /** The mini-program that opens the cashier. */
  opAppId: string;
  /** Where Alipay sends notifications; without it only queries bring news. */
  notifyUrl?: string;
  /** Fetches bills; without it there are none. */
  http?: BillHttp;
  /** For a service provider acting for a merchant: must be on every call, or the trade is not found (reference 1.1). */
  appAuthToken?: string;
}

/** An answer that has not come by then counts as lost; the function itself must still be able to reply. */
const ANSWER_WITHIN_MS = 10_000;

/** Alipay as a channel, over `ctx.cloud` alone. */
export function alipayChannel(cloud: AlipayCloud, options: AlipayChannelOptions): Channel {
  const { common } = cloud.payment;
  const trust = notifyTrust(options);
  const auth: CloudCallOptions = options.appAuthToken ? { appAuthToken: options.appAuthToken } : {};
  const withNotify: CloudCallOptions = options.notifyUrl ? { ...auth, notify: { url: options.notifyUrl } } : auth;

  return {
    createTrade: (trade, order, buyerIp) =>
      proven(
        trade,
        () => common.create(createParams(trade, order, options.opAppId, buyerIp), withNotify),
        reportOfCreate,
      ),
    queryTrade: (trade) => proven(trade, () => common.query({ outTradeNo: trade.outTradeNo }, auth), reportOfQuery),
    closeTrade: (trade) =>
      proven(trade, () => common.close({ outTradeNo: trade.outTradeNo }, withNotify), reportOfClose),
    refund: (refund, trade) =>
      provenRefund(refund, trade, () => common.refund(refundParams(refund), auth), reportOfRefund),
    queryRefund: (refund, trade) =>
      provenRefund(
        refund,
        trade,
        () => cloud.util.generic.execute('alipay.trade.fastpay.refund.query', refundQueryParams(refund), auth),
        reportOfRefundQuery,
      ),
    readNotify: (rawBody) => readAlipayNotify(rawBody, trust),
    acknowledge: (accepted) => (accepted ? 'success' : 'fail'),
    ...billOf(cloud, options.http, auth),
  };
}

function billOf(cloud: AlipayCloud, http: BillHttp | undefined, auth: CloudCallOptions): Pick<Channel, 'fetchBill'> {
  if (!http) return {};
  const failed = (error: unknown) => ({ kind: 'failed' as const, message: messageOf(error) });
  return { fetchBill: (day: string) => fetchAlipayBill(cloud, http, auth, day).catch(failed) };
}

/** A call that fails, times out or cannot be verified proves nothing, whatever it did at the other end. */
async function proven(
  trade: Trade,
  call: () => Promise<OpenApiReply>,
  read: (trade: Trade, reply: OpenApiReply) => TradeReport,
): Promise<TradeReport> {
  try {
    return read(trade, await answerOf(call));
  } catch (error) {
    return { outTradeNo: trade.outTradeNo, ...unanswered(error, read === reportOfCreate), message: messageOf(error) };
  }
}

/** A host may know that a call never left it; that proves something of a create alone. */
function unanswered(error: unknown, isCreate: boolean): Pick<TradeReport, 'status' | 'isNotSent'> {
  const isNotSent = (error as { isNotSent?: unknown } | null)?.isNotSent === true;
  return isCreate && isNotSent ? { status: 'absent', isNotSent } : { status: 'unknown' };
}

async function provenRefund(
  refund: Refund,
  trade: Trade,
  call: () => Promise<OpenApiReply>,
  read: (refund: Refund, trade: Trade, reply: OpenApiReply) => RefundReport,
): Promise<RefundReport> {
  try {
    return read(refund, trade, await answerOf(call));
  } catch (error) {
    return { outRequestNo: refund.outRequestNo, status: 'unknown', message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function answerOf(call: () => Promise<OpenApiReply>): Promise<OpenApiReply> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([call(), silence]);
  } finally {
    clearTimeout(timer);
  }
}
