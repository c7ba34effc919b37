import { amountDiffers, claimed, mayAsk, shouldClose } from '../order/lifecycle';
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

/** Asks the channel about the order's trade and records what it proves. Needs a claim. */
export async function askChannel(
  ports: Ports,
  order: Order,
  source: Source,
): Promise<{ order: Order; report: TradeReport }> {
  const trade = currentTrade(order);
  const report = await channelOf(ports, trade.channel).queryTrade(trade);
  return { order: await record(ports, order, report, source), report };
}

/**
 * Brings an unpaid order as far as the channel's evidence allows: asks first, opens a trade the channel does not know, and
 * closes one that has expired or that the buyer no longer wants. Needs a claim.
 */
export async function advanceOrder(ports: Ports, order: Order, source: Source): Promise<Order> {
  const asked = await askChannel(ports, order, source);
  const { report } = asked;
  const opened = isMissing(asked.order, report, ports.clock.nowMs())
    ? await openTrade(ports, asked.order)
    : asked.order;
  return mustClose(opened, report, ports.clock.nowMs()) ? closeTrade(ports, opened) : opened;
}

/** Unknown to the channel and not expired there: creating it again with the same number can make no second trade. */
function isMissing(order: Order, report: TradeReport, nowMs: number): boolean {
  const creating = order.status === 'unpaid' && currentTrade(order).status === 'creating';
  return creating && report.status === 'absent' && nowMs < order.expiresAtMs;
}

/** Whether the trade must not be paid any more, or, being open for another amount than the order's, never. */
function mustClose(order: Order, report: TradeReport, nowMs: number): boolean {
  if (order.status !== 'unpaid' || report.status === 'unknown') return false;
  if (report.status === 'open' && amountDiffers(order, report)) return true;
  return currentTrade(order).status === 'open' && shouldClose(order, nowMs);
}

/** Opens the order's trade at its channel, or finds out that it is open. */
export async function openTrade(ports: Ports, order: Order): Promise<Order> {
  const trade = currentTrade(order);
  const report = await channelOf(ports, trade.channel).createTrade(trade, order);
  const after = await record(ports, order, report, 'create');
  // The order was closed while the create was on its way: behind a closed order no trade may stay open.
  const astray = report.status === 'open' && after.status === 'closed';
  return astray ? closeTrade(ports, after) : after;
}

async function closeTrade(ports: Ports, order: Order): Promise<Order> {
  const trade = currentTrade(order);
  const channel = channelOf(ports, trade.channel);
  const closed = await channel.closeTrade(trade);
  const after = await record(ports, order, closed, 'close');
  if (closed.status === 'closed' || after.status === 'paid') return after;
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
