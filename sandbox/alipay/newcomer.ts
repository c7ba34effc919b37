import type { Buyer } from './buyers';

/** The form of every `user_id` (reference alipay-trade 2.1). */
const USER_ID = /^2088\d{12}$/;

/** Kept free, so that anybody can see what is told of a buyer who does not exist. */
const NOBODYS_ENDING = /(?:0000|9999)$/;

/** Whether an id that nobody has is a newcomer's. */
export function isNewcomersId(userId: string): boolean {
  return USER_ID.test(userId) && !NOBODYS_ENDING.test(userId);
}

/** Who turns up under an id: the same person for ever, for all of them is read off the id. */
export function newcomerOf(userId: string): Buyer {
  const ending = userId.slice(-4);
  return { userId, name: `新买家${ending}`, logonId: `136****${ending}`, isEnabled: true };
}
