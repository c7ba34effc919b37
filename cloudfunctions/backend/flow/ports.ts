import type { MerchantEvent } from '../../../contract/events';
import type { ContactView, GoodsView, InstalmentOffer } from '../../../contract/views';
import type { Channel } from '../channel/channel';
import type { ChannelName, Order } from '../order/order';
import type { Policy } from '../order/policy';
import { channelsFor, type Route } from '../order/routing';
import type { OrderStore } from '../store/order-store';

/** The only source of time, so that tests can set it. */
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
 * `notify_refused` {reason}; `refund_steps` {step, outcome} and `foreign_refunds` at the channel; `event_deliveries` {type, outcome};
 * `channel_turns` {channel, turn} when one stops answering or answers again; `channels_chosen` {channel, choice} for every trade: the
 * first by the merchant's rules, or another.
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

/** What is known of a sent event. `detail` is for operators; `failed` does not prove that the receiver got nothing. */
export type EventPosted = { kind: 'delivered' } | { kind: 'failed'; detail: string };

/** Who may refund and see all orders. */
export interface Operators {
  /** The operator's name for the history, or null. Takes the buyer id of the session, or the token that came with the call. */
  recognise(claim: { buyerId?: string; token?: string }): string | null;
}

/** One seller: who it is, how it is paid, and what its orders may be. */
export interface Merchant {
  merchantId: string;
  /** Ids it had before; orders made then are still its own. */
  formerIds?: readonly string[];
  name: string;
  /** Its connections, each with its own keys and numbers. */
  channels: Partial<Record<ChannelName, Channel>>;
  /** Which of them takes which orders; the last takes all that are left. */
  routes: readonly Route[];
  /** How long after expiry a late full payment is honoured instead of returned, ms; 0, or absent, returns all. */
  honourLateMs?: number;
  /** How buyers reach it. */
  contact?: ContactView;
  /** What it offers to those who pay by instalments. */
  instalments?: InstalmentOffer;
}

/** What is for sale, and whose it is: the first merchant's unless it says otherwise. */
export interface Goods extends GoodsView {
  merchantId?: string;
}

/** What is remembered of how the channels have been answering. Of this node, and only good for choosing: it proves nothing. */
export interface ChannelHealth {
  /** Whether new trades should be opened there. After a rest it says yes to one that is down, to find out whether it still is. */
  isUp(merchantId: string, channel: ChannelName): boolean;
  /** Takes note of a call that was answered, whatever the answer, or that was not. */
  note(
    merchantId: string,
    channel: ChannelName,
    call: 'create' | 'question',
    answered: boolean,
  ): 'went_down' | 'came_back' | null;
}

/** What this merchant allows in one order, and on one page of a list; stricter than the contract, where given. */
export interface OrderLimits {
  /** Kinds of goods in one order. */
  mostItems?: number;
  /** Pieces of one kind of goods in one order. */
  mostPieces?: number;
  /** What one order may come to. */
  mostTotalFen?: number;
  /** Characters of a text that a buyer writes: a note, or the reason of a wish for a refund. */
  mostTextCharacters?: number;
  /** Orders on one page of a list. */
  pageSize?: number;
}

/** All that the flows need of the outside. */
export interface Ports {
  store: OrderStore;
  clock: Clock;
  log: Log;
  /** Absent where nobody reads the numbers. */
  meter?: Meter;
  /** Whose orders these are. The first is the one the app belongs to, and that order numbers are derived for. */
  merchants: readonly [Merchant, ...Merchant[]];
  /** Absent where all channels are always tried. */
  health?: ChannelHealth;
  /** Absent where the merchant's own system wants to hear nothing; events are then only kept. */
  events?: MerchantEvents;
  /** Absent where nobody is an operator. */
  operators?: Operators;
  /** What is for sale now, with prices. */
  goods(): Promise<Goods[]>;
  /** Keyed digest (HMAC-SHA-256) for order numbers. */
  digest(text: string): Uint8Array;
  /** How long an unpaid order may be paid. */
  orderLifetimeMs: number;
  /** Absent where the contract's own limits will do. */
  limits?: OrderLimits;
  /**
   * The network address this one call comes from: a buyer's, and only where the host knows it. A personal datum: it is handed to the
   * channel with a create, and neither stored nor logged.
   */
  buyerIp?: string;
}

/** Orders on one page of a list unless the merchant says otherwise. */
const PAGE_SIZE = 20;

/** How many orders a page of a list holds. */
export function pageSizeOf({ limits }: Ports): number {
  return limits?.pageSize ?? PAGE_SIZE;
}

/** The merchant an order belongs to. Throws when the configuration no longer has it: an order must never be orphaned silently. */
export function merchantOf(ports: Ports, order: Pick<Order, 'merchantId'>): Merchant {
  const merchant = findMerchant(ports, order);
  if (!merchant) throw new Error(`merchant ${order.merchantId} is not configured, but an order belongs to it`);
  return merchant;
}

/** The name of an order's merchant; its id when the configuration no longer has it: an order can be seen all the same. */
export function merchantNameOf(ports: Ports, order: Pick<Order, 'merchantId'>): string {
  return findMerchant(ports, order)?.name ?? order.merchantId;
}

/** The merchant an id stands for, be it a former one; orders and addresses outlive a change of name. */
export function findMerchant({ merchants }: Ports, { merchantId }: Pick<Order, 'merchantId'>): Merchant | undefined {
  return merchants.find(
    (candidate) => candidate.merchantId === merchantId || candidate.formerIds?.includes(merchantId),
  );
}

/** The channels that may carry an order, by its merchant's rules; those that do not answer at present come last. */
export function channelsOf(
  { health }: Ports,
  { merchantId, routes }: Merchant,
  order: Pick<Order, 'orderNo' | 'totalFen'>,
): ChannelName[] {
  const names = channelsFor(routes, order);
  if (!health || names.length < 2) return names;
  const up = names.filter((name) => health.isUp(merchantId, name));
  return [...up, ...names.filter((name) => !up.includes(name))];
}

/** The merchant's decisions about an order, as the core takes them. */
export function policyOf(ports: Ports, order: Order): Policy {
  const merchant = merchantOf(ports, order);
  const { honourLateMs = 0 } = merchant;
  return { sendsEvents: ports.events !== undefined, honourLateMs, channels: channelsOf(ports, merchant, order) };
}

/** The channel a trade was opened at. Throws when the configuration no longer has it: a trade must never be orphaned silently. */
export function channelOf(ports: Ports, order: Pick<Order, 'merchantId'>, name: ChannelName): Channel {
  const channel = merchantOf(ports, order).channels[name];
  if (!channel) throw new Error(`channel ${name} is not configured, but a trade belongs to it`);
  return channel;
}
