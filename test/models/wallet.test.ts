import { hintFromAnswer, LONGEST_SILENCE_MS, SILENCE_AFTER_RETURN_MS, wallet } from '../../models/wallet';
import { fakeDevice } from './support/fake-device';
import { manualClock, settled } from './support/manual-clock';

interface Cashier {
  tradeNO: string;
  success(answer: unknown): void;
  fail(answer: unknown): void;
}

/** A wallet whose cashiers stay open until the test answers. `returns` is what my.tradePay gives back. */
function openWallet(returns: (cashier: Cashier) => unknown = () => undefined) {
  const cashiers: Cashier[] = [];
  const tradePay = (cashier: Cashier) => {
    cashiers.push(cashier);
    return returns(cashier);
  };
  Object.assign(globalThis, { my: { tradePay } });
  const [clock, device] = [manualClock(), fakeDevice()];
  return { cashiers, clock, device, wallet: wallet({ clock, device }) };
}

const codes = [
  ['9000', 'maybe_paid'],
  ['8000', 'maybe_paid'],
  ['6004', 'unknown'],
  ['5000', 'unknown'],
  ['6002', 'interrupted'],
  ['6001', 'cancelled'],
  ['99', 'cancelled'],
  ['4000', 'failed'],
  ['4', 'not_allowed'],
  ['7777', 'unknown'],
  ['', 'unknown'],
  ['constructor', 'unknown'],
] as const;

describe('a result code becomes a hint', () => {
  const forms = codes.flatMap(([code, hint]) => [
    { code, hint, form: 'text', value: code as unknown },
    ...(/^\d+$/.test(code) ? [{ code, hint, form: 'number', value: Number(code) as unknown }] : []),
  ]);

  test.each(forms)('$code as $form in the success callback is $hint', async ({ value, hint }) => {
    const { wallet, cashiers } = openWallet();
    const answer = wallet.pay('trade-1');
    cashiers[0]?.success({ resultCode: value });
    expect(await answer).toBe(hint);
  });

  test.each(forms)('$code as $form in the fail callback is $hint', async ({ value, hint }) => {
    const { wallet, cashiers } = openWallet();
    const answer = wallet.pay('trade-1');
    cashiers[0]?.fail({ resultCode: value });
    expect(await answer).toBe(hint);
  });

  test.each(forms)('$code as $form in a promise is $hint', async ({ value, hint }) => {
    const { wallet } = openWallet(() => Promise.resolve({ resultCode: value }));
    expect(await wallet.pay('trade-1')).toBe(hint);
  });

  test.each(forms)('$code as $form in a rejected promise is $hint', async ({ value, hint }) => {
    const { wallet } = openWallet(() => Promise.reject({ resultCode: value }));
    expect(await wallet.pay('trade-1')).toBe(hint);
  });
});

describe('an error of the call becomes a hint', () => {
  test.each([
    [{ error: 2 }, 'failed'],
    [{ error: '4', errorMessage: 'no permission' }, 'not_allowed'],
    [{ error: 12 }, 'unknown'],
    [{}, 'unknown'],
    [null, 'unknown'],
    [undefined, 'unknown'],
    ['6001', 'unknown'],
    [{ resultCode: null, error: 4 }, 'not_allowed'],
  ])('%j is %s', (answer, hint) => {
    expect(hintFromAnswer(answer)).toBe(hint);
  });
});

describe('the cashier that does not answer', () => {
  test('counts as unknown after the longest silence', async () => {
    const { wallet, clock } = openWallet();
    const answer = wallet.pay('trade-1');
    await clock.advance(LONGEST_SILENCE_MS);
    expect(await answer).toBe('unknown');
  });

  test('counts as unknown soon after the app came back', async () => {
    const { wallet, clock, device } = openWallet();
    const answer = wallet.pay('trade-1');
    await clock.advance(5_000);
    device.showApp();
    await clock.advance(SILENCE_AFTER_RETURN_MS);
    expect(await answer).toBe('unknown');
  });

  test('may still answer shortly after the app came back', async () => {
    const { wallet, clock, device, cashiers } = openWallet();
    const answer = wallet.pay('trade-1');
    device.showApp();
    await clock.advance(SILENCE_AFTER_RETURN_MS - 1);
    cashiers[0]?.success({ resultCode: '6001' });
    expect(await answer).toBe('cancelled');
  });

  test('and answers after all tells those who still listen', async () => {
    const { wallet, clock, cashiers } = openWallet();
    const late: string[] = [];
    const stop = wallet.onLateAnswer((walletTradeNo, hint) => late.push(`${walletTradeNo} ${hint}`));
    const answer = wallet.pay('trade-1');
    await clock.advance(LONGEST_SILENCE_MS);
    expect(await answer).toBe('unknown');
    cashiers[0]?.success({ resultCode: '6001' });
    stop();
    cashiers[0]?.success({ resultCode: '9000' });
    expect(late).toEqual(['trade-1 cancelled']);
  });

  test('leaves no timer behind once it has answered', async () => {
    const { wallet, clock, device, cashiers } = openWallet();
    const answer = wallet.pay('trade-1');
    device.showApp();
    cashiers[0]?.success({ resultCode: '9000' });
    await answer;
    expect(clock.pending).toBe(0);
  });

  test('is not taken to have answered by a promise of nothing beside the callbacks', async () => {
    const { wallet, cashiers } = openWallet(() => Promise.resolve(undefined));
    const answer = wallet.pay('trade-1');
    await settled();
    cashiers[0]?.success({ resultCode: '9000' });
    expect(await answer).toBe('maybe_paid');
  });

  test('counts as unknown when the call throws', async () => {
    const { wallet } = openWallet(() => {
      throw new TypeError('my.tradePay is not a function');
    });
    expect(await wallet.pay('trade-1')).toBe('unknown');
  });
});

describe('one trade', () => {
  test('is handed to the cashier under its wallet number', () => {
    const { wallet, cashiers } = openWallet();
    void wallet.pay('2026052022001');
    expect(cashiers.map(({ tradeNO }) => tradeNO)).toEqual(['2026052022001']);
  });

  test('has one cashier, however often it is asked for', async () => {
    const { wallet, cashiers } = openWallet();
    const answers = [wallet.pay('trade-1'), wallet.pay('trade-1')];
    expect(cashiers).toHaveLength(1);
    cashiers[0]?.success({ resultCode: '6001' });
    expect(await Promise.all(answers)).toEqual(['cancelled', 'cancelled']);
  });

  test('can be taken to the cashier again after the first visit', async () => {
    const { wallet, cashiers } = openWallet();
    const first = wallet.pay('trade-1');
    cashiers[0]?.success({ resultCode: '6001' });
    await first;
    void wallet.pay('trade-1');
    expect(cashiers).toHaveLength(2);
  });
});
