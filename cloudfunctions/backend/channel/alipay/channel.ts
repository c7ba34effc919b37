import type { Trade } from '../../order/order';
import type { TradeReport } from '../../order/report';
import type { Channel } from '../channel';
import type { AlipayCloud, CloudCallOptions, OpenApiReply } from './cloud';
import { type NotifyTrust, readAlipayNotify } from './notify';
import { createParams, reportOfClose, reportOfCreate, reportOfQuery } from './wire';

export interface AlipayChannelOptions extends NotifyTrust {
  /** The mini-program that opens the cashier. */
  opAppId: string;
  /** Where Alipay sends notifications; without it only queries bring news. */
  notifyUrl?: string;
  /** For a service provider acting for a merchant: must be on every call, or the trade is not found (reference 1.1). */
  appAuthToken?: string;
}

/** Alipay as a channel, over `ctx.cloud` alone. */
export function alipayChannel(cloud: AlipayCloud, options: AlipayChannelOptions): Channel {
  const { common } = cloud.payment;
  const auth: CloudCallOptions = options.appAuthToken ? { appAuthToken: options.appAuthToken } : {};
  const withNotify: CloudCallOptions = options.notifyUrl ? { ...auth, notify: { url: options.notifyUrl } } : auth;

  return {
    createTrade: (trade, order) =>
      proven(trade, () => common.create(createParams(trade, order, options.opAppId), withNotify), reportOfCreate),
    queryTrade: (trade) => proven(trade, () => common.query({ outTradeNo: trade.outTradeNo }, auth), reportOfQuery),
    closeTrade: (trade) =>
      proven(trade, () => common.close({ outTradeNo: trade.outTradeNo }, withNotify), reportOfClose),
    readNotify: (rawBody) => readAlipayNotify(rawBody, options),
    acknowledge: (accepted) => (accepted ? 'success' : 'fail'),
  };
}

/** A call that fails, times out or cannot be verified proves nothing, whatever it did at the other end. */
async function proven(
  trade: Trade,
  call: () => Promise<OpenApiReply>,
  read: (trade: Trade, reply: OpenApiReply) => TradeReport,
): Promise<TradeReport> {
  try {
    return read(trade, await call());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { outTradeNo: trade.outTradeNo, status: 'unknown', message };
  }
}
