import iconv from 'iconv-lite';
import { otherParameters } from './body-parameters';
import type { AlipayRules } from './rules';

/** The two character sets of the protocol (reference alipay-trade 1.1). */
export type Charset = 'utf-8' | 'gbk';

/** A request as it came off the wire, before anything about it is believed. */
export interface GatewayRequest {
  /** Absent when it names a character set that the gateway does not know, or none. */
  charset?: Charset;
  /** Query and form merged; a name given in both has the form's value. */
  parameters: ReadonlyMap<string, string>;
}

/** A request before it is read. */
export interface RawRequest {
  url: string;
  contentType?: string;
  body?: Buffer;
}

type ReadingRules = Pick<AlipayRules, 'missingCharset' | 'readsAnyBody'>;

/** Query and form are merged before verification; clients differ in what they put where (reference alipay-trade 1.2). */
export async function gatewayRequest(raw: RawRequest, rules: ReadingRules): Promise<GatewayRequest> {
  const query = raw.url.split('?')[1] ?? '';
  const form = isForm(raw.contentType) ? (raw.body?.toString('latin1') ?? '') : '';
  const asked = rawValue(query, 'charset') ?? rawValue(form, 'charset');
  const other = form === '' && rules.readsAnyBody ? await otherParameters(raw, charsetOf(asked, rules) ?? 'utf-8') : [];
  const charset = charsetOf(asked ?? new Map(other).get('charset'), rules);
  const decode = charset === 'gbk' ? decodeGbk : decodeUtf8;
  return { charset, parameters: new Map([...decode(query), ...decode(form), ...other]) };
}

function charsetOf(asked: string | undefined, { missingCharset }: ReadingRules): Charset | undefined {
  if (!asked) return missingCharset === 'refused' ? undefined : missingCharset;
  const named = asked.toLowerCase();
  return named === 'utf-8' || named === 'gbk' ? named : undefined;
}

/** Without a content type the body is taken for a form, as the simplest of clients sends it. */
function isForm(contentType: string | undefined): boolean {
  return !contentType || /^application\/x-www-form-urlencoded\b/i.test(contentType);
}

/** The character set must be known before anything can be decoded; its own value is plain ASCII. */
function rawValue(encoded: string, name: string): string | undefined {
  return new URLSearchParams(encoded).get(name) ?? undefined;
}

function decodeUtf8(encoded: string): Iterable<[string, string]> {
  // A form may carry raw UTF-8 bytes; latin1 kept them apart, here they become characters again.
  return new URLSearchParams(Buffer.from(encoded, 'latin1').toString('utf8'));
}

function decodeGbk(encoded: string): [string, string][] {
  const decode = (text: string) => iconv.decode(percentDecoded(text), 'gbk');
  return encoded
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    });
}

function percentDecoded(text: string): Buffer {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}

/** Text in the bytes that are signed and sent. */
export function encodeText(text: string, charset: Charset): Buffer {
  return charset === 'gbk' ? iconv.encode(text, 'gbk') : Buffer.from(text, 'utf8');
}
