import type { KeyObject } from 'node:crypto';
import { fromBeijingTime } from '../beijing-time';
import { rsaVerify, type SignType } from '../rsa';
import type { Answer } from './answer';
import { gatewayError } from './gateway-errors';
import { type Charset, encodeText, type GatewayRequest } from './gateway-request';
import { signingString } from './signing-string';

/** Long enough to compare by eye, short enough for a reply. */
const LONGEST_SHOWN_CONTENT = 2000;

/** The public parameters of a request from a known app that are in order (reference alipay-trade 1.1). */
export interface PublicParameters {
  method: string;
  charset: Charset;
  signType: SignType;
}

/** The first fault in the public parameters but the signature, or undefined. */
export function publicParameterFault({ charset, parameters }: GatewayRequest): Answer | undefined {
  const given = (name: string) => parameters.get(name) || undefined;
  const [signType, timestamp, version, format] = ['sign_type', 'timestamp', 'version', 'format'].map(given);
  if (!charset) return gatewayError('isv.invalid-charset');
  if (!signType) return gatewayError('isv.missing-signature-type');
  if (signType !== 'RSA2' && signType !== 'RSA') return gatewayError('isv.invalid-signature-type');
  if (!given('sign')) return gatewayError('isv.missing-signature');
  if (!timestamp) return gatewayError('isv.missing-timestamp');
  if (fromBeijingTime(timestamp) === undefined) return gatewayError('isv.invalid-timestamp');
  if (!version) return gatewayError('isv.missing-version');
  if (version !== '1.0') return gatewayError('isv.invalid-parameter', 'version 须为 1.0');
  if (format && format.toUpperCase() !== 'JSON') return gatewayError('isv.invalid-format');
  return undefined;
}

/**
 * Verifies what the client signed: everything but `sign`, `sign_type` included, empties dropped (reference 1.3). Like
 * Alipay, the refusal shows the string that should have been signed.
 */
export async function signatureFault(
  parameters: ReadonlyMap<string, string>,
  { charset, signType }: Pick<PublicParameters, 'charset' | 'signType'>,
  publicKey: KeyObject,
): Promise<Answer | undefined> {
  const content = signingString(parameters);
  const isValid = await rsaVerify(encodeText(content, charset), parameters.get('sign') ?? '', publicKey, signType);
  if (isValid) return undefined;
  const shown = content.slice(0, LONGEST_SHOWN_CONTENT);
  return gatewayError(
    'isv.invalid-signature',
    `建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${shown}`,
  );
}

/** `biz_content` without its empty members, or the fault in it. */
export function bizContent(parameters: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> | undefined {
  const text = parameters.get('biz_content');
  if (!text) return {};
  try {
    const biz: unknown = JSON.parse(text);
    if (typeof biz !== 'object' || biz === null || Array.isArray(biz)) return undefined;
    return Object.fromEntries(Object.entries(biz).filter(([, value]) => value !== null && value !== ''));
  } catch {
    return undefined;
  }
}
