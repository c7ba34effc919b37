import type { Refund, Trade } from '../../order/order';
import type { RefundReport, TradeReport } from '../../order/report';
import type { Channel, TradeSubject } from '../channel';
import { fetchFshowsBill } from './bill';
import { brokenRule, type CreateTerms, createContent } from './create-content';
import { type FshowsCall, type FshowsHttp, fshowsGateway, type GatewayOptions, wasNotSent } from './gateway';
import { type NotifyTrustOptions, notifyTrust, readFshowsNotify } from './notify';
import {
  brokenRefundRule,
  isFull,
  refundContent,
  refundQueryContent,
  reportOfBrokenRefundRule,
  reportOfEmptiedTrade,
  reportOfRefund,
  reportOfRefundQuery,
} from './refund-wire';
import { reportOfBrokenRule, reportOfClose, reportOfCreate, reportOfQuery, tradeContent } from './wire';

/** What a merchant's connection to Fshows is made of. */
export interface FshowsChannelOptions extends GatewayOptions, NotifyTrustOptions, CreateTerms {
  /** Whether parts may be given back. How a part is asked for is not documented: only once Fshows has confirmed it for this app. */
  partialRefunds?: boolean;
}

const CREATE = 'fshows.liquidation.submerchant.alipay.trade.create';
const QUERY = 'fshows.liquidation.alipay.trade.query';
const CLOSE = 'fshows.liquidation.order.close';
const REFUND = 'fshows.liquidation.pay.refund';
const REFUND_QUERY = 'fshows.liquidation.pay.refund.query';

/** Fshows as a channel, over any HTTP client of urllib's shape, such as `ctx.httpclient`. */
export function fshowsChannel(http: FshowsHttp, options: FshowsChannelOptions): Channel {
  const call = fshowsGateway(http, options);
  const trust = notifyTrust(options);
  const queryTrade = async (trade: Trade) => reportOfQuery(trade, await call(QUERY, tradeContent(trade)));
  return {
    createTrade: (trade, order) => proven(trade, () => create(call, trade, order, options)),
    queryTrade: (trade) => proven(trade, () => queryTrade(trade)),
    closeTrade: (trade) => proven(trade, async () => reportOfClose(trade, await call(CLOSE, tradeContent(trade)))),
    refund: (refund, trade) =>
      provenRefund(refund, async () => {
        const broken = brokenRefundRule(refund, trade, options.partialRefunds === true);
        if (broken) return reportOfBrokenRefundRule(refund, broken);
        return reportOfRefund(refund, await call(REFUND, refundContent(refund, trade)));
      }),
    queryRefund: (refund, trade) =>
      provenRefund(refund, async () => {
        const reply = await call(REFUND_QUERY, refundQueryContent(refund));
        const report = reportOfRefundQuery(refund, trade, reply);
        if (!reply.success || report.status !== 'unknown' || !isFull(refund, trade)) return report;
        return reportOfEmptiedTrade(refund, trade, await queryTrade(trade));
      }),
    readNotify: (rawBody) => readFshowsNotify(rawBody, trust),
    acknowledge: (accepted) => (accepted ? 'success' : 'fail'),
    fetchBill: (day) =>
      fetchFshowsBill(call, http, day).catch((error: unknown) => ({ kind: 'failed', message: messageOf(error) })),
  };
}

/** What the document forbids, and what it has no field for, is refused here: sent, it might be taken for something else. */
async function create(call: FshowsCall, trade: Trade, order: TradeSubject, terms: CreateTerms): Promise<TradeReport> {
  const content = createContent(trade, order, terms);
  const broken = order.instalments ? 'instalments_not_served' : brokenRule(content);
  if (broken) return reportOfBrokenRule(trade, broken);
  try {
    return reportOfCreate(trade, await call(CREATE, content));
  } catch (error) {
    if (!wasNotSent(error)) throw error;
    return { outTradeNo: trade.outTradeNo, status: 'absent', isNotSent: true, message: messageOf(error) };
  }
}

/** A call that fails, times out or cannot be read proves nothing, whatever it did at the other end. */
async function proven({ outTradeNo }: Trade, ask: () => Promise<TradeReport>): Promise<TradeReport> {
  try {
    return await ask();
  } catch (error) {
    return { outTradeNo, status: 'unknown', message: messageOf(error) };
  }
}

async function provenRefund({ outRequestNo }: Refund, ask: () => Promise<RefundReport>): Promise<RefundReport> {
  try {
    return await ask();
  } catch (error) {
    return { outRequestNo, status: 'unknown', message: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
