import type { Clock } from '../clock';
import type { Randomness } from '../randomness';
import type { Put } from '../record-log';
import type { AuthCode, OauthBook, OauthOutcome } from './oauth-book';
import { codePut, grantPut } from './tables';

/** The oauth book in time: codes and tokens drawn, changes kept. */
export interface OauthDesk {
  issueCode(appId: string, userId: string): AuthCode;
  redeemCode(code: string, appId: string): OauthOutcome;
  refresh(refreshToken: string, appId: string): OauthOutcome;
}

/** `keep` has written the rows down when it returns; only then is a code or a token handed out. */
export interface OauthDeskParts {
  book: OauthBook;
  clock: Clock;
  randomness: Randomness;
  keep(puts: readonly Put[]): void;
}

/** A refused exchange keeps nothing. */
export function oauthDesk({ book, clock, randomness, keep }: OauthDeskParts): OauthDesk {
  const newTokens = () => ({
    accessToken: `authusrB${randomness.hex(32)}`,
    refreshToken: `authusrR${randomness.hex(32)}`,
  });

  function settle(outcome: OauthOutcome): OauthOutcome {
    if (outcome.kind === 'refused') return outcome;
    keep([...(outcome.code ? [codePut(outcome.code)] : []), ...outcome.grants.map(grantPut)]);
    return outcome;
  }

  return {
    issueCode(appId, userId) {
      const code = book.issueCode(randomness.hex(32), appId, userId, clock.nowMs());
      keep([codePut(code)]);
      return code;
    },
    redeemCode: (code, appId) => settle(book.redeemCode(code, appId, newTokens(), clock.nowMs())),
    refresh: (refreshToken, appId) => settle(book.refresh(refreshToken, appId, newTokens(), clock.nowMs())),
  };
}
