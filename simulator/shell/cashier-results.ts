import type { CashierAnswer } from '../faces';

/** What `my.tradePay` can come to, as the cashier's menu lists it (reference alipay-trade 5.1). */
export interface CashierResult {
  /** Key of the texts, and the name on the menu. */
  code: string;
  answer: CashierAnswer | null;
}

function resultCode(code: string): CashierResult {
  return { code, answer: { kind: 'success', resultCode: code } };
}

/** 4 is an API error: it arrives in `fail`. The last calls nobody back. */
export const cashierResults: readonly CashierResult[] = [
  ...['9000', '8000', '6004', '4000', '6001', '6002', '99', '5000'].map(resultCode),
  { code: '4', answer: { kind: 'fail', failure: { error: 4, errorMessage: 'no permission to call tradePay' } } },
  { code: 'none', answer: null },
];
