import type { AccountBook, PartyStatus } from '../accounts/account-book';
import { entryPut, standingPut } from '../accounts/account-rows';
import { type Ledger, type LedgerEntry, OUTSIDE, transfer } from '../accounts/ledger';
import type { Clock } from '../clock';
import type { Randomness } from '../randomness';
import type { Put } from '../record-log';

/** Accounts as a developer handles them: money put in and taken out, people and shops blocked. */
export interface AccountDesk {
  balanceFen(account: string): number;
  statusOf(partyId: string): PartyStatus;
  setStatus(partyId: string, status: PartyStatus): void;
  /** Brings an account to this balance by a deposit or a withdrawal; below zero it throws. */
  setBalance(account: string, balanceFen: number): void;
  /** Everything that moved money, in order. */
  entries(): Iterable<LedgerEntry>;
}

/** `keep` has written the rows down when it returns; only then does a book change. */
export interface AccountDeskParts {
  ledger: Ledger;
  accounts: AccountBook;
  clock: Clock;
  randomness: Randomness;
  keep(puts: readonly Put[]): void;
}

/** Every change is kept before it takes effect; a balance that already is what was asked for makes no entry. */
export function accountDesk({ ledger, accounts, clock, randomness, keep }: AccountDeskParts): AccountDesk {
  return {
    balanceFen: ledger.balanceFen,
    statusOf: accounts.statusOf,
    setStatus(partyId, status) {
      const standing = { partyId, status };
      keep([standingPut(standing)]);
      accounts.set(standing);
    },
    setBalance(account, balanceFen) {
      if (balanceFen < 0) throw new Error(`account ${account} cannot hold ${balanceFen} fen`);
      const missingFen = balanceFen - ledger.balanceFen(account);
      if (missingFen === 0) return;
      const entry: LedgerEntry = {
        entryNo: `M/${randomness.digits(20)}`,
        kind: missingFen > 0 ? 'deposit' : 'withdrawal',
        atMs: clock.nowMs(),
        postings: transfer(OUTSIDE, account, missingFen),
      };
      keep([entryPut(entry)]);
      ledger.post(entry);
    },
    entries: ledger.entries,
  };
}
