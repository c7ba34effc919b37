import { claimed, mayAsk, shouldClose } from '../order/lifecycle';
import { currentTrade, type Order, type Source } from '../order/order';
import type { TradeReport } from '../order/report';
import { channelOf, type Ports } from './ports';
import { recordTrade } from './record-trade';

/**
 * Takes the right to ask the channel about this order, or null when somebody else has it. It is a save like any other, so
 * that it holds across nodes; it pushes the sweep's next look ahead as well.
 */
export async function claimAsking(ports: Ports, order: Order): Promise<Order | null> {
  const nowMs = ports.clock.nowMs();
  if (!mayAsk(order, nowMs)) return null;
  const saved = await ports.store.save(claimed(order, nowMs), order.version);
  return saved.kind === 'saved' ? saved.order : null;
}

/**
 * Brings an unpaid order as far as the channel's evidence allows: asks first, opens a trade the channel does not know, and
 * closes one that has expired or that the buyer no longer wants. Needs a claim.
 */
export async function advanceOrder(ports: Ports, order: Order, source: Source): Promise<Order> {
  if (order.status !== 'unpaid' || currentTrade(order).status === 'paid') return order;
  const report = await channelOf(ports, currentTrade(order).channel).queryTrade(currentTrade(order));
  const known = await record(ports, order, report, source);
  const opened = isMissing(known, report, ports.clock.nowMs()) ? await openTrade(ports, known) : known;
  const closable = currentTrade(opened).status === 'open' && report.status !== 'unknown';
  return closable && shouldClose(opened, ports.clock.nowMs()) ? closeTrade(ports, opened) : opened;
}

/** Unknown to the channel and not expired there: creating it again with the same number can make no second trade. */
function isMissing(order: Order, report: TradeReport, nowMs: number): boolean {
  const creating = order.status === 'unpaid' && currentTrade(order).status === 'creating';
  return creating && report.status === 'absent' && nowMs < order.expiresAtMs;
}

/** Opens the order's trade at its channel, or finds out that it is open. */
export async function openTrade(ports: Ports, order: Order): Promise<Order> {
  const trade = currentTrade(order);
  const report = await channelOf(ports, trade.channel).createTrade(trade, order);
  return record(ports, order, report, 'create');
}

async function closeTrade(ports: Ports, order: Order): Promise<Order> {
  const trade = currentTrade(order);
  const channel = channelOf(ports, trade.channel);
  const closed = await channel.closeTrade(trade);
  const after = await record(ports, order, closed, 'close');
  if (after.status !== 'unpaid') return after;
  // A status error most often means that the buyer has just paid: only a query tells.
  return record(ports, after, await channel.queryTrade(trade), 'close');
}

async function record(ports: Ports, order: Order, report: TradeReport, source: Source): Promise<Order> {
  if (report.status === 'unknown') {
    const { outTradeNo, code, message } = report;
    ports.log.warn({ out_trade_no: outTradeNo, source, code, detail: message }, 'the channel gave no evidence');
  }
  const recorded = await recordTrade(ports, order, report, source);
  return recorded.kind === 'recorded' ? recorded.order : order;
}
