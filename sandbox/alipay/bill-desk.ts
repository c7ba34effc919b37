import iconv from 'iconv-lite';
import type { Clock } from '../clock';
import type { BillFaults } from '../fault/bill-faults';
import { gbkZip } from '../gbk-zip';
import type { Randomness } from '../randomness';
import { type BillHead, detailCsv } from './bill-csv';
import type { BillPeriod } from './bill-period';
import { type BillRow, type BillSources, billRows } from './bill-rows';
import { summaryCsv } from './bill-summary';
import type { AlipayRules } from './rules';

/** How long a download address works (reference alipay-trade 2.7). */
export const BILL_URL_LIFE_MS = 30_000;

/** What is added to a seller's id to name the account of its bills. */
const ACCOUNT_SUFFIX = '0156';

/** Whose bill of which days. */
export interface BillOrder {
  sellerId: string;
  /** The app that asked, for faults that strike one app. */
  appId: string;
  period: BillPeriod;
}

/** A zip of CSVs in GBK, under the name it is offered for saving. */
export interface BillFile {
  name: string;
  bytes: Buffer;
}

/** Bills of the sandbox's trades. A bill is written when it is fetched. */
export interface BillDesk {
  hasRows(order: BillOrder): boolean;
  /** Path and query of an address that works for {@link BILL_URL_LIFE_MS}. */
  downloadPath(order: BillOrder): string;
  /** Undefined for a token that is over or never was. */
  fetch(token: string): BillFile | undefined;
  clear(): void;
}

/** `entries` gives the ledger as it stands at each call, for a bill shows what happened until it is fetched. */
export interface BillDeskParts extends Omit<BillSources, 'entries'> {
  entries(): BillSources['entries'];
  clock: Clock;
  randomness: Randomness;
  faults: BillFaults;
  rules: BillRules;
}

/** The rules that bear on what stands in a bill and how it is written. */
export type BillRules = Pick<AlipayRules, 'billDay' | 'billSummary' | 'billQuoting' | 'billLineEnd'>;

/** Addresses are only in memory: after a restart all of them are unknown, and the merchant asks again. */
export function billDesk(parts: BillDeskParts): BillDesk {
  const { clock, randomness, faults } = parts;
  const orders = new Map<string, { order: BillOrder; expiresAtMs: number }>();
  const rowsOf = ({ sellerId, period }: BillOrder) =>
    billRows(sellerId, period, { ...parts, entries: parts.entries() });

  function forgetOld(nowMs: number): void {
    for (const [token, { expiresAtMs }] of orders) if (expiresAtMs <= nowMs) orders.delete(token);
  }

  return {
    hasRows: (order) => rowsOf(order).length > 0,
    downloadPath(order) {
      const nowMs = clock.nowMs();
      forgetOld(nowMs);
      const token = randomness.hex(32);
      orders.set(token, { order, expiresAtMs: nowMs + BILL_URL_LIFE_MS });
      return downloadPath(order, nowMs, token);
    },
    fetch(token) {
      const known = orders.get(token);
      if (!known || known.expiresAtMs <= clock.nowMs()) return undefined;
      const { appId, period, sellerId } = known.order;
      const { rows, footer } = faults.forBill({ billDate: period.date, appId }, rowsOf(known.order));
      const head: BillHead = { account: accountOf(sellerId), period, exportedAtMs: clock.nowMs(), style: parts.rules };
      const name = fileName(known.order);
      const files = {
        [`${name}_业务明细.csv`]: iconv.encode(detailCsv(rows, head, footer), 'gbk'),
        ...summaryFile(name, rows, head, parts.rules),
      };
      return { name: `${name}.csv.zip`, bytes: gbkZip(files, clock.nowMs()) };
    },
    clear: () => orders.clear(),
  };
}

function summaryFile(name: string, rows: readonly BillRow[], head: BillHead, { billSummary }: BillRules) {
  if (billSummary === 'absent') return {};
  return { [`${name}_业务明细(汇总).csv`]: iconv.encode(summaryCsv(rows, head, billSummary), 'gbk') };
}

/** As captured from the real bill centre. */
function downloadPath(order: BillOrder, nowMs: number, token: string): string {
  const query = new URLSearchParams({
    bizType: 'trade',
    userId: accountOf(order.sellerId),
    fileType: 'csv.zip',
    bizDates: order.period.date.replaceAll('-', ''),
    downloadFileName: `${fileName(order)}.csv.zip`,
    fileId: `/trade/${order.sellerId}/${order.period.date}.csv.zip`,
    timestamp: String(nowMs),
    token,
  });
  return `/downloadBillFile.resource?${query}`;
}

function fileName({ sellerId, period }: BillOrder): string {
  return `${accountOf(sellerId)}_${period.date.replaceAll('-', '')}`;
}

function accountOf(sellerId: string): string {
  return `${sellerId}${ACCOUNT_SUFFIX}`;
}
