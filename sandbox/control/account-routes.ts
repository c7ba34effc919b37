import * as v from 'valibot';
import { PARTY_STATUSES } from '../accounts/account-book';
import type { AccountControl } from './account-control';
import { buyerId, id } from './input-schemas';
import { get, post, type Route } from './route';

const accountReply = v.looseObject({
  accountId: v.string(),
  kind: v.picklist(['buyer', 'seller', 'sub_merchant', 'app']),
  name: v.string(),
  status: v.picklist(PARTY_STATUSES),
  balance: v.nullable(v.string()),
});

/** Everybody's money and standing. */
export function accountRoutes(control: AccountControl): Route[] {
  return [
    get('/api/accounts', {
      summary: 'Buyers and sellers with their balances, and apps, with how each stands',
      reply: v.object({ accounts: v.array(accountReply) }),
      handle: () => ({ accounts: control.accounts() }),
    }),
    post('/api/accounts/balance', {
      summary: 'Deposits or withdraws what brings an account to this balance in yuan',
      input: v.object({ accountId: id, balance: id }),
      reply: accountReply,
      refusals: ['account_not_found'],
      handle: control.setBalance,
    }),
    post('/api/accounts/status', {
      summary: 'Blocks or removes a buyer, seller or app, lets a seller fall asleep, or makes all well again',
      input: v.object({
        accountId: id,
        status: v.picklist(PARTY_STATUSES, `must be one of ${PARTY_STATUSES.join(', ')}`),
      }),
      reply: accountReply,
      refusals: ['account_not_found'],
      handle: control.setAccountStatus,
    }),
    post('/api/pay-codes', {
      summary: 'The code a buyer’s phone shows at a till, for alipay.trade.pay; lives two minutes',
      input: v.object({
        buyerId: v.optional(buyerId),
        kind: v.optional(v.picklist(['bar_code', 'face'], "must be 'bar_code' or 'face'")),
      }),
      reply: v.object({ payCode: v.string(), buyerId: v.string(), expiresAtMs: v.number() }),
      refusals: ['buyer_not_found'],
      handle: control.payCode,
    }),
    post('/api/freeze', {
      summary: 'Holds the money of a trade for a dispute, or lets it go',
      input: v.object({ tradeNo: id, isFrozen: v.boolean() }),
      reply: v.object({ tradeNo: v.string(), isFrozen: v.boolean() }),
      refusals: ['trade_not_found'],
      handle: control.freezeTrade,
    }),
  ];
}
