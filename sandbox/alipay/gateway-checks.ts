import type { KeyObject } from 'node:crypto';
import { fromBeijingTime } from '../beijing-time';
import { rsaVerify, type SignType } from '../rsa';
import { signingString } from '../signing-string';
import type { Answer } from './answer';
import { gatewayError } from './gateway-errors';
import { type Charset, encodeText, type GatewayRequest } from './gateway-request';
import type { AlipayRules } from './rules';

/** Long enough to compare by eye, short enough for a reply. */
const LONGEST_SHOWN_CONTENT = 2000;
const LONGEST_SHOWN_NAME = 64;

/** One line with its padding, as most libraries write it. */
const STRICT_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** What is wrong with how the request came, before anything in it is read. */
export function carriageFault(
  httpMethod: string,
  body: Buffer | undefined,
  { acceptsGet, longestBodyBytes }: Pick<AlipayRules, 'acceptsGet' | 'longestBodyBytes'>,
): Answer | undefined {
  if (httpMethod === 'GET' && !acceptsGet) return gatewayError('isv.invalid-parameter', '请以 POST 请求网关');
  const isLonger = body !== undefined && body.length > longestBodyBytes;
  return isLonger ? gatewayError('isv.invalid-parameter', `请求体超过 ${longestBodyBytes} 字节`) : undefined;
}

/** The first fault in the public parameters but the signature, or undefined. */
export function publicParameterFault(
  { charset, parameters }: GatewayRequest,
  nowMs: number,
  rules: Pick<AlipayRules, 'timestampToleranceMs' | 'unknownNames'>,
): Answer | undefined {
  const toleranceMs = rules.timestampToleranceMs ?? Number.POSITIVE_INFINITY;
  const given = (name: string) => parameters.get(name) || undefined;
  const [signType, timestamp, version, format] = ['sign_type', 'timestamp', 'version', 'format'].map(given);
  if (!charset) return gatewayError('isv.invalid-charset');
  if (!signType) return gatewayError('isv.missing-signature-type');
  if (signType !== 'RSA2' && signType !== 'RSA') return gatewayError('isv.invalid-signature-type');
  if (!given('sign')) return gatewayError('isv.missing-signature');
  if (!timestamp) return gatewayError('isv.missing-timestamp');
  const atMs = fromBeijingTime(timestamp);
  if (atMs === undefined || Math.abs(atMs - nowMs) > toleranceMs) return gatewayError('isv.invalid-timestamp');
  if (!version) return gatewayError('isv.missing-version');
  if (version !== '1.0') return gatewayError('isv.invalid-parameter', 'version 须为 1.0');
  if (format && format.toUpperCase() !== 'JSON') return gatewayError('isv.invalid-format');
  const unknown = rules.unknownNames === 'all_refused' ? unknownParameter(parameters) : undefined;
  return unknown === undefined ? undefined : gatewayError('isv.invalid-parameter', `不支持的参数 ${unknown}`);
}

/** Public parameters, those of the certificate mode and of the page products among them (reference alipay-trade 1.1, 1.2). */
const KNOWN_PARAMETERS: readonly string[] = [
  ...['app_id', 'method', 'format', 'charset', 'sign_type', 'sign', 'timestamp', 'version', 'notify_url', 'return_url'],
  ...['auth_token', 'app_auth_token', 'app_cert_sn', 'alipay_root_cert_sn', 'encrypt_type', 'biz_content'],
  // Of alipay.system.oauth.token, which puts them here.
  ...['grant_type', 'code', 'refresh_token'],
];

function unknownParameter(parameters: ReadonlyMap<string, string>): string | undefined {
  return [...parameters.keys()].find((name) => !KNOWN_PARAMETERS.includes(name))?.slice(0, LONGEST_SHOWN_NAME);
}

/**
 * Verifies what the client signed: everything but `sign`, `sign_type` included, empties dropped (reference 1.3). Like
 * Alipay, the refusal shows the string that should have been signed.
 */
export function signatureFault(
  parameters: ReadonlyMap<string, string>,
  charset: Charset,
  publicKey: KeyObject,
  { allowsLooseBase64 }: Pick<AlipayRules, 'allowsLooseBase64'>,
): Answer | undefined {
  const content = signingString(parameters);
  const bytes = encodeText(content, charset);
  const sign = parameters.get('sign') ?? '';
  const isReadable = allowsLooseBase64 || STRICT_BASE64.test(sign);
  const isValid = isReadable && rsaVerify(bytes, sign, publicKey, signTypeOf(parameters));
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

/** The first text, however deep, that holds one of the words. */
export function suspectText(biz: Readonly<Record<string, unknown>>, words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const left: unknown[] = [biz];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value === 'object' && value !== null) left.push(...Object.values(value));
    else if (typeof value === 'string' && words.some((word) => String(value).includes(word))) {
      return value.slice(0, LONGEST_SHOWN_NAME);
    }
  }
  return undefined;
}
