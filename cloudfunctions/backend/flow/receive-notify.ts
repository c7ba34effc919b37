import type { NotifyReading } from '../channel/channel';
import { isOver } from '../order/due';
import { parseOutTradeNo } from '../order/numbers';
import { currentTrade, type Order } from '../order/order';
import { doubtRefunds, isForeign, type RefundNotice, reportOfNotice } from '../order/refund-notice';
import type { TradeReport } from '../order/report';
import { suspected } from '../order/turns';
import { askChannel } from './advance-order';
import { doubtClosedTrade } from './ask-doubts';
import { saveChange } from './compare-and-set';
import { findMerchant, merchantOf, type Ports } from './ports';
import { recordRefund } from './record-refund';
import { recordTrade } from './record-trade';

/** Whose message it is, as the address says to which it came. */
export interface NotifyAddress {
  /** A name of a channel, as far as anybody who can send a message is to be believed. */
  channel: string;
  /** Absent for the first merchant. */
  merchantId?: string;
}

/** A message as it came, not parsed: signatures cover its very text. */
export interface NotifyRequest {
  body: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
}

/**
 * Takes a channel's message and returns the body of the reply. The message is acknowledged only after its news is durable;
 * one that cannot be believed changes nothing and at most makes us ask the channel ourselves.
 */
export async function receiveNotify(
  ports: Ports,
  { channel: name, merchantId = ports.merchants[0].merchantId }: NotifyAddress,
  request: NotifyRequest,
): Promise<string> {
  const merchant = findMerchant(ports, { merchantId });
  const named = Object.entries(merchant?.channels ?? {}).find(([candidate]) => candidate === name);
  if (!merchant || !named) {
    ports.meter?.count('notify_refused', { reason: 'unknown_address' });
    ports.log.warn({ channel: name, merchant_id: merchantId, reason: 'unknown_address' }, 'notify refused');
    return 'fail';
  }
  const [, channel] = named;
  const reading = channel.readNotify(request.body, request.headers);
  return channel.acknowledge(await accept(ports, { channel: name, merchantId: merchant.merchantId }, reading));
}

/** The merchant's channel that a message came to, under the merchant's present id. */
type Addressee = Required<NotifyAddress>;

/** The checks of the design in their order; those of signature, app and seller are the channel's. */
async function accept(ports: Ports, address: Addressee, reading: NotifyReading): Promise<boolean> {
  if (reading.kind === 'refused' && !reading.genuine) return doubt(ports, address, reading.reason, reading.outTradeNo);
  const { outTradeNo = '', totalFen, ...told } = reading.kind === 'report' ? reading.report : claimsOf(reading);
  const order = await orderOf(ports, address, outTradeNo);
  if (!order) return disown(ports, address, { outTradeNo, totalFen, ...told });
  if (totalFen !== undefined && totalFen !== order.totalFen) {
    await doubtClosedTrade(ports, order, outTradeNo);
    return doubt(ports, address, 'amount_differs', outTradeNo);
  }
  if (reading.kind === 'refused') return doubt(ports, address, reading.reason, outTradeNo);
  if (reading.isUnaddressed && !isNamed(order, reading.report)) {
    await doubtClosedTrade(ports, order, outTradeNo);
    return doubt(ports, address, 'unaddressed', outTradeNo);
  }
  const recorded = await recordTrade(ports, order, reading.report, 'notify');
  if (recorded.kind === 'refused') return doubt(ports, address, recorded.reason, outTradeNo);
  if (reading.refund) await noteRefund(ports, recorded.order, reading.refund);
  ports.meter?.count('notify_accepted');
  return true;
}

/** Whether a message that could be meant for somebody else names the trade by the number its channel gave to us. */
function isNamed(order: Order, { outTradeNo, tradeNo }: TradeReport): boolean {
  return order.trades.some(
    (trade) => trade.outTradeNo === outTradeNo && tradeNo !== undefined && trade.tradeNo === tradeNo,
  );
}

function claimsOf({ outTradeNo, genuine }: Extract<NotifyReading, { kind: 'refused' }>) {
  return { outTradeNo, status: 'unknown' as const, ...genuine };
}

/** Refund news: recorded where the message proves it, else a reason to ask about what is under way. */
async function noteRefund(ports: Ports, order: Order, notice: RefundNotice): Promise<void> {
  const report = reportOfNotice(order, notice);
  if (report) await recordRefund(ports, order, report, 'notify');
  else await saveChange(ports, order, (now, nowMs) => doubtRefunds(now, notice, nowMs));
  const { outTradeNo, outRequestNo, refundedFen } = notice;
  if (isForeign(order, notice)) {
    const fields = { order_no: order.orderNo, out_trade_no: outTradeNo, out_biz_no: outRequestNo, refundedFen };
    ports.meter?.count('foreign_refunds');
    ports.log.error(fields, 'a refund was made that is not in our books');
  }
}

function logged({ channel, merchantId }: Addressee) {
  return { channel, merchant_id: merchantId };
}

/** A message that is genuine but names no order of ours: money in it is somebody's, so it must not pass in silence. */
function disown(ports: Ports, address: Addressee, report: TradeReport): false {
  const { outTradeNo, tradeNo, status, totalFen } = report;
  const fields = {
    ...logged(address),
    reason: 'unknown_number',
    out_trade_no: outTradeNo,
    trade_no: tradeNo,
    status,
    totalFen,
  };
  ports.meter?.count('notify_refused', { reason: 'unknown_number' });
  if (status === 'paid') ports.log.error(fields, 'a payment names no order of ours');
  else ports.log.warn(fields, 'notify refused');
  return false;
}

/**
 * Logs the refusal and, when the message names an order of ours, asks the channel what is true; it only asks, since anybody
 * can send such a message.
 */
async function doubt(ports: Ports, address: Addressee, reason: string, outTradeNo?: string): Promise<false> {
  ports.meter?.count('notify_refused', { reason });
  const order = outTradeNo ? await orderOf(ports, address, outTradeNo) : null;
  ports.log.warn({ ...logged(address), reason, order_no: order?.orderNo }, 'notify refused');
  const claimed = order ? await claimSuspicion(ports, order) : null;
  if (claimed && !isOver(currentTrade(claimed))) await askChannel(ports, claimed, 'notify');
  return false;
}

/** Whoever comes second finds the order changed, and asks nothing. */
async function claimSuspicion(ports: Ports, order: Order): Promise<Order | null> {
  const claim = suspected(order, ports.clock.nowMs());
  const saved = claim ? await ports.store.save(claim, order.version) : null;
  return saved?.kind === 'saved' ? saved.order : null;
}

async function orderOf(ports: Ports, { channel, merchantId }: Addressee, outTradeNo: string): Promise<Order | null> {
  const numbers = parseOutTradeNo(outTradeNo);
  const order = numbers ? await ports.store.get(numbers.orderNo) : null;
  const ours = order?.trades.some((trade) => trade.outTradeNo === outTradeNo && trade.channel === channel);
  return ours && order && merchantOf(ports, order).merchantId === merchantId ? order : null;
}
