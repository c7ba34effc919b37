import type { Clock } from './clock';
import type { Device } from './device';

/**
 * What the cashier's answer suggests. A hint never says that an order is paid: it only decides how eagerly the server
 * is asked and what is said until it has answered.
 */
export type WalletHint =
  /** Processed or in progress. */
  | 'maybe_paid'
  /** No usable answer; money may have moved. */
  | 'unknown'
  /** The network failed inside the cashier. */
  | 'interrupted'
  /** The buyer left the cashier. */
  | 'cancelled'
  /** The cashier could not pay. */
  | 'failed'
  /** This app may not open the cashier at all. */
  | 'not_allowed';

/** Every hint, for reading one from a page's address. */
export const WALLET_HINTS: readonly WalletHint[] = [
  'maybe_paid',
  'unknown',
  'interrupted',
  'cancelled',
  'failed',
  'not_allowed',
];

/** The cashier of the Alipay app. */
export interface Wallet {
  /** Opens the cashier for a trade and resolves when it is over, or when nobody will say that it is. Never rejects. */
  pay(walletTradeNo: string): Promise<WalletHint>;
  /** Runs when a cashier answers that had been given up; returns the function that stops it. */
  onLateAnswer(listen: LateAnswer): () => void;
}

/** News from a cashier that had been given up. */
export type LateAnswer = (walletTradeNo: string, hint: WalletHint) => void;

/** After this the order's page takes over; if the cashier is still open it lies above that page and loses nothing. */
export const LONGEST_SILENCE_MS = 30_000;
/** How long an answer may lag behind the app's return to the foreground. */
export const SILENCE_AFTER_RETURN_MS = 2_000;

/** Result codes of my.tradePay (reference alipay-trade 5.1); whatever is not listed is unknown. */
const HINT_BY_RESULT_CODE = new Map<string, WalletHint>([
  ['9000', 'maybe_paid'],
  ['8000', 'maybe_paid'],
  ['6004', 'unknown'],
  ['5000', 'unknown'],
  ['6002', 'interrupted'],
  ['6001', 'cancelled'],
  ['99', 'cancelled'],
  ['4000', 'failed'],
  ['4', 'not_allowed'],
]);

/** Errors of the API call itself (reference alipay-trade 5.1, "Routing"). */
const HINT_BY_ERROR = new Map<string, WalletHint>([
  ['2', 'failed'],
  ['4', 'not_allowed'],
]);

/** Reads whatever the cashier handed back, through either callback or a promise, with numeric or string codes. */
export function hintFromAnswer(answer: unknown): WalletHint {
  const { resultCode, error } = (answer ?? {}) as { resultCode?: unknown; error?: unknown };
  if (resultCode !== undefined && resultCode !== null) return HINT_BY_RESULT_CODE.get(String(resultCode)) ?? 'unknown';
  return HINT_BY_ERROR.get(String(error)) ?? 'unknown';
}

/** The wallet of this phone. A trade whose cashier is open is not opened again. */
export function wallet(parts: { clock: Clock; device: Device }): Wallet {
  const open = new Map<string, Promise<WalletHint>>();
  const listeners = new Set<LateAnswer>();
  const tellLate: LateAnswer = (walletTradeNo, hint) => {
    for (const listen of [...listeners]) listen(walletTradeNo, hint);
  };
  return {
    pay(walletTradeNo) {
      const running = open.get(walletTradeNo);
      if (running) return running;
      const answer = askCashier(parts, walletTradeNo, tellLate).finally(() => open.delete(walletTradeNo));
      open.set(walletTradeNo, answer);
      return answer;
    },
    onLateAnswer(listen) {
      listeners.add(listen);
      return () => listeners.delete(listen);
    },
  };
}

/** The first of these wins: a callback, the promise, silence after the app came back, a long silence. */
function askCashier(
  { clock, device }: { clock: Clock; device: Device },
  tradeNO: string,
  tellLate: LateAnswer,
): Promise<WalletHint> {
  return new Promise((resolve) => {
    let isGivenUp = false;
    const cancels = [clock.after(LONGEST_SILENCE_MS, giveUp)];
    cancels.push(device.onAppShow(() => void cancels.push(clock.after(SILENCE_AFTER_RETURN_MS, giveUp))));
    openCashier(tradeNO, settle);

    function settle(answer: unknown): void {
      for (const cancel of cancels) cancel();
      const hint = hintFromAnswer(answer);
      if (isGivenUp) tellLate(tradeNO, hint);
      else resolve(hint);
    }

    function giveUp(): void {
      settle(undefined);
      isGivenUp = true;
    }
  });
}

function openCashier(tradeNO: string, settle: (answer: unknown) => void): void {
  try {
    const promise: unknown = my.tradePay({ tradeNO, success: settle, fail: settle });
    // A host that was given callbacks may return a promise of nothing; that is no answer.
    if (isThenable(promise)) promise.then((answer) => answer && settle(answer), settle);
  } catch {
    settle(undefined);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null)?.then === 'function';
}
