import type { Channel } from '../channel/channel';
import { hasStray, isOver } from '../order/due';
import { endOrder, shouldClose } from '../order/ending';
import { addTrade, countCreate, mayAddTrade, mayCreateAgain } from '../order/further-trades';
import { amountDiffers } from '../order/lifecycle';
import { currentTrade, type Order, type Source, type Trade } from '../order/order';
import type { TradeReport } from '../order/report';
import { channelsFor } from '../order/routing';
import { claimed, mayAsk } from '../order/turns';
import { channelOf, merchantOf, type Ports, policyOf } from './ports';
import { announce } from './record-news';
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
  const report = await call(ports, order, (channel, trade) => channel.queryTrade(trade));
  return { order: await record(ports, order, report, source), report };
}

/**
 * Brings an order as far as the channel's evidence allows: asks first, opens a trade the channel does not know, closes one that
 * has expired or that nobody wants any more, and goes on with a further trade where the buyer is there to pay it. Needs a claim.
 */
export async function advanceOrder(ports: Ports, order: Order, source: Source): Promise<Order> {
  if (isOver(currentTrade(order))) return goOn(ports, order, source);
  const asked = await askChannel(ports, order, source);
  const { report } = asked;
  const opened = isMissing(ports, asked.order, report) ? await openAgain(ports, asked.order) : asked.order;
  const settled = mustClose(opened, report, source, ports.clock.nowMs()) ? await closeTrade(ports, opened) : opened;
  return settled.status === 'unpaid' && isOver(currentTrade(settled)) ? goOn(ports, settled, source) : settled;
}

/** Unknown to the channel and not expired there: creating it again with the same number can make no second trade. */
function isMissing(ports: Ports, order: Order, report: TradeReport): boolean {
  const isAlive = report.status === 'absent' && ports.clock.nowMs() < order.expiresAtMs;
  return isAlive && mayCreateAgain(order, ports.clock.nowMs(), policyOf(ports, order));
}

/**
 * Whether the trade must not be paid any more; or never, being open for another amount than the order's, or without the number that the
 * phone needs, which only the lost answer to its create had. A sweep leaves that for its buyer: the answer may be on its way.
 */
function mustClose(order: Order, report: TradeReport, source: Source, nowMs: number): boolean {
  if (report.status === 'unknown') return false;
  const { status, walletTradeNo } = currentTrade(order);
  const isOpen = status === 'open';
  if (hasStray(order)) return isOpen || report.status === 'open';
  if (order.status !== 'unpaid') return false;
  if (report.status === 'open' && amountDiffers(order, report)) return true;
  return isOpen && (shouldClose(order, nowMs) || (isBuyerThere(source) && walletTradeNo === undefined));
}

function isBuyerThere(source: Source): boolean {
  return source === 'create' || source === 'query';
}

/** Counted before it is sent, so that a refusal is known to be the answer to the last create there was. */
async function openAgain(ports: Ports, order: Order): Promise<Order> {
  const counted = await ports.store.save(countCreate(order, ports.clock.nowMs()), order.version);
  // Somebody else has news of this order: what is to be done next is for the next question to tell.
  if (counted.kind === 'conflict') return (await ports.store.get(order.orderNo)) ?? order;
  return openTrade(ports, counted.order);
}

/** Opens the first trade of a new order; where its number turns out to be taken, goes on under the next. */
export async function beginPayment(ports: Ports, order: Order): Promise<Order> {
  noteChoice(ports, order);
  const opened = await openTrade(ports, order);
  return opened.status === 'unpaid' && isOver(currentTrade(opened)) ? goOn(ports, opened, 'create') : opened;
}

/** Opens the order's trade at its channel, or finds out that it is open. */
async function openTrade(ports: Ports, order: Order): Promise<Order> {
  const opening = currentTrade(order);
  const create = (channel: Channel, trade: Trade) => channel.createTrade(trade, order, ports.buyerIp);
  const report = await call(ports, order, create, opening, 'create');
  const after = await record(ports, order, report, 'create');
  if (report.isNumberTaken) return clearNumber(ports, after, opening);
  // The trade was given up while the create was on its way: behind a closed trade none may stay open at the channel.
  const landed = after.trades.find(({ outTradeNo }) => outTradeNo === opening.outTradeNo);
  const astray = report.status === 'open' && landed?.status === 'closed';
  return astray ? closeTrade(ports, after, landed) : after;
}

/**
 * The number belongs to a trade that is not this order's wish. What has been paid or closed is recorded; what could still be paid, by
 * another buyer or for something else, is closed, so that the buyer can go on under the next number (reference alipay-trade 2.1).
 */
async function clearNumber(ports: Ports, seen: Order, taken: Trade): Promise<Order> {
  // Another create of the same wish may have opened the trade while this one was on its way, or the order may have gone on.
  const order = (await ports.store.get(seen.orderNo)) ?? seen;
  const { outTradeNo, status } = currentTrade(order);
  if (outTradeNo !== taken.outTradeNo || status !== 'creating') return order;
  const report = await call(ports, order, (channel, trade) => channel.queryTrade(trade));
  if (report.status === 'open') return closeTrade(ports, order);
  return record(ports, order, report, 'query');
}

/** All trades are over: the buyer who is there gets a further one, and an order nobody wants ends. */
async function goOn(ports: Ports, order: Order, source: Source): Promise<Order> {
  const nowMs = ports.clock.nowMs();
  if (isBuyerThere(source) && mayAddTrade(order, nowMs)) {
    const added = await ports.store.save(addTrade(order, source, nowMs, policyOf(ports, order)), order.version);
    if (added.kind === 'conflict') return order;
    noteChoice(ports, added.order);
    return openTrade(ports, added.order);
  }
  const ended = endOrder(order, source, nowMs, policyOf(ports, order));
  const saved = ended ? await ports.store.save(ended, order.version) : null;
  if (saved?.kind !== 'saved') return order;
  announce(ports, saved.order, [{ kind: 'order_ended' }], source);
  return saved.order;
}

async function closeTrade(ports: Ports, order: Order, trade = currentTrade(order)): Promise<Order> {
  const closed = await call(ports, order, (channel) => channel.closeTrade(trade), trade);
  const after = await record(ports, order, closed, 'close');
  const isPaid = after.trades.some(({ outTradeNo, status }) => outTradeNo === trade.outTradeNo && status === 'paid');
  if (closed.status === 'closed' || isPaid) return after;
  // A status error most often means that the buyer has just paid: only a query tells.
  return record(ports, after, await call(ports, order, (channel) => channel.queryTrade(trade), trade), 'close');
}

/** One question about a trade to its channel; whether it was answered at all is remembered for the next choice. */
async function call(
  ports: Ports,
  order: Order,
  ask: (channel: Channel, trade: Trade) => Promise<TradeReport>,
  trade = currentTrade(order),
  kind: 'create' | 'question' = 'question',
): Promise<TradeReport> {
  const report = await ask(channelOf(ports, order, trade.channel), trade);
  noteAnswer(ports, order, trade, kind, report);
  return report;
}

function noteChoice(ports: Ports, order: Order): void {
  const { channel } = currentTrade(order);
  const [first] = channelsFor(merchantOf(ports, order).routes, order);
  ports.meter?.count('channels_chosen', { channel, choice: channel === first ? 'first' : 'other' });
}

function noteAnswer(
  ports: Ports,
  order: Order,
  { channel }: Trade,
  kind: 'create' | 'question',
  { status, isNotSent, isNumberTaken }: TradeReport,
): void {
  const isAnswered = (status !== 'unknown' && !isNotSent) || isNumberTaken === true;
  const { merchantId } = merchantOf(ports, order);
  const turn = ports.health?.note(merchantId, channel, kind, isAnswered);
  if (!turn) return;
  ports.meter?.count('channel_turns', { channel, turn });
  const fields = { merchant_id: merchantId, channel };
  if (turn === 'went_down') ports.log.error(fields, 'a channel does not answer; new trades are opened elsewhere');
  else ports.log.info(fields, 'a channel answers again');
}

async function record(ports: Ports, order: Order, report: TradeReport, source: Source): Promise<Order> {
  const { outTradeNo, code, message: detail, remedy } = report;
  const fields = { out_trade_no: outTradeNo, source, code, detail };
  if (report.status === 'unknown') ports.log.warn(fields, 'the channel gave no evidence');
  if (remedy) ports.log.warn({ ...fields, remedy }, 'the channel refuses what can be put right here');
  const recorded = await recordTrade(ports, order, report, source);
  return recorded.kind === 'recorded' ? recorded.order : order;
}
