import type { KeyObject } from 'node:crypto';
import { rsaVerify } from '../rsa';
import { signingString } from '../signing-string';
import type { FshowsRequest } from './gateway-request';
import type { FshowsRules } from './rules';

/**
 * Whether the provider signed the request: SHA1withRSA over all that is not blank but `sign`, `content` as the text that
 * was sent (reference fshows 3.1). What is tolerated may have been signed in more than one way.
 */
export function isSignedBy(
  key: KeyObject,
  { parameters, signedContents }: FshowsRequest,
  { takesSpacesInSign, takesUnsignedSignType }: Pick<FshowsRules, 'takesSpacesInSign' | 'takesUnsignedSignType'>,
): boolean {
  const given = parameters.get('sign') ?? '';
  const sign = takesSpacesInSign ? given.replaceAll(' ', '+') : given;
  const leftOut = takesUnsignedSignType ? [[], ['sign_type']] : [[]];
  const signed = signedContents.flatMap((content) =>
    leftOut.map((names) => signingString(new Map(parameters).set('content', content), names)),
  );
  return signed.some((text) => rsaVerify(Buffer.from(text), sign, key, 'RSA'));
}
