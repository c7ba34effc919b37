import * as v from 'valibot';
import type { AppAccess } from './app-access';
import type { Control } from './control';
import { authCodeInput, id, listInput, payInput } from './input-schemas';
import { appReply, buyerReply, tradeReply } from './reply-schemas';
import { get, post, type Route } from './route';

/** Who exists, what they have traded, and what a buyer can do about it. */
export function tradeRoutes(control: Control, apps: () => readonly AppAccess[]): Route[] {
  return [
    get('/api/apps', {
      summary: 'Apps, with the keys to act as them',
      reply: v.object({ apps: v.array(appReply) }),
      handle: () => ({ apps: apps() }),
    }),
    get('/api/buyers', {
      summary: 'Buyers, with their ids in every app: those of the start, then those who turned up since',
      reply: v.object({ buyers: v.array(buyerReply) }),
      handle: () => ({ buyers: control.buyers() }),
    }),
    get('/api/trades', {
      summary: 'Trades, newest first',
      input: listInput,
      reply: v.object({ trades: v.array(tradeReply) }),
      handle: ({ limit }) => ({ trades: control.trades(limit) }),
    }),
    get('/api/trades/{tradeNo}', {
      summary: 'One trade by its trade_no',
      input: v.object({ tradeNo: v.string() }),
      reply: tradeReply,
      refusals: ['trade_not_found'],
      handle: ({ tradeNo }) => control.trade(tradeNo),
    }),
    post('/api/pay', {
      summary: 'Pays a trade as its buyer, or turns away from the cashier',
      input: payInput,
      reply: tradeReply,
      refusals: [
        'trade_not_found',
        'buyer_not_found',
        'trade_not_payable',
        'buyer_differs',
        'buyer_balance_short',
        'buyer_cannot_pay',
        'no_pay_channel',
      ],
      faultyAs: 'cashier.pay',
      handle: control.pay,
    }),
    post('/api/auth-codes', {
      summary: 'An auth code, as my.getAuthCode gives it to a mini-program',
      input: authCodeInput,
      reply: v.object({ authCode: id }),
      refusals: ['app_not_found', 'buyer_not_found'],
      handle: control.authCode,
    }),
  ];
}
