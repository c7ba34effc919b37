import { sandboxClock } from '../../../sandbox/clock';
import { createSandbox } from '../../../sandbox/create-sandbox';
import type { FaultRuleInput } from '../../../sandbox/fault/fault-rule';
import { type FaultDesk, faults as faultDesk } from '../../../sandbox/fault/faults';
import { randomness } from '../../../sandbox/randomness';
import { merchant } from '../support/merchant';

const BILL = { billDate: '2026-11-22', appId: '9021000100000001' };
const ROWS = [
  { outTradeNo: 'A', tradeNo: '1', amountFen: 1230 },
  { outTradeNo: 'B', tradeNo: '2', amountFen: 500 },
  { outTradeNo: 'A', tradeNo: '1', amountFen: -230 },
];
const [A, B, REFUND] = ROWS;
const NOTHING = { byFen: 0, byCount: 0 };
const NOBODYS = { ...A, outTradeNo: 'NOBODYS_TRADE', tradeNo: '2026010122001400000000000000' };

let faults: FaultDesk;

beforeEach(() => {
  faults = faultDesk(sandboxClock(), randomness('bills'));
});

test('a bill without faults is as it is', () => {
  expect(faults.forBill(BILL, ROWS)).toEqual({ rows: ROWS, footer: NOTHING });
});

test.each<[string, FaultRuleInput, object]>([
  ['a row missing', { kind: 'bill_row_missing' }, { rows: [B, REFUND] }],
  ['another row missing', { kind: 'bill_row_missing', row: 'B' }, { rows: [A, REFUND] }],
  ['a row missing that it never had', { kind: 'bill_row_missing', row: 'C' }, { rows: ROWS }],
  ['a row too many', { kind: 'bill_row_extra' }, { rows: [...ROWS, NOBODYS] }],
  ['an altered amount', { kind: 'bill_amount_altered' }, { rows: [{ ...A, amountFen: 1231 }, B, REFUND] }],
  [
    'an amount altered downwards',
    { kind: 'bill_amount_altered', row: 'B', byFen: -500 },
    { rows: [A, { ...B, amountFen: 0 }, REFUND] },
  ],
  ['refunds without minus', { kind: 'bill_refunds_positive' }, { rows: [A, B, { ...REFUND, amountFen: 230 }] }],
  ['a wrong sum', { kind: 'bill_footer_mismatch' }, { footer: { byFen: 1, byCount: 0 } }],
  ['a wrong count', { kind: 'bill_footer_mismatch', byFen: 0, byCount: -1 }, { footer: { byFen: 0, byCount: -1 } }],
  ['a fault of another day', { kind: 'bill_row_missing', billDate: '2026-11-21' }, { rows: ROWS }],
  ['a fault of another app', { kind: 'bill_row_missing', appId: '9021000100000002' }, { rows: ROWS }],
])('a bill with %s', (_, rule, expected) => {
  faults.add(rule);
  expect(faults.forBill(BILL, ROWS)).toEqual({ rows: ROWS, footer: NOTHING, ...expected });
});

test('the faults of a bill add up', () => {
  faults.add({ kind: 'bill_row_missing' });
  faults.add({ kind: 'bill_row_missing' });
  faults.add({ kind: 'bill_footer_mismatch' });
  expect(faults.forBill(BILL, ROWS)).toEqual({ rows: [REFUND], footer: { byFen: 1, byCount: 0 } });
});

test('an empty bill has nothing to be altered or doubled', () => {
  for (const kind of ['bill_row_missing', 'bill_row_extra', 'bill_amount_altered'] as const) faults.add({ kind });
  expect(faults.forBill(BILL, [])).toEqual({ rows: [], footer: NOTHING });
});

test('a fault of one bill lets the next be right', () => {
  faults.add({ kind: 'bill_row_missing', times: 1 });
  expect(faults.forBill(BILL, ROWS).rows).toHaveLength(2);
  expect(faults.forBill(BILL, ROWS).rows).toEqual(ROWS);
  expect(faults.list()).toMatchObject([{ fired: 1, isSpent: true }]);
});

test('the file of a bill breaks off, then fails, then comes whole', async () => {
  const clock = sandboxClock({ frozenAtMs: Date.parse('2026-11-22T10:00:00+08:00') });
  const sandbox = await createSandbox({ clock });
  const shop = await merchant(sandbox.url);
  sandbox.pay({ tradeNo: await shop.trade(), outcome: 'paid' });
  await clock.advance(86_400_000);
  const { billDownloadUrl } = await shop.exec('alipay.data.dataservice.bill.downloadurl.query', {
    bizContent: { billType: 'trade', billDate: '2026-11-22' },
  });
  const download = async () => {
    const reply = await fetch(String(billDownloadUrl));
    return {
      status: reply.status,
      bytes: await reply.arrayBuffer().then(
        (body) => body.byteLength,
        () => 'broken off',
      ),
    };
  };
  sandbox.faults.use('bill-download-truncated');
  sandbox.faults.use('bill-download-fails');
  expect(await download()).toEqual({ status: 200, bytes: 'broken off' });
  expect(await download()).toMatchObject({ status: 500 });
  expect(await download()).toEqual({ status: 200, bytes: expect.any(Number) });
  await sandbox.close();
});
