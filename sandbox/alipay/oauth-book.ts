/** What `my.getAuthCode` gives to the mini-program: exchanged once by the merchant's server. */
export interface AuthCode {
  code: string;
  appId: string;
  userId: string;
  expiresAtMs: number;
  isUsed: boolean;
}

/** What a code or a refresh token was exchanged for. It is refreshed at most once, which gives a new one. */
export interface Grant {
  accessToken: string;
  refreshToken: string;
  appId: string;
  userId: string;
  authStartMs: number;
  refreshExpiresAtMs: number;
  isRefreshed: boolean;
}

/** `refreshed_token_invalid` is a token that was refreshed before; unknown, over or another app's is merely invalid. */
export type OauthRefusal = 'code_invalid' | 'refresh_token_invalid' | 'refreshed_token_invalid';

/** `code` and `grants` are the records that changed and have to be kept. */
export type OauthOutcome =
  | { kind: 'done'; code?: AuthCode; grant: Grant; grants: readonly Grant[] }
  | { kind: 'refused'; reason: OauthRefusal };

/** New tokens, drawn by the caller. */
export interface NewTokens {
  accessToken: string;
  refreshToken: string;
}

/** Authorisation codes and tokens as a state machine; pure like the trade book. */
export interface OauthBook {
  issueCode(code: string, appId: string, userId: string, nowMs: number): AuthCode;
  redeemCode(code: string, appId: string, tokens: NewTokens, nowMs: number): OauthOutcome;
  refresh(refreshToken: string, appId: string, tokens: NewTokens, nowMs: number): OauthOutcome;
  restoreCode(code: AuthCode): void;
  restoreGrant(grant: Grant): void;
  codes(): Iterable<AuthCode>;
  grants(): Iterable<Grant>;
  clear(): void;
}

export interface OauthRules {
  /** How long a code can be exchanged that is issued from now on. */
  authCodeLifeMs: number;
  /** How long a token can be refreshed that is given from now on. */
  refreshTokenLifeMs: number;
}

/** Reads `rules` anew at each call, so that a switched one counts at once. */
export function oauthBook(rules: OauthRules): OauthBook {
  const codes = new Map<string, AuthCode>();
  const grants = new Map<string, Grant>();

  function granted(appId: string, userId: string, tokens: NewTokens, nowMs: number): Grant {
    const refreshExpiresAtMs = nowMs + rules.refreshTokenLifeMs;
    const grant = { ...tokens, appId, userId, authStartMs: nowMs, refreshExpiresAtMs, isRefreshed: false };
    grants.set(grant.refreshToken, grant);
    return grant;
  }

  return {
    issueCode(code, appId, userId, nowMs) {
      forgetWhile(codes, ({ expiresAtMs }) => expiresAtMs <= nowMs);
      forgetWhile(grants, ({ refreshExpiresAtMs }) => refreshExpiresAtMs <= nowMs);
      const issued = { code, appId, userId, expiresAtMs: nowMs + rules.authCodeLifeMs, isUsed: false };
      codes.set(code, issued);
      return issued;
    },
    redeemCode(code, appId, tokens, nowMs) {
      const known = codes.get(code);
      if (!known || known.appId !== appId || known.isUsed || known.expiresAtMs <= nowMs) {
        return { kind: 'refused', reason: 'code_invalid' };
      }
      const used = { ...known, isUsed: true };
      codes.set(code, used);
      const grant = granted(appId, known.userId, tokens, nowMs);
      return { kind: 'done', code: used, grant, grants: [grant] };
    },
    refresh(refreshToken, appId, tokens, nowMs) {
      const known = grants.get(refreshToken);
      if (!known || known.appId !== appId || known.refreshExpiresAtMs <= nowMs) {
        return { kind: 'refused', reason: 'refresh_token_invalid' };
      }
      if (known.isRefreshed) return { kind: 'refused', reason: 'refreshed_token_invalid' };
      const refreshed = { ...known, isRefreshed: true };
      grants.set(refreshToken, refreshed);
      const grant = granted(appId, known.userId, tokens, nowMs);
      return { kind: 'done', grant, grants: [refreshed, grant] };
    },
    restoreCode: (code) => void codes.set(code.code, code),
    restoreGrant: (grant) => void grants.set(grant.refreshToken, grant),
    codes: () => codes.values(),
    grants: () => grants.values(),
    clear() {
      codes.clear();
      grants.clear();
    },
  };
}

/**
 * The oldest records end first; after a rule was switched some of them are kept longer than they need be. What has ended is
 * refused like what never was.
 */
function forgetWhile<Value>(records: Map<string, Value>, hasEnded: (record: Value) => boolean): void {
  for (const [key, record] of records) {
    if (!hasEnded(record)) return;
    records.delete(key);
  }
}
