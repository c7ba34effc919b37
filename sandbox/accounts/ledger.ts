/** All money that is not in an account of Alipay: banks, Huabei, funds, what a developer puts in or takes out. */
export const OUTSIDE = 'outside';

/** What Alipay keeps of payments as its service fee. */
export const FEES = 'fees';

/** One side of an entry: more or less on one account, in fen. */
export interface Posting {
  /** `user_id` of a buyer or seller, {@link OUTSIDE} or {@link FEES}. */
  account: string;
  fen: number;
}

/** Money that moved at one moment; its postings sum to zero. */
export interface LedgerEntry {
  entryNo: string;
  kind: 'payment' | 'fee' | 'refund' | 'fee_return' | 'deposit' | 'withdrawal';
  atMs: number;
  tradeNo?: string;
  /** Of a refund, and of the fee that went back with it. */
  requestNo?: string;
  postings: readonly Posting[];
}

/** Double-entry book of all money. Entries are added, never changed; a balance is the sum of its postings. */
export interface Ledger {
  /** What an account that is new holds before anything happens, until everything is cleared; no entry is made of it. */
  open(opening: Posting): void;
  /** Throws on an entry that does not sum to zero, or that has been posted. */
  post(entry: LedgerEntry): void;
  has(entryNo: string): boolean;
  balanceFen(account: string): number;
  /** In the order of posting, openings not included. */
  entries(): Iterable<LedgerEntry>;
  /** Takes back an entry as it was kept. */
  restore(entry: LedgerEntry): void;
  /** Back to the openings of the start. */
  clear(): void;
}

/** `openings` are what accounts hold before anything happens; they come from {@link OUTSIDE}. */
export function ledger(openings: readonly Posting[] = []): Ledger {
  const entries = new Map<string, LedgerEntry>();
  const balances = new Map<string, number>();

  const add = ({ account, fen }: Posting) => balances.set(account, (balances.get(account) ?? 0) + fen);

  function open(opening: Posting): void {
    add(opening);
    add({ account: OUTSIDE, fen: -opening.fen });
  }

  function begin(): void {
    entries.clear();
    balances.clear();
    for (const opening of openings) open(opening);
  }

  function post(entry: LedgerEntry): void {
    const sumFen = entry.postings.reduce((sum, { fen }) => sum + fen, 0);
    if (sumFen !== 0) throw new Error(`entry ${entry.entryNo} is off balance by ${sumFen} fen`);
    if (entries.has(entry.entryNo)) throw new Error(`entry ${entry.entryNo} has been posted`);
    entries.set(entry.entryNo, entry);
    for (const posting of entry.postings) add(posting);
  }

  begin();
  return {
    open,
    post,
    has: (entryNo) => entries.has(entryNo),
    balanceFen: (account) => balances.get(account) ?? 0,
    entries: () => entries.values(),
    restore: post,
    clear: begin,
  };
}

/** Money from one account to another. */
export function transfer(from: string, to: string, fen: number): Posting[] {
  return [
    { account: from, fen: -fen },
    { account: to, fen },
  ];
}
