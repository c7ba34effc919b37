import fc from 'fast-check';
import { openIdOf } from '../../sandbox/alipay/buyers';
import { expiryMs } from '../../sandbox/alipay/expiry';
import { fromBeijingTime, nextBeijingMidnight, toBeijingDay, toBeijingTime } from '../../sandbox/beijing-time';
import { fenToYuan, yuanToFen } from '../../sandbox/money';
import { randomness } from '../../sandbox/randomness';

describe('amounts', () => {
  test.each`
    yuan                | fen
    ${'0.01'}           | ${1}
    ${'1'}              | ${100}
    ${'1.1'}            | ${110}
    ${'19.99'}          | ${1999}
    ${'100000000.00'}   | ${10_000_000_000}
    ${'0'}              | ${0}
    ${'-0.00'}          | ${0}
    ${'-1.05'}          | ${-105}
    ${'1.005'}          | ${undefined}
    ${'01.00'}          | ${undefined}
    ${'.5'}             | ${undefined}
    ${'5.'}             | ${undefined}
    ${'+5'}             | ${undefined}
    ${'1e3'}            | ${undefined}
    ${' 1'}             | ${undefined}
    ${'１.00'}          | ${undefined}
    ${''}               | ${undefined}
    ${'NaN'}            | ${undefined}
    ${'99999999999999'} | ${undefined}
  `('$yuan yuan is $fen fen', ({ yuan, fen }) => {
    expect(yuanToFen(yuan)).toBe(fen);
  });

  test('every amount of fen comes back from its yuan', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (fen) => {
        expect(yuanToFen(fenToYuan(fen))).toBe(fen === 0 ? 0 : fen);
        expect(fenToYuan(fen)).toMatch(/^-?\d+\.\d{2}$/);
      }),
      { seed: 1 },
    );
  });
});

describe('times', () => {
  test('are Beijing wall-clock times, whatever zone the machine is in', () => {
    const atMs = Date.parse('2026-11-21T16:00:00Z');
    expect(toBeijingTime(atMs)).toBe('2026-11-22 00:00:00');
    expect(toBeijingDay(atMs)).toBe('20261122');
    expect(fromBeijingTime('2026-11-22 00:00:00')).toBe(atMs);
    expect(nextBeijingMidnight(atMs)).toBe(Date.parse('2026-11-22T16:00:00Z'));
    expect(nextBeijingMidnight(atMs - 1)).toBe(atMs);
  });

  test.each([
    '2026-02-30 00:00:00',
    '2026-11-22 24:00:00',
    '2026-11-22',
    '2026-11-22T00:00:00',
    '26-11-22 00:00:00',
    '',
  ])('%j is not one', (text) => {
    expect(fromBeijingTime(text)).toBeUndefined();
  });
});

describe('expiry of an unpaid trade', () => {
  const nowMs = Date.parse('2026-11-22T22:00:00+08:00');
  const hourMs = 3_600_000;

  test.each`
    asked                                                | afterMs
    ${{ timeoutExpress: '1m' }}                          | ${60_000}
    ${{ timeoutExpress: '90m' }}                         | ${1.5 * hourMs}
    ${{ timeoutExpress: '2h' }}                          | ${2 * hourMs}
    ${{ timeoutExpress: '15d' }}                         | ${360 * hourMs}
    ${{ timeoutExpress: '21600m' }}                      | ${360 * hourMs}
    ${{ timeoutExpress: '1c' }}                          | ${2 * hourMs}
    ${{ timeExpireMs: nowMs + 5, timeoutExpress: '2h' }} | ${5}
    ${{}}                                                | ${360 * hourMs}
    ${{ productCode: 'FACE_TO_FACE_PAYMENT' }}           | ${3 * hourMs}
  `('asked for with $asked comes after $afterMs ms', ({ asked, afterMs }) => {
    expect(expiryMs({ productCode: 'JSAPI_PAY', ...asked }, nowMs)).toBe(nowMs + afterMs);
  });

  test.each(['0m', '00m', '16d', '361h', '21601m', '1.5h', '1s', 'm', '1', '1M', '-1m', '2c', '999999d'])(
    'cannot be %s',
    (timeoutExpress) => {
      expect(expiryMs({ timeoutExpress, productCode: 'JSAPI_PAY' }, nowMs)).toBeUndefined();
    },
  );
});

describe('randomness', () => {
  test('is the same for the same seed, and another for another', () => {
    const drawn = (seed?: string) => {
      const source = randomness(seed);
      return [source.digits(15), source.hex(33), source.digits(40)];
    };
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
    expect(drawn()).not.toEqual(drawn());
    expect(drawn('a').map((text) => text.length)).toEqual([15, 33, 40]);
    expect(drawn('a')[0]).toMatch(/^\d{15}$/);
  });
});

describe('an open_id', () => {
  test('is another in every app, and always the same', () => {
    const first = openIdOf('2088622000000011', '9021000100000001');
    expect(openIdOf('2088622000000011', '9021000100000001')).toBe(first);
    expect(openIdOf('2088622000000011', '9021000100000002')).not.toBe(first);
    expect(openIdOf('2088622000000022', '9021000100000001')).not.toBe(first);
    expect(first).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
