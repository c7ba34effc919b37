/**
 * What a development build has in place of `my.tradePay` and `my.getAuthCode` (scripts/build-miniprogram.ts puts it there): the
 * IDE can neither pay a trade of the sandbox nor be one of its buyers. A release build has nothing of this.
 */
import { alipayDevice } from '../device';
import { space } from '../space';
import { type SandboxCashier, sandboxCashier } from './cashier';
import { sandboxControl } from './control';
import { cashierTexts } from './texts';

interface Callbacks<Reply> {
  success?(reply: Reply): void;
  fail?(failure: { error: number; errorMessage: string }): void;
  complete?(answer: Reply | { error: number; errorMessage: string }): void;
}

/** Where the build does not say where the sandbox is, the phone is as it is: the simulator has a cashier of its own. */
const { sandboxUrl } = space;
const control = sandboxUrl === undefined ? null : sandboxControl(sandboxUrl);
/** By another name, since what is called on `my` itself is replaced in this file too. */
const phone = my as unknown as Record<'tradePay' | 'getAuthCode', (options: unknown) => unknown>;

/** The cashier that is shown over every page; null where the phone has its own. */
export const cashier: SandboxCashier | null =
  control && sandboxCashier({ control, t: cashierTexts(alipayDevice().language()) });

/** Stands in for `my.tradePay`. */
export function sandboxTradePay(options: Callbacks<{ resultCode: string }> & { tradeNO: string }): unknown {
  if (!cashier) return phone.tradePay(options);
  cashier.open(options.tradeNO, (answer) => {
    if (answer.kind === 'success') succeed(options, { resultCode: answer.resultCode });
    else fail(options, answer.error, 'no permission to call tradePay');
  });
  return undefined;
}

/** Stands in for `my.getAuthCode`: the sandbox issues a code for its first buyer. */
export function sandboxGetAuthCode(options: Callbacks<{ authCode: string }>): unknown {
  if (!control) return phone.getAuthCode(options);
  void control.authCode().then((reply) => {
    if (reply.kind === 'answered') succeed(options, { authCode: reply.body.authCode });
    else fail(options, 12, 'the sandbox issued no auth code');
  });
  return undefined;
}

function succeed<Reply>({ success, complete }: Callbacks<Reply>, reply: Reply): void {
  success?.(reply);
  complete?.(reply);
}

function fail<Reply>({ fail: tell, complete }: Callbacks<Reply>, error: number, errorMessage: string): void {
  tell?.({ error, errorMessage });
  complete?.({ error, errorMessage });
}
