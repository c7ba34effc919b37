import type { AccountBook, PartyStatus } from '../accounts/account-book';
import type { TradeTerms } from './trade';

/** Why somebody cannot take part in a new trade (reference alipay-trade 2.1). */
export type PartyRefusal =
  | 'app_blocked'
  | 'seller_gone'
  | 'seller_blocked'
  | 'seller_dormant'
  | 'buyer_is_seller'
  | 'buyer_gone'
  | 'buyer_blocked';

const OF_SELLER: Readonly<Record<PartyStatus, PartyRefusal | undefined>> = {
  normal: undefined,
  gone: 'seller_gone',
  blocked: 'seller_blocked',
  dormant: 'seller_dormant',
};

const OF_BUYER: Readonly<Record<PartyStatus, PartyRefusal | undefined>> = {
  normal: undefined,
  gone: 'buyer_gone',
  blocked: 'buyer_blocked',
  // Only sellers fall asleep.
  dormant: undefined,
};

/** The first party of a new trade that cannot take part in it. */
export function partyRefusal(terms: TradeTerms, accounts: AccountBook): PartyRefusal | undefined {
  const { appId, sellerId, buyerUserId } = terms;
  if (accounts.statusOf(appId) !== 'normal') return 'app_blocked';
  if (buyerUserId === sellerId) return 'buyer_is_seller';
  return OF_SELLER[accounts.statusOf(sellerId)] ?? OF_BUYER[accounts.statusOf(buyerUserId)];
}
