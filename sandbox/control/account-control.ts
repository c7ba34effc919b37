import type { PartyStatus } from '../accounts/account-book';
import type { Buyer } from '../alipay/buyers';
import type { Trade } from '../alipay/trade';
import { fenToYuan, yuanToFen } from '../money';
import type { Gateways } from '../start-gateways';
import { noSuchBuyer } from './cashier';
import { type ControlRefusal, NEW_BUYERS, refusal } from './control-refusal';

/** A buyer's or seller's account, or an app, as it stands now. */
export interface AccountView {
  /** `user_id` of a buyer or seller; the id of an app or of a sub-merchant of Fshows. */
  accountId: string;
  kind: 'buyer' | 'seller' | 'sub_merchant' | 'app';
  name: string;
  status: PartyStatus;
  /** Yuan, two decimals; null for an app, which has no money. */
  balance: string | null;
}

/** Only these make a difference to the gateway. */
export const STATUSES_OF: Readonly<Record<AccountView['kind'], readonly PartyStatus[]>> = {
  buyer: ['normal', 'blocked', 'gone'],
  seller: ['normal', 'blocked', 'gone', 'dormant'],
  sub_merchant: ['normal', 'blocked'],
  app: ['normal', 'blocked'],
};

/** A code for `auth_code`, whose money it spends, and until when. */
export interface PayCodeView {
  payCode: string;
  buyerId: string;
  expiresAtMs: number;
}

/** Money and standing of everybody, beside what the gateway can do. */
export interface AccountControl {
  accounts(): AccountView[];
  /** A deposit or withdrawal that brings the account to this balance, in yuan. */
  setBalance(change: { accountId: string; balance: string }): AccountView | ControlRefusal;
  setAccountStatus(change: { accountId: string; status: PartyStatus }): AccountView | ControlRefusal;
  /** What a buyer's phone shows at a till, for `alipay.trade.pay`; the first buyer when not named. */
  payCode(request?: { buyerId?: string; kind?: 'bar_code' | 'face' }): PayCodeView | ControlRefusal;
  /** Holds a trade's money for a dispute, or lets it go. */
  freezeTrade(change: { tradeNo: string; isFrozen: boolean }): { tradeNo: string; isFrozen: boolean } | ControlRefusal;
}

/** Balances are yuan as text here. Naming an id that is free brings its newcomer in. */
export function accountControl({ alipay, fshows }: Gateways): AccountControl {
  const { buyers, accounts, payCodes, trades } = alipay;
  const view = ({ accountId, kind, name }: Party): AccountView => ({
    accountId,
    kind,
    name,
    status: accounts.statusOf(accountId),
    balance: kind === 'app' ? null : fenToYuan(accounts.balanceFen(accountId)),
  });
  const others = [...sellersAndApps(alipay), ...partiesOfFshows(fshows)];
  const find = (accountId: string) => others.find((party) => party.accountId === accountId) ?? buyer(accountId);

  function buyer(accountId: string): Party | undefined {
    const named = buyers.named(accountId);
    return named && buyerParty(named);
  }

  return {
    accounts: () => [...buyers.all().map(buyerParty), ...others].map(view),
    setBalance({ accountId, balance }) {
      const party = find(accountId);
      if (!party || party.kind === 'app') return noSuchAccount();
      const balanceFen = yuanToFen(balance);
      if (balanceFen === undefined || balanceFen < 0) {
        return refusal('invalid_input', 'balance: must be yuan with at most two decimals, not below zero');
      }
      accounts.setBalance(accountId, balanceFen);
      return view(party);
    },
    setAccountStatus({ accountId, status }) {
      const party = find(accountId);
      if (!party) return noSuchAccount();
      if (!STATUSES_OF[party.kind].includes(status)) {
        return refusal('invalid_input', `status: of ${party.kind}s is one of ${STATUSES_OF[party.kind].join(', ')}`);
      }
      accounts.setStatus(accountId, status);
      return view(party);
    },
    payCode({ buyerId, kind = 'bar_code' } = {}) {
      const holder = buyerId === undefined ? buyers.first : buyers.byAnyId(buyerId);
      if (!holder) return noSuchBuyer();
      const { code, userId, expiresAtMs } = payCodes.issue(holder.userId, kind);
      return { payCode: code, buyerId: userId, expiresAtMs };
    },
    freezeTrade({ tradeNo, isFrozen }) {
      const { trade } = trades.freeze(tradeNo, isFrozen);
      return trade ? frozenView(trade) : refusal('trade_not_found', 'GET /api/trades lists the trades.');
    },
  };
}

interface Party {
  accountId: string;
  kind: AccountView['kind'];
  name: string;
}

function buyerParty({ userId, name }: Buyer): Party {
  return { accountId: userId, kind: 'buyer', name };
}

/** A seller may have several apps. */
function sellersAndApps({ directory: { apps } }: Gateways['alipay']): Party[] {
  const sellers = new Map(apps.map(({ sellerId, sellerName }) => [sellerId, sellerName]));
  return [
    ...Array.from(sellers, ([accountId, name]): Party => ({ accountId, kind: 'seller', name })),
    ...apps.map(({ appId, name }): Party => ({ accountId: appId, kind: 'app', name })),
  ];
}

function partiesOfFshows({ directory: { apps } }: Gateways['fshows']): Party[] {
  const shops = apps.flatMap(({ subMerchants }) => subMerchants);
  return [
    ...shops.map(({ subMerchantId, name }): Party => ({ accountId: subMerchantId, kind: 'sub_merchant', name })),
    ...apps.map(({ appId, name }): Party => ({ accountId: appId, kind: 'app', name })),
  ];
}

function frozenView({ tradeNo, isFrozen = false }: Trade) {
  return { tradeNo, isFrozen };
}

function noSuchAccount(): ControlRefusal {
  return refusal('account_not_found', `GET /api/accounts lists the accounts. ${NEW_BUYERS}`);
}
