export const PARTY_STATUSES = ['normal', 'blocked', 'gone', 'dormant'] as const;

/**
 * How an account, or an app, stands: `blocked` by Alipay, `gone` for good, or, of a seller, `dormant` because nothing was
 * sold for three months.
 */
export type PartyStatus = (typeof PARTY_STATUSES)[number];

/** A status that differs from the party's usual one. */
export interface PartyStanding {
  /** `user_id` of a buyer or seller, or an app's id. */
  partyId: string;
  status: PartyStatus;
}

/** How everybody stands; normal unless said otherwise. */
export interface AccountBook {
  statusOf(partyId: string): PartyStatus;
  set(standing: PartyStanding): void;
  /** Those that were set. */
  all(): Iterable<PartyStanding>;
  /** Back to the usual statuses. */
  clear(): void;
}

/** `usual` are those who begin otherwise than normal; {@link AccountBook.clear} goes back to them. */
export function accountBook(usual: readonly PartyStanding[] = []): AccountBook {
  const usualStatuses = new Map(usual.map(({ partyId, status }) => [partyId, status]));
  const standings = new Map<string, PartyStanding>();
  return {
    statusOf: (partyId) => standings.get(partyId)?.status ?? usualStatuses.get(partyId) ?? 'normal',
    set: (standing) => void standings.set(standing.partyId, standing),
    all: () => standings.values(),
    clear: () => standings.clear(),
  };
}
