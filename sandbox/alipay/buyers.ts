import { createHash } from 'node:crypto';
import type { PartyStanding } from '../accounts/account-book';
import type { Posting } from '../accounts/ledger';
import type { App } from './apps';
import type { AlipayRules } from './rules';

/** A person with a wallet at the sandbox. */
export interface Buyer {
  userId: string;
  name: string;
  /** Masked, as Alipay shows it to merchants. */
  logonId: string;
  /** What the wallet holds before anything happens; a hundred million yuan unless told. */
  openingFen?: number;
  /** A blocked account cannot be named in a new trade (ACQ.BUYER_ENABLE_STATUS_FORBID). */
  isEnabled: boolean;
}

/** Buyers, for whoever moves their money. */
export interface Buyers {
  /** The one meant when a caller names none. */
  first: Buyer | undefined;
  /** Those of the start, then those who turned up since. */
  all(): readonly Buyer[];
  /** Whoever has the `user_id`; by being named a newcomer turns up. */
  named(userId: string): Buyer | undefined;
}

/** The first buyer is the one meant when a caller names none. */
export const SEEDED_BUYERS: readonly Buyer[] = [
  { userId: '2088622000000011', name: '王小明', logonId: '138****0011', isEnabled: true },
  { userId: '2088622000000022', name: '李小红', logonId: '139****0022', isEnabled: true },
  { userId: '2088622000000033', name: '张大伟', logonId: 'zha***@sandbox.example', isEnabled: true },
  { userId: '2088622000000044', name: '赵冻结', logonId: '137****0044', isEnabled: false },
];

/** A hundred million yuan, enough for the largest trade. */
const USUAL_OPENING_FEN = 100_000_000_00;

/** What the buyer's wallet holds before anything happens, in fen. */
export function openingOf({ userId, openingFen = USUAL_OPENING_FEN }: Buyer): Posting {
  return { account: userId, fen: openingFen };
}

/** How the buyer stands until a developer says otherwise. */
export function usualStanding({ userId, isEnabled }: Buyer): PartyStanding {
  return { partyId: userId, status: isEnabled ? 'normal' : 'blocked' };
}

/** A buyer has another open_id in every app, the same for ever; none can be turned back into the user_id. */
export function openIdOf(userId: string, appId: string): string {
  const digest = createHash('sha256').update(`${appId}/${userId}`).digest('base64url');
  return `0${digest.slice(0, 42)}`;
}

/** The ids of a buyer that an app is told in answers: one, or, of the open_id kind and with the rule, both. */
export function buyerIdsFor(
  app: App,
  { userId }: Buyer,
  { tellsBothBuyerIds }: Pick<AlipayRules, 'tellsBothBuyerIds'>,
): { userId?: string; openId?: string } {
  if (app.buyerIdKind === 'user_id') return { userId };
  const openId = openIdOf(userId, app.appId);
  return tellsBothBuyerIds ? { userId, openId } : { openId };
}
