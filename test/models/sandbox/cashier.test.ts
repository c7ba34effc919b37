import { type Answer, sandboxCashier } from '../../../models/sandbox/cashier';
import type { SandboxControl, SandboxReply } from '../../../models/sandbox/control';
import { cashierTexts } from '../../../models/sandbox/texts';
import { settled } from '../support/manual-clock';

const TRADE = { totalAmount: '96.00', subject: '六安瓜片', sellerName: '沙箱小店', buyer: { name: '王小明' } };

/** A sandbox that answers as told and remembers what was paid. */
function setting({
  refusesToPay = false,
  trade = { kind: 'answered', body: TRADE } as SandboxReply<typeof TRADE>,
} = {}) {
  const orders: { tradeNo: string; outcome: string }[] = [];
  const control: SandboxControl = {
    trade: async () => trade,
    async pay(order) {
      orders.push(order);
      return refusesToPay ? { kind: 'refused', reason: 'trade_not_payable' } : { kind: 'answered', body: {} };
    },
    authCode: async () => ({ kind: 'answered', body: { authCode: 'code' } }),
  };
  const cashier = sandboxCashier({ control, t: cashierTexts('zh-Hans') });
  const answers: Answer[] = [];
  const open = async (): Promise<void> => {
    cashier.open('trade-1', (answer) => answers.push(answer));
    await settled();
  };
  return { cashier, answers, orders, open };
}

test('shows what is paid to whom, pays it, and answers once', async () => {
  const { cashier, answers, orders, open } = setting();
  await open();
  expect(cashier.view).toMatchObject({ step: 'ready', trade: { amount: '96.00' } });
  await Promise.all([cashier.pay(), cashier.pay()]);
  expect(answers).toEqual([{ kind: 'success', resultCode: '9000' }]);
  expect(orders).toEqual([{ tradeNo: 'trade-1', outcome: 'paid' }]);
  expect(cashier.view.step).toBe('closed');
});

test.each([
  ['9000 unpaid', [], { kind: 'success', resultCode: '9000' }],
  ['6001 paid', ['paid'], { kind: 'success', resultCode: '6001' }],
  ['8000 unpaid', [], { kind: 'success', resultCode: '8000' }],
  ['4 unpaid', [], { kind: 'fail', error: 4 }],
])('with "%s" the money moves %j', async (id, outcomes, answer) => {
  const { cashier, answers, orders, open } = setting();
  await open();
  await cashier.choose(id);
  expect(orders.map(({ outcome }) => outcome)).toEqual(outcomes);
  expect(answers).toEqual([answer]);
});

test('can pay without calling anybody back', async () => {
  const { cashier, answers, orders, open } = setting();
  await open();
  await cashier.choose('none paid');
  expect({ answers, paid: orders.length, step: cashier.view.step }).toEqual({ answers: [], paid: 1, step: 'closed' });
});

test('offers every documented result, with and without the money', async () => {
  const { cashier, open } = setting();
  await open();
  expect(cashier.view.results).toEqual([]);
  cashier.toggleMore();
  const results = cashier.view.results as { code: string; ways: { label: string }[] }[];
  expect(results).toHaveLength(10);
  expect(results[0]?.ways.map(({ label }) => label)).toEqual(['9000 未付款', '9000 已付款']);
});

test('cancelled, tells the sandbox and answers 6001', async () => {
  const { cashier, answers, orders, open } = setting();
  await open();
  await cashier.cancel();
  expect(orders).toEqual([{ tradeNo: 'trade-1', outcome: 'cancelled' }]);
  expect(answers).toEqual([{ kind: 'success', resultCode: '6001' }]);
});

test('refused by the sandbox says why and ends as a failure', async () => {
  const { cashier, answers, open } = setting({ refusesToPay: true });
  await open();
  await cashier.pay();
  expect(cashier.view).toMatchObject({ step: 'trouble', trouble: '沙箱没有付款：trade_not_payable' });
  await cashier.cancel();
  expect(answers).toEqual([{ kind: 'success', resultCode: '4000' }]);
});

test.each([
  [{ kind: 'refused', reason: 'trade_not_found' } as const, '交易不存在'],
  [{ kind: 'unreachable' } as const, '沙箱没有应答，请确认 npm start 在运行'],
])('that cannot read its trade (%j) says so', async (trade, trouble) => {
  const { cashier, open } = setting({ trade });
  await open();
  expect(cashier.view).toMatchObject({ step: 'trouble', trouble });
});
