/** What a buyer's phone shows at a till, and whose money it is. */
export interface PayCode {
  code: string;
  userId: string;
  expiresAtMs: number;
}

/** A code on a phone changes every minute; the sandbox's live a little longer. */
const PAY_CODE_LIFE_MS = 2 * 60_000;

/** Bar codes begin with 25 to 30 and have 16 to 24 digits, codes of a face `fp` and 33 more characters. */
const PAY_CODE = /^((2[5-9]|30)\d{14,22}|fp[0-9A-Za-z]{33})$/;

/** Whether it looks like a bar code or the code of a face; says nothing of whose it is. */
export function isPayCode(text: string): boolean {
  return PAY_CODE.test(text);
}

/** Pay codes that can still be used. They live so shortly that a restart may forget them. */
export interface PayCodeBook {
  issue(code: string, userId: string, nowMs: number): PayCode;
  /** Whose code it is; undefined for one that is used, over or unknown. */
  holderOf(code: string, nowMs: number): string | undefined;
  spend(code: string): void;
  clear(): void;
}

/** What is over is forgotten when the next code is issued. */
export function payCodeBook(): PayCodeBook {
  const codes = new Map<string, PayCode>();
  return {
    issue(code, userId, nowMs) {
      for (const { code: old, expiresAtMs } of codes.values()) if (expiresAtMs <= nowMs) codes.delete(old);
      const issued = { code, userId, expiresAtMs: nowMs + PAY_CODE_LIFE_MS };
      codes.set(code, issued);
      return issued;
    },
    holderOf(code, nowMs) {
      const known = codes.get(code);
      return known && known.expiresAtMs > nowMs ? known.userId : undefined;
    },
    spend: (code) => void codes.delete(code),
    clear: () => codes.clear(),
  };
}
