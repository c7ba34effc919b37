import type { Channel } from '../../cloudfunctions/backend/channel/channel';
import type { Buyer, Order, Refund, Trade } from '../../cloudfunctions/backend/order/order';
import type { TradeReport } from '../../cloudfunctions/backend/order/report';
import type { ReceivedNotify } from '../support/notify-receiver';
import { anOrder, anOrderNo } from '../support/orders';

/** A channel beside the provider it talks to. Everything but the channel is the provider's side or the wire between. */
export interface ChannelBench {
  channel: Channel;
  buyer: Buyer;
  otherBuyer: Buyer;
  /** Somebody who cannot pay there, because the provider has never heard of them, or has no word for them. */
  nobody: Buyer;
  /** The provider's time. */
  nowMs(): number;
  advance(durationMs: number): Promise<void>;
  /** The trade's buyer pays; throws when the provider does not let it be paid. */
  pay(report: TradeReport): void;
  /** The next notification about this trade; waits for it. */
  notifyOf(trade: Trade): Promise<ReceivedNotify>;
  /** From now on nobody answers. */
  cutOff(): Promise<void>;
  /** The same channel where nothing that the provider says can be believed: signed with an unknown key, or unreadable. */
  mistrustful: Channel;
  close(): Promise<void>;
}

/** One thing that every channel must do. */
export type Rule = (bench: ChannelBench) => Promise<void>;

export interface Purchase {
  order: Order;
  trade: Trade;
}

/** How long an order of the rules may be paid. */
export const LIFETIME_MS = 900_000;
let purchases = 0;

export function aPurchase(bench: ChannelBench, overrides: Partial<Order> = {}): Purchase {
  purchases += 1;
  const order = anOrder({
    orderNo: anOrderNo(purchases),
    buyer: bench.buyer,
    createdAtMs: bench.nowMs(),
    expiresAtMs: bench.nowMs() + LIFETIME_MS,
    ...overrides,
  });
  return { order, trade: order.trades[0] as Trade };
}

export async function openedPurchase(
  bench: ChannelBench,
  overrides: Partial<Order> = {},
): Promise<Purchase & { opened: TradeReport }> {
  const purchase = aPurchase(bench, overrides);
  const opened = await bench.channel.createTrade(purchase.trade, purchase.order);
  if (opened.status !== 'open') throw new Error(`not opened: ${JSON.stringify(opened)}`);
  return { ...purchase, opened };
}

export async function paidPurchase(bench: ChannelBench, refundFen = 1_280): Promise<Purchase & { refund: Refund }> {
  const { opened, trade, order } = await openedPurchase(bench, { totalFen: 1_280 });
  bench.pay(opened);
  const { tradeNo, walletTradeNo } = opened;
  const paid: Trade = { ...trade, status: 'paid', tradeNo, walletTradeNo, paidFen: order.totalFen };
  return { order, trade: paid, refund: aRefund(trade, refundFen) };
}

export function aRefund({ outTradeNo }: Trade, refundFen: number): Refund {
  const outRequestNo = `${outTradeNo}R1`;
  const begun = { status: 'pending', attempts: 1, requestedAtMs: 0, nextTryAtMs: 0 } as const;
  return { outRequestNo, outTradeNo, refundFen, cause: 'merchant', ...begun };
}
