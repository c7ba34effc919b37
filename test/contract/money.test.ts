import fc from 'fast-check';
import { fenFromYuan, isFen, MAX_TOTAL_FEN, multiplyFen, sumFen, yuanFromFen } from '../../contract/money';

fc.configureGlobal({ seed: 20_260_102 });

const fen = fc.integer({ min: 0, max: 99_999_999_999_999 });

describe('yuan and fen', () => {
  test('every amount survives the way to yuan and back', () => {
    fc.assert(fc.property(fen, (amountFen) => fenFromYuan(yuanFromFen(amountFen)) === amountFen));
  });

  test('yuan always has two decimals, as the provider writes it', () => {
    fc.assert(fc.property(fen, (amountFen) => /^(0|[1-9]\d*)\.\d\d$/.test(yuanFromFen(amountFen))));
  });

  test('the larger amount in fen is the larger amount in yuan', () => {
    fc.assert(fc.property(fen, fen, (a, b) => Math.sign(a - b) === Math.sign(compareDigits(a, b))));
  });

  test.each([
    [0, '0.00'],
    [1, '0.01'],
    [10, '0.10'],
    [99, '0.99'],
    [100, '1.00'],
    [1280, '12.80'],
    [MAX_TOTAL_FEN, '100000000.00'],
    [99_999_999_999_999, '999999999999.99'],
  ])('%d fen is %s yuan', (amountFen, yuan) => {
    expect(yuanFromFen(amountFen)).toBe(yuan);
    expect(fenFromYuan(yuan)).toBe(amountFen);
  });

  test.each([
    ['12', 1200],
    ['12.3', 1230],
    ['0.1', 10],
    ['0', 0],
    ['007.50', 750],
    ['999999999999.99', 99_999_999_999_999],
    // Amounts that binary fractions get wrong.
    ['0.29', 29],
    ['1.15', 115],
    ['4.35', 435],
  ])('the provider may write %s', (yuan, amountFen) => {
    expect(fenFromYuan(yuan)).toBe(amountFen);
  });

  test.each([
    ['an exponent', '1e3'],
    ['a space before', ' 1'],
    ['a space after', '1 '],
    ['a line break', '1\n'],
    ['three decimals', '1.234'],
    ['a sign', '-1'],
    ['a plus', '+1'],
    ['full-width digits', '０.01'],
    ['Arabic digits', '١.٠٠'],
    ['nothing', ''],
    ['no decimals after the point', '1.'],
    ['no digits before the point', '.5'],
    ['two points', '1.2.3'],
    ['a decimal comma', '1,50'],
    ['thousands', '1,000.00'],
    ['a currency', '¥1'],
    ['hexadecimal', '0x10'],
    ['words', 'NaN'],
    ['infinity', 'Infinity'],
    ['more digits than an amount has', '1234567890123'],
    ['a number', 1.1],
    ['an integer', 1],
    ['null', null],
    ['undefined', undefined],
    ['an array', ['1.00']],
    ['an object', { toString: () => '1.00' }],
    ['true', true],
  ])('%s is not an amount', (_, yuan) => {
    expect(fenFromYuan(yuan)).toBeNull();
  });

  test('whatever text comes, it becomes an exact amount or nothing', () => {
    const digitsAndNoise = fc.string({ unit: fc.constantFrom(...'0129.,- e+') });
    fc.assert(
      fc.property(fc.oneof(digitsAndNoise, fc.string()), (text) => {
        const amountFen = fenFromYuan(text);
        return amountFen === null || (isFen(amountFen) && Number(yuanFromFen(amountFen)) === Number(text));
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1' as unknown as number])(
    '%p fen cannot be written in yuan: such an amount is a bug',
    (amountFen) => {
      expect(isFen(amountFen)).toBe(false);
      expect(() => yuanFromFen(amountFen)).toThrow(RangeError);
    },
  );
});

describe('arithmetic with fen', () => {
  test('price by quantity and sums are exact', () => {
    expect(multiplyFen(12_800, 99)).toBe(1_267_200);
    expect(sumFen([1, 2, 3])).toBe(6);
    expect(sumFen([])).toBe(0);
  });

  test('a price taken n times is the price added up n times', () => {
    const price = fc.integer({ min: 0, max: MAX_TOTAL_FEN });
    fc.assert(
      fc.property(price, fc.integer({ min: 0, max: 99 }), (priceFen, quantity) => {
        return multiplyFen(priceFen, quantity) === sumFen(Array(quantity).fill(priceFen));
      }),
    );
  });

  test.each([
    [Number.MAX_SAFE_INTEGER, 2],
    [0.5, 2],
    [-1, -1],
    [1, 1.5],
    [Number.NaN, 1],
  ])('%d fen times %d is refused', (priceFen, quantity) => {
    expect(() => multiplyFen(priceFen, quantity)).toThrow(RangeError);
  });

  test.each([
    ['more than a double holds exactly', [Number.MAX_SAFE_INTEGER, 1]],
    ['halves that make a whole', [0.5, 0.5]],
    ['a negative amount hidden in a sum', [-1, 2]],
  ])('a sum of %s is refused', (_, amounts) => {
    expect(() => sumFen(amounts)).toThrow(RangeError);
  });
});

/** Order of two amounts by their yuan texts, so that it shares no arithmetic with the conversion. */
function compareDigits(a: number, b: number): number {
  const [left, right] = [yuanFromFen(a).padStart(20, '0'), yuanFromFen(b).padStart(20, '0')];
  return left < right ? -1 : Number(left > right);
}
