import type { NotifyReading } from '../channel/channel';
import { parseOutTradeNo } from '../order/numbers';
import type { ChannelName, Order } from '../order/order';
import type { TradeReport } from '../order/report';
import { askChannel, claimAsking } from './advance-order';
import { channelOf, type Ports } from './ports';
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

async function accept(ports: Ports, channel: ChannelName, reading: NotifyReading): Promise<boolean> {
  if (reading.kind === 'refused') return doubt(ports, channel, reading.reason, reading.outTradeNo);
  const { report } = reading;
  const order = await orderOf(ports, channel, report.outTradeNo);
  if (!order) return disown(ports, channel, report);
  if (report.totalFen !== order.totalFen) return doubt(ports, channel, 'amount_differs', report.outTradeNo);
  const recorded = await recordTrade(ports, order, report, 'notify');
  return recorded.kind === 'recorded' || doubt(ports, channel, recorded.reason, report.outTradeNo);
}

/** A message that is genuine but names no order of ours: money in it is somebody's, so it must not pass in silence. */
function disown(ports: Ports, channel: ChannelName, report: TradeReport): false {
  const { outTradeNo, tradeNo, status, totalFen } = report;
  const fields = { channel, reason: 'unknown_number', out_trade_no: outTradeNo, trade_no: tradeNo, status, totalFen };
  if (status === 'paid') ports.log.error(fields, 'a payment names no order of ours');
  else ports.log.warn(fields, 'notify refused');
  return false;
}

/**
 * Logs the refusal and, when the message names an order of ours, asks the channel what is true; it only asks, since anybody
 * can send such a message.
 */
async function doubt(ports: Ports, channel: ChannelName, reason: string, outTradeNo?: string): Promise<false> {
  const order = outTradeNo ? await orderOf(ports, channel, outTradeNo) : null;
  ports.log.warn({ channel, reason, order_no: order?.orderNo }, 'notify refused');
  const claimed = order ? await claimAsking(ports, order) : null;
  if (claimed) await askChannel(ports, claimed, 'notify');
  return false;
}

async function orderOf(ports: Ports, channel: ChannelName, outTradeNo: string): Promise<Order | null> {
  const numbers = parseOutTradeNo(outTradeNo);
  const order = numbers ? await ports.store.get(numbers.orderNo) : null;
  const ours = order?.trades.some((trade) => trade.outTradeNo === outTradeNo && trade.channel === channel);
  return ours ? order : null;
}
