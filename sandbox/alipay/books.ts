import { type AccountBook, accountBook } from '../accounts/account-book';
import { type Ledger, ledger as openLedger } from '../accounts/ledger';
import { openingOf, usualStanding } from './buyers';
import type { Directory } from './directory';
import { type NewcomerBook, newcomerBook } from './newcomer-book';
import { type OauthBook, oauthBook } from './oauth-book';
import type { AlipayRules } from './rules';
import { type TradeBook, tradeBook } from './trade-book';

/** Everything Alipay remembers but notifies, as books without a clock: they know each other and nothing else. */
export interface Books {
  book: TradeBook;
  ledger: Ledger;
  accounts: AccountBook;
  newcomers: NewcomerBook;
  oauth: OauthBook;
  clear(): void;
}

/** Buyers begin with the money and the standing that the directory says. */
export function books(directory: Directory, rules: Readonly<AlipayRules>): Books {
  const { buyers } = directory;
  const ledger = openLedger(buyers.map(openingOf));
  const accounts = accountBook(buyers.map(usualStanding));
  const newcomers = newcomerBook(directory, ledger);
  const book = tradeBook(rules, { ledger, accounts });
  const oauth = oauthBook(rules);
  return {
    book,
    ledger,
    accounts,
    newcomers,
    oauth,
    clear() {
      for (const each of [book, ledger, accounts, newcomers, oauth]) each.clear();
    },
  };
}
