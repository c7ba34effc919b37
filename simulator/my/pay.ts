import type { Screen } from '../faces';
import { asyncCall } from './async-call';
import { errors, failure } from './failure';
import { sayUnsupported } from './say-unsupported';

/** Never settles: the wallet was closed in a way that calls nobody back. */
const never = new Promise<never>(() => undefined);

/** `my.tradePay` (reference alipay-trade 5.1): opens the cashier and answers what the person chose there. */
export function payFamily(screen: Screen) {
  return {
    tradePay: asyncCall(async ({ tradeNO, orderStr }) => {
      if (orderStr !== undefined && tradeNO === undefined) {
        void sayUnsupported(
          'my.tradePay with orderStr is not supported by the simulator: create a trade and pass tradeNO.',
        );
        throw failure(errors.noPermission, 'tradePay: orderStr is not supported by the simulator');
      }
      if (typeof tradeNO !== 'string' || tradeNO === '') {
        throw failure(errors.invalidParameter, 'invalid parameter: tradeNO must be a non-empty string');
      }
      const answer = await screen.cashier(tradeNO);
      if (answer === null) return never;
      if (answer.kind === 'fail') throw answer.failure;
      return { resultCode: answer.resultCode, memo: '', result: '', callbackUrl: '' };
    }),
  };
}
