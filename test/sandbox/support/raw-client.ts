import { createPrivateKey, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';
import { connect } from 'node:net';
import iconv from 'iconv-lite';
import type { AppFromApi } from './merchant';

export type Parameters = Record<string, string>;

/** Public parameters in order, but the signature. */
export function publicParameters(app: AppFromApi, change: Parameters = {}): Parameters {
  return {
    app_id: app.appId,
    method: 'alipay.trade.query',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: '2026-11-22 10:00:00',
    version: '1.0',
    biz_content: '{"out_trade_no":"NEVER_CREATED"}',
    ...change,
  };
}

/** The parameters with a signature over them as they are, written apart from the sandbox's own signer. */
export function signed(app: AppFromApi, parameters: Parameters, charset = 'utf8'): Parameters {
  const content = signingContent(parameters);
  const bytes = iconv.encode(content, charset);
  return { ...parameters, sign: createSign('RSA-SHA256').update(bytes).sign(privateKeyOf(app), 'base64') };
}

const privateKeys = new Map<string, KeyObject>();

/** Read once: ten thousand requests are signed with the same key. */
function privateKeyOf({ appPrivateKeyPkcs8 }: AppFromApi): KeyObject {
  const known = privateKeys.get(appPrivateKeyPkcs8);
  if (known) return known;
  const der = Buffer.from(appPrivateKeyPkcs8, 'base64');
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  privateKeys.set(appPrivateKeyPkcs8, key);
  return key;
}

export interface RawReply {
  status: number;
  contentType: string | null;
  text: string;
  /** Name of the first member, which holds the answer. */
  nodeName: string;
  node: Record<string, string>;
  sign?: string;
}

export async function post(url: string, query: Parameters, form: Parameters = {}): Promise<RawReply> {
  const body = new URLSearchParams(form).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return read(await fetch(`${url}?${new URLSearchParams(query)}`, { method: 'POST', headers, body }));
}

export async function read(response: Response): Promise<RawReply> {
  const text = await response.text();
  const reply = JSON.parse(text);
  const [nodeName = ''] = Object.keys(reply);
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    text,
    nodeName,
    node: reply[nodeName],
    sign: reply.sign,
  };
}

/** Whether Alipay signed exactly the text that stands between the node's name and the signature. */
export function isGenuine(app: AppFromApi, { text, nodeName, sign = '' }: RawReply, signType = 'RSA2'): boolean {
  const content = text.slice(`{"${nodeName}":`.length, text.indexOf(`,"sign":"${sign}"`));
  return isSignedByAlipay(app, content, sign, signType);
}

/** Whether a notify is signed as documented, without `sign_type`; the official SDK also takes other ways for good. */
export function isGenuineNotify(app: AppFromApi, { sign = '', sign_type: _, ...signedOnes }: Parameters): boolean {
  return isSignedByAlipay(app, signingContent(signedOnes), sign, 'RSA2');
}

function signingContent(parameters: Parameters): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
}

function isSignedByAlipay(app: AppFromApi, content: string, sign: string, signType: string): boolean {
  const der = Buffer.from(app.alipayPublicKey, 'base64');
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return createVerify(signType === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(content, 'utf8')
    .verify(key, sign, 'base64');
}

/** A query string whose every byte is percent-encoded in the given character set. */
export function encodedQuery(parameters: Parameters, charset: string): string {
  const encode = (text: string) =>
    Array.from(iconv.encode(text, charset), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encode(value)}`)
    .join('&');
}

/** Sends exactly these characters and gives back all that comes until the other side hangs up. */
export function rawExchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let received = '';
    socket.setEncoding('utf8').on('data', (text) => {
      received += text;
    });
    socket.on('close', () => resolve(received)).on('error', reject);
  });
}
