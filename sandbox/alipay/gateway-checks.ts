import type { KeyObject } from 'node:crypto';
import { fromBeijingTime } from '../beijing-time';
import { rsaVerify, type SignType } from '../rsa';
import type { Answer } from './answer';
import { gatewayError } from './gateway-errors';
import { type Charset, encodeText, type GatewayRequest } from './gateway-request';
import { signingString } from './signing-string';

/** Long enough to compare by eye, short enough for a reply. */
const LONGEST_SHOWN_CONTENT = 2000;

/** The first fault in the public parameters but the signature, or undefined. */
export function publicParameterFault(
  { charset, parameters }: GatewayRequest,
  nowMs: number,
  timestampToleranceMs = Number.POSITIVE_INFINITY,
): Answer | undefined {
  const given = (name: string) => parameters.get(name) || undefined;
  const [signType, timestamp, version, format] = ['sign_type', 'timestamp', 'version', 'format'].map(given);
  if (!charset) return gatewayError('isv.invalid-charset');
  if (!signType) return gatewayError('isv.missing-signature-type');
  if (signType !== 'RSA2' && signType !== 'RSA') return gatewayError('isv.invalid-signature-type');
  if (!given('sign')) return gatewayError('isv.missing-signature');
  if (!timestamp) return gatewayError('isv.missing-timestamp');
  const atMs = fromBeijingTime(timestamp);
  if (atMs === undefined || Math.abs(atMs - nowMs) > timestampToleranceMs) return gatewayError('isv.invalid-timestamp');
  if (!version) return gatewayError('isv.missing-version');
  if (version !== '1.0') return gatewayError('isv.invalid-parameter', 'version 须为 1.0');
  if (format && format.toUpperCase() !== 'JSON') return gatewayError('isv.invalid-format');
  return undefined;
}

/**
 * Verifies what the client signed: everything but `sign`, `sign_type` included, empties dropped (reference 1.3). Like
 * Alipay, the refusal shows the string that should have been signed.
 */
export function signatureFault(
  parameters: ReadonlyMap<string, string>,
  charset: Charset,
  publicKey: KeyObject,
): Answer | undefined {
  const content = signingString(parameters);
  const bytes = encodeText(content, charset);
  const isValid = rsaVerify(bytes, parameters.get('sign') ?? '', publicKey, signTypeOf(parameters));
  if (isValid) return undefined;
  const shown = content.slice(0, LONGEST_SHOWN_CONTENT);
  return gatewayError(
    'isv.invalid-signature',
    `建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${shown}`,
  );
}

/** The kind of signature the client uses; it is answered in the same. */
export function signTypeOf(parameters: ReadonlyMap<string, string>): SignType {
  return parameters.get('sign_type') === 'RSA' ? 'RSA' : 'RSA2';
}

/** `biz_content` without its empty members; undefined when it is not a JSON object. */
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
