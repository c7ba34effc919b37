import type { MyParts } from '../faces';
import { texts } from '../shell/texts';
import { asyncCall, type CallOptions } from './async-call';
import { errors, failure } from './failure';

const NO_RESULT = 3;
const knownScopes = new Set(['auth_base', 'auth_user', 'order_service', 'hospital_order']);

/** `my.getAuthCode` (reference alipay-trade 5.2): the sandbox issues a one-shot code for the buyer chosen at the phone. */
export function authFamily({ network, screen, buyerId }: Pick<MyParts, 'network' | 'screen' | 'buyerId'>) {
  return {
    getAuthCode: asyncCall(async (options) => {
      const scopes = scopesOf(options);
      if (!network.isOn()) throw failure(errors.network, 'network error: the phone is offline');
      if (scopes.includes('auth_user') && !(await mayShareProfile(screen))) {
        throw failure(errors.userCancelled, 'the user refused the authorisation');
      }
      return { authCode: await issueCode(buyerId()), authSuccessScopes: scopes, authErrorScopes: {} };
    }),
  };
}

function scopesOf({ scopes }: CallOptions): string[] {
  const list = scopes === undefined ? ['auth_base'] : Array.isArray(scopes) ? scopes.map(String) : [String(scopes)];
  if (list.length > 0 && list.every((scope) => knownScopes.has(scope))) return list;
  throw failure(NO_RESULT, `invalid scope: ${list.join(', ')}`);
}

function mayShareProfile(screen: MyParts['screen']): Promise<boolean> {
  return screen.confirm({
    title: texts.authoriseTitle,
    content: texts.authoriseContent,
    confirmText: texts.authoriseAgree,
    cancelText: texts.authoriseRefuse,
  });
}

async function issueCode(buyerId: string | undefined): Promise<string> {
  const reply = await fetch('/__simulator/sandbox/auth-codes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(buyerId === undefined ? {} : { buyerId }),
  }).catch(() => undefined);
  const body = reply?.ok ? ((await reply.json()) as { authCode?: unknown }) : {};
  if (typeof body.authCode === 'string') return body.authCode;
  throw failure(errors.network, `the sandbox issued no auth code (${reply ? reply.status : 'no answer'})`);
}
