import type { End, StoredOrder } from './auditor';
import type { Shop } from './shop';

/** One way in which a flow runs, to be killed at each of its points. */
export interface Situation {
  name: string;
  /** What has happened before. */
  prepare(shop: Shop): Promise<void>;
  /** The flow at work: the node dies of the first command in it. */
  strike(shop: Shop): Promise<unknown>;
  /** What reality may do next; each of these alone must bring everything to its end. */
  mendings: Mending[];
}

export interface Mending {
  name: string;
  mend(shop: Shop): Promise<void>;
  /** How the orders must end, by what the dead node had stored of them. */
  ends(left: readonly StoredOrder[]): End[];
}

/** What a cup costs. */
export const TOTAL_FEN = 6_850;

export const PAID: End = { status: 'paid', refunds: [], events: ['order.paid'] };
export const CLOSED: End = { status: 'closed', refunds: [], events: ['order.closed'] };

/** A paid order of which an operator has given back these amounts. */
export function refunded(...amountsFen: number[]): End {
  return {
    status: 'paid',
    refunds: amountsFen.map((fen) => ({ fen, cause: 'merchant' })),
    events: ['order.paid', ...amountsFen.map(() => 'order.refunded')],
  };
}

/** A closed order whose payment came too late. */
export const PAID_LATE: End = {
  status: 'closed',
  refunds: [{ fen: TOTAL_FEN, cause: 'late' }],
  events: ['order.closed', 'money.unexpected', 'order.refunded'],
};
