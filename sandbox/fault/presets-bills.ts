import type { Preset } from './preset';

/** Presets of bills that do not agree with what happened; that they are late or refused is among the refusals. */
export const BILL_PRESETS = {
  'bill-download-truncated': {
    title: 'The bill’s file breaks off in the middle',
    rules: [{ kind: 'truncate', method: 'bill.download', times: 1 }],
  },
  'bill-download-fails': {
    title: 'Fetching the bill’s file is answered with HTTP 500',
    rules: [{ kind: 'http_status', method: 'bill.download', phase: 'after', times: 1 }],
  },
  'bill-row-missing': { title: 'The first row of the bill is missing', rules: [{ kind: 'bill_row_missing' }] },
  'bill-row-extra': {
    title: 'The bill has a row for a trade that nobody made',
    rules: [{ kind: 'bill_row_extra' }],
  },
  'bill-amount-altered': {
    title: 'The first row of the bill is one fen too high',
    rules: [{ kind: 'bill_amount_altered', byFen: 1 }],
  },
  'bill-refunds-positive': {
    title: 'The bill writes refunds without their minus',
    rules: [{ kind: 'bill_refunds_positive' }],
  },
  'bill-footer-mismatch': {
    title: 'The totals at the end of the bill disagree with its rows',
    rules: [{ kind: 'bill_footer_mismatch', byFen: 1, byCount: 1 }],
  },
} as const satisfies Record<string, Preset>;
