import fc from 'fast-check';
import type { Refund } from '../../sandbox/alipay/refund';
import { returnedFeeFen, serviceFeeFen } from '../../sandbox/alipay/service-fee';

/** The same cases in every run. */
const RUNS = { seed: 20261122, numRuns: 1000 };

const fen = fc.integer({ min: 1, max: 100_000_000_00 });
const ratePpm = fc.integer({ min: 0, max: 1_000_000 });
/** Shares of what is left, so that the last takes the rest. */
const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });

test('a fee is never below zero nor above the payment', () => {
  fc.assert(
    fc.property(fen, ratePpm, (totalFen, rate) => {
      const feeFen = serviceFeeFen(totalFen, rate);
      expect(Number.isSafeInteger(feeFen) && feeFen >= 0 && feeFen <= totalFen).toBe(true);
    }),
    RUNS,
  );
});

test('a trade that is refunded in parts gets all of its fee back, fen by fen and never more', () => {
  fc.assert(
    fc.property(fen, ratePpm, shares, (totalFen, rate, parts) => {
      const feeFen = serviceFeeFen(totalFen, rate);
      const refunds: Refund[] = [];
      let leftFen = totalFen;
      let returnedFen = 0;
      for (const share of [...parts, 1]) {
        const amountFen = share === 1 ? leftFen : Math.floor(leftFen * share);
        if (amountFen === 0) continue;
        const back = returnedFeeFen({ totalFen, feeFen, refunds }, amountFen);
        refunds.push({ requestNo: `R${refunds.length}`, amountFen, feeFen: back, atMs: 0 });
        leftFen -= amountFen;
        returnedFen += back;
        expect(back).toBeGreaterThanOrEqual(0);
        expect(returnedFen).toBeLessThanOrEqual(feeFen);
      }
      expect(returnedFen).toBe(feeFen);
    }),
    RUNS,
  );
});
