import type { ChannelName } from './order';

/** What a merchant decides about its orders. */
export interface Policy {
  /** Somebody is there to be told what happens; without, events are only kept. */
  sendsEvents: boolean;
  /**
   * How long after an order expired a full payment may still pay it, because it can still be fulfilled, ms. Money that comes
   * later, or after the buyer closed the order, goes back. 0 sends all of it back.
   */
  honourLateMs: number;
  /** The channels that may carry this order, by preference. With one, or none, there is nowhere else to go. */
  channels: readonly ChannelName[];
}

/** Tells nobody and returns every late payment. */
export const PLAIN_POLICY: Policy = { sendsEvents: false, honourLateMs: 0, channels: [] };
