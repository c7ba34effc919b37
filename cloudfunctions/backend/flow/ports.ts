import type { MerchantEvent } from '../../../contract/events';
import type { GoodsView } from '../../../contract/views';
import type { Channel } from '../channel/channel';
import type { ChannelName } from '../order/order';
import type { Policy } from '../order/policy';
import type { OrderStore } from '../store/order-store';

export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
}

/** Structured log: fields first, then a sentence. Never keys or personal data. */
export interface Log {
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

/**
 * Counts what operators must see in numbers: `facts` {fact, cause} accepted, of which `unexpected_money` is one; `notify_accepted` and
 * `notify_refused` {reason}; `refund_steps` {step, outcome} and `foreign_refunds` at the channel; `event_deliveries` {type, outcome}.
 */
export interface Meter {
  /** Adds one to a counter; labels have few values each, never numbers of orders. */
  count(name: string, labels?: Readonly<Record<string, string>>): void;
}

/** The way to the merchant's own system. */
export interface MerchantEvents {
  /** Sends one event, as the text that it is; `delivered` only when the receiver has confirmed it. Never throws. */
  post(event: Pick<MerchantEvent, 'eventId' | 'type'>, text: string): Promise<EventPosted>;
}

export type EventPosted = { kind: 'delivered' } | { kind: 'failed'; detail: string };

/** Who may refund and see all orders. */
export interface Operators {
  /** The operator's name for the history, or null. Takes the buyer id of the session, or the token that came with the call. */
  recognise(claim: { buyerId?: string; token?: string }): string | null;
}

export interface Merchant {
  merchantId: string;
  name: string;
  /** Where this merchant's trades are opened. */
  channel: ChannelName;
  /** How long after expiry a late full payment is honoured instead of returned, ms; 0, or absent, returns all. */
  honourLateMs?: number;
}

/** What this merchant allows in one order, and on one page of a list; stricter than the contract, where given. */
export interface OrderLimits {
  /** Kinds of goods in one order. */
  mostItems?: number;
  /** What one order may come to. */
  mostTotalFen?: number;
  /** Orders on one page of a list. */
  pageSize?: number;
}

/** All that the flows need of the outside. */
export interface Ports {
  store: OrderStore;
  channels: Partial<Record<ChannelName, Channel>>;
  clock: Clock;
  log: Log;
  /** Absent where nobody reads the numbers. */
  meter?: Meter;
  merchant: Merchant;
  /** Absent where the merchant's own system wants to hear nothing; events are then only kept. */
  events?: MerchantEvents;
  /** Absent where nobody is an operator. */
  operators?: Operators;
  /** What is for sale now, with prices. */
  goods(): Promise<GoodsView[]>;
  /** Keyed digest (HMAC-SHA-256) for order numbers. */
  digest(text: string): Uint8Array;
  /** How long an unpaid order may be paid. */
  orderLifetimeMs: number;
  /** Absent where the contract's own limits will do. */
  limits?: OrderLimits;
}

/** Orders on one page of a list unless the merchant says otherwise. */
const PAGE_SIZE = 20;

/** How many orders a page of a list holds. */
export function pageSizeOf({ limits }: Ports): number {
  return limits?.pageSize ?? PAGE_SIZE;
}

/** The merchant's decisions, as the core takes them. */
export function policyOf({ events, merchant }: Ports): Policy {
  return { sendsEvents: events !== undefined, honourLateMs: merchant.honourLateMs ?? 0 };
}

/** The channel a trade was opened at. Throws when the configuration no longer has it: a trade must never be orphaned silently. */
export function channelOf(ports: Ports, name: ChannelName): Channel {
  const channel = ports.channels[name];
  if (!channel) throw new Error(`channel ${name} is not configured, but a trade belongs to it`);
  return channel;
}
