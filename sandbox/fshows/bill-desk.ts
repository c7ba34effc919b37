import { beijingDayStart, nextBeijingMidnight, toBeijingDay, toBeijingTime } from '../beijing-time';
import type { Clock } from '../clock';
import type { BillFaults } from '../fault/bill-faults';
import type { Randomness } from '../randomness';
import { billCsv } from './bill-csv';
import { type BillRow, billRows } from './bill-rows';
import type { FshowsDirectory } from './directory';
import type { FshowsRules } from './rules';
import type { FshowsTrade } from './trade';

/** Whose bill of which day. */
export interface BillOrder {
  appId: string;
  /** Any moment of the day, in Beijing. */
  dayMs: number;
  withRefunds: boolean;
}

/** Bills of the platform's trades. A bill is written when it is fetched. */
export interface FshowsBillDesk {
  /** Whether the day is over, and long enough. */
  isReady(order: BillOrder): boolean;
  hasRows(order: BillOrder): boolean;
  /** Path and query of an address that works for as long as the rule says. */
  downloadPath(order: BillOrder): string;
  /** Undefined for a token that is over or never was. */
  fetch(token: string): Buffer | undefined;
  clear(): void;
}

/** `trades` gives them as they stand at each call, for a bill shows what happened until it is fetched. */
export interface BillDeskParts {
  trades(): Iterable<FshowsTrade>;
  directory: FshowsDirectory;
  clock: Clock;
  randomness: Randomness;
  faults: BillFaults;
  rules: Readonly<FshowsRules>;
}

/** Addresses are only in memory: after a restart all of them are unknown, and the provider asks again. */
export function fshowsBillDesk({ trades, directory, clock, randomness, faults, rules }: BillDeskParts): FshowsBillDesk {
  const orders = new Map<string, { order: BillOrder; expiresAtMs: number }>();

  function rowsOf({ appId, dayMs, withRefunds }: BillOrder): BillRow[] {
    return billRows(trades(), appId, {
      startMs: beijingDayStart(dayMs),
      endMs: nextBeijingMidnight(dayMs),
      withRefunds,
    });
  }

  function forgetOld(nowMs: number): void {
    for (const [token, { expiresAtMs }] of orders) if (expiresAtMs <= nowMs) orders.delete(token);
  }

  return {
    isReady: ({ dayMs }) => clock.nowMs() >= nextBeijingMidnight(dayMs) + rules.billReadyAfterMs,
    hasRows: (order) => rowsOf(order).length > 0,
    downloadPath(order) {
      const nowMs = clock.nowMs();
      forgetOld(nowMs);
      const token = randomness.hex(32);
      orders.set(token, { order, expiresAtMs: nowMs + rules.billUrlLifeMs });
      return `/finance/支付宝对账单_${order.appId}_${toBeijingDay(order.dayMs)}.csv?token=${token}`;
    },
    fetch(token) {
      const known = orders.get(token);
      if (!known || known.expiresAtMs <= clock.nowMs()) return undefined;
      const { appId, dayMs } = known.order;
      const billDate = toBeijingTime(dayMs).slice(0, 10);
      const { rows } = faults.forBill({ billDate, appId, gateway: 'fshows' }, rowsOf(known.order));
      return billCsv(rows, (id) => directory.nameOf(id), rules);
    },
    clear: () => orders.clear(),
  };
}
