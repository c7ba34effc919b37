import type { AlipayCloud } from '../faces';
import { PlatformError } from '../platform-error';
import type { AlipayIdentity } from '../session/users';

/** Longer than any code Alipay gives out; a limit keeps nonsense off the gateway. */
const MAX_CODE_CHARACTERS = 128;

/**
 * Asks Alipay whose auth code this is (alipay.system.oauth.token, reference alipay-trade 2.8). Codes are good for one
 * question, so a failed sign-in needs a new one. Throws a PlatformError.
 */
export async function identityFromAuthCode(authCode: unknown, cloud: AlipayCloud): Promise<AlipayIdentity> {
  if (typeof authCode !== 'string' || authCode === '' || authCode.length > MAX_CODE_CHARACTERS) {
    throw new PlatformError('ParamInvalid', 'authCode is required: the text that my.getAuthCode gave.');
  }
  const reply = await askAlipay(authCode, cloud);
  const identity = { alipayUserId: textOf(reply.userId), alipayOpenId: textOf(reply.openId) };
  if (identity.alipayUserId !== undefined || identity.alipayOpenId !== undefined) return identity;
  const reason = textOf(reply.subCode) ?? textOf(reply.code) ?? 'no user in the answer';
  throw new PlatformError('ParamInvalid', `Alipay does not accept the auth code: ${reason}`);
}

async function askAlipay(authCode: string, cloud: AlipayCloud) {
  try {
    return await cloud.base.oauth.getToken({ code: authCode });
  } catch (cause) {
    throw new PlatformError('InternalBizError', 'Alipay could not be asked about the auth code.', { cause });
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
