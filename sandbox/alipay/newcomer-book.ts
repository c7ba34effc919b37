import type { Ledger } from '../accounts/ledger';
import { type Buyer, openingOf } from './buyers';
import type { Directory } from './directory';
import { newcomerOf } from './newcomer';

/** Somebody who turned up; all else about them is read off the id. */
export interface Newcomer {
  userId: string;
}

/** Who turned up since the start, each with the wallet that everybody begins with; pure like the trade book. */
export interface NewcomerBook {
  /** Undefined, and nothing changes, for an id that is not free. */
  welcome(userId: string): Buyer | undefined;
  /** Takes back somebody as they were kept; who belongs to the start by now is there already. */
  restore(newcomer: Newcomer): void;
  /** In the order of turning up. */
  all(): Iterable<Newcomer>;
  /** Their money is the ledger's to forget. */
  clear(): void;
}

/** Adds newcomers to `directory`, where all others find them, and opens their accounts in `ledger`. */
export function newcomerBook({ isFree, newcomers }: Directory, ledger: Ledger): NewcomerBook {
  function welcome(userId: string): Buyer | undefined {
    if (!isFree(userId)) return undefined;
    const newcomer = newcomerOf(userId);
    newcomers.add(newcomer);
    ledger.open(openingOf(newcomer));
    return newcomer;
  }

  return {
    welcome,
    restore: ({ userId }) => void welcome(userId),
    all: () => Array.from(newcomers.all(), ({ userId }) => ({ userId })),
    clear: newcomers.clear,
  };
}
