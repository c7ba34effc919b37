import fc from 'fast-check';
import { type FeeRates, feeSplit, feeText, rateText, refundSplit } from '../../../sandbox/fshows/fees';

const USUAL: FeeRates = { payPlatform: 200, bank: 50, liquidator: 350 };

describe('the fee split', () => {
  test.each`
    totalFen | liquidator | netFen   | payPlatformFen | bankFen | liquidatorFen
    ${1}     | ${350}     | ${1}     | ${0}           | ${0}    | ${0}
    ${100}   | ${350}     | ${99}    | ${0}           | ${0}    | ${1}
    ${10000} | ${350}     | ${9940}  | ${20}          | ${5}    | ${35}
    ${12345} | ${350}     | ${12271} | ${25}          | ${6}    | ${43}
    ${1000}  | ${0}       | ${997}   | ${2}           | ${1}    | ${0}
  `(
    'of $totalFen fen with $liquidator for the provider is as the reference has it',
    ({ totalFen, liquidator, ...split }) => {
      expect(feeSplit(totalFen, { ...USUAL, liquidator })).toEqual(split);
    },
  );

  const rates = fc
    .tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }))
    .map(([payPlatform, bank, liquidator]) => ({ payPlatform, bank, liquidator }));
  const amountFen = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 100_000_000_00 }));
  const partsOf = (split: object): number[] => Object.values(split);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

  test('loses no fen and gives nobody less than nothing, whatever the amount and the rates', () => {
    fc.assert(
      fc.property(amountFen, rates, (totalFen, each) => {
        const parts = partsOf(feeSplit(totalFen, each));
        expect(sum(parts)).toBe(totalFen);
        expect(parts.every((fen) => Number.isSafeInteger(fen) && fen >= 0)).toBe(true);
      }),
      { numRuns: 2000, seed: 20_261_122 },
    );
  });

  test('rounds each fee half up, as exact arithmetic does', () => {
    const exact = (totalFen: number, rate: number) =>
      Number((2n * BigInt(totalFen) * BigInt(rate) + 100_000n) / 200_000n);
    fc.assert(
      fc.property(amountFen, rates, (totalFen, each) => {
        const { payPlatformFen, bankFen } = feeSplit(totalFen, each);
        expect([payPlatformFen, bankFen]).toEqual([exact(totalFen, each.payPlatform), exact(totalFen, each.bank)]);
      }),
      { numRuns: 2000, seed: 20_261_122 },
    );
  });

  test('of refunds adds up to that of the payment, however it is parted', () => {
    fc.assert(
      fc.property(
        amountFen,
        rates,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 5 }),
        (total, each, cuts) => {
          let leftFen = total;
          const back = [0, 0, 0, 0];
          const refund = (refundFen: number) => {
            const parts = partsOf(refundSplit(leftFen, refundFen, each));
            expect(sum(parts)).toBe(refundFen);
            for (const [index, fen] of parts.entries()) back[index] = (back[index] ?? 0) + fen;
            leftFen -= refundFen;
          };
          for (const cut of cuts) refund(Math.floor(leftFen * cut));
          refund(leftFen);
          expect(back).toEqual(partsOf(feeSplit(total, each)));
        },
      ),
      { numRuns: 1000, seed: 20_261_122 },
    );
  });

  test('is written with five decimals', () => {
    expect([rateText(200), rateText(50), rateText(0), feeText(0), feeText(12_345)]).toEqual([
      '0.00200',
      '0.00050',
      '0.00000',
      '0.00000',
      '123.45000',
    ]);
  });
});
