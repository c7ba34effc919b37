import type { NotifyReading } from '../channel/channel';
import { isOver } from '../order/due';
import { parseOutTradeNo } from '../order/numbers';
import { type ChannelName, currentTrade, type Order } from '../order/order';
import { doubtRefunds, isForeign, type RefundNotice, reportOfNotice } from '../order/refund-notice';
import type { TradeReport } from '../order/report';
import { askChannel, claimAsking } from './advance-order';
import { compareAndSet } from './compare-and-set';
import { channelOf, type Ports } from './ports';
import { recordRefund } from './record-refund';
import { recordTrade } from './record-trade';

export interface NotifyRequest {
  body: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
}

/**
 * Takes a channel's message and returns the body of the reply. The message is acknowledged only after its news is durable;
 * one that cannot be believed changes nothing and at most makes us ask the channel ourselves.
 */
export async function receiveNotify(ports: Ports, name: ChannelName, request: NotifyRequest): Promise<string> {
  const channel = channelOf(ports, name);
  const reading = channel.readNotify(request.body, request.headers);
  return channel.acknowledge(await accept(ports, name, reading));
}

/** The checks of the design in their order; those of signature, app and seller are the channel's. */
async function accept(ports: Ports, channel: ChannelName, reading: NotifyReading): Promise<boolean> {
  if (reading.kind === 'refused' && !reading.genuine) return doubt(ports, channel, reading.reason, reading.outTradeNo);
  const { outTradeNo = '', totalFen, ...told } = reading.kind === 'report' ? reading.report : claimsOf(reading);
  const order = await orderOf(ports, channel, outTradeNo);
  if (!order) return disown(ports, channel, { outTradeNo, totalFen, ...told });
  if (totalFen !== undefined && totalFen !== order.totalFen) {
    await askAboutClosed(ports, order, outTradeNo);
    return doubt(ports, channel, 'amount_differs', outTradeNo);
  }
  if (reading.kind === 'refused') return doubt(ports, channel, reading.reason, outTradeNo);
  const recorded = await recordTrade(ports, order, reading.report, 'notify');
  if (recorded.kind === 'refused') return doubt(ports, channel, recorded.reason, outTradeNo);
  if (reading.refund) await noteRefund(ports, recorded.order, reading.refund);
  ports.meter?.count('notify_accepted');
  return true;
}

function claimsOf({ outTradeNo, genuine }: Extract<NotifyReading, { kind: 'refused' }>) {
  return { outTradeNo, status: 'unknown' as const, ...genuine };
}

/** Refund news: recorded where the message proves it, else a reason to ask about what is under way. */
async function noteRefund(ports: Ports, order: Order, notice: RefundNotice): Promise<void> {
  const report = reportOfNotice(order, notice);
  if (report) await recordRefund(ports, order, report, 'notify');
  else await compareAndSet(ports, order, (now, nowMs) => draft(doubtRefunds(now, notice, nowMs)));
  const { outTradeNo, outRequestNo, refundedFen } = notice;
  if (isForeign(order, notice)) {
    const fields = { order_no: order.orderNo, out_trade_no: outTradeNo, out_biz_no: outRequestNo, refundedFen };
    ports.meter?.count('foreign_refunds');
    ports.log.error(fields, 'a refund was made that is not in our books');
  }
}

function draft(order: Order | null): { order: Order; extra: null } | null {
  return order ? { order, extra: null } : null;
}

/** A message that is genuine but names no order of ours: money in it is somebody's, so it must not pass in silence. */
function disown(ports: Ports, channel: ChannelName, report: TradeReport): false {
  const { outTradeNo, tradeNo, status, totalFen } = report;
  const fields = { channel, reason: 'unknown_number', out_trade_no: outTradeNo, trade_no: tradeNo, status, totalFen };
  ports.meter?.count('notify_refused', { reason: 'unknown_number' });
  if (status === 'paid') ports.log.error(fields, 'a payment names no order of ours');
  else ports.log.warn(fields, 'notify refused');
  return false;
}

/**
 * Logs the refusal and, when the message names an order of ours, asks the channel what is true; it only asks, since anybody
 * can send such a message.
 */
async function doubt(ports: Ports, channel: ChannelName, reason: string, outTradeNo?: string): Promise<false> {
  ports.meter?.count('notify_refused', { reason });
  const order = outTradeNo ? await orderOf(ports, channel, outTradeNo) : null;
  ports.log.warn({ channel, reason, order_no: order?.orderNo }, 'notify refused');
  const claimed = order ? await claimAsking(ports, order) : null;
  if (claimed && !isOver(currentTrade(claimed))) await askChannel(ports, claimed, 'notify');
  return false;
}

/**
 * A trade that is closed here is not asked about any more by itself. A genuine message of another amount for it may tell of money,
 * which must be found and returned.
 */
async function askAboutClosed(ports: Ports, order: Order, outTradeNo: string): Promise<void> {
  const trade = order.trades.find((candidate) => candidate.outTradeNo === outTradeNo);
  if (trade?.status !== 'closed') return;
  const report = await channelOf(ports, trade.channel).queryTrade(trade);
  await recordTrade(ports, order, report, 'notify');
}

async function orderOf(ports: Ports, channel: ChannelName, outTradeNo: string): Promise<Order | null> {
  const numbers = parseOutTradeNo(outTradeNo);
  const order = numbers ? await ports.store.get(numbers.orderNo) : null;
  const ours = order?.trades.some((trade) => trade.outTradeNo === outTradeNo && trade.channel === channel);
  return ours ? order : null;
}
