/** One request to an address somebody has configured, and in words what is wrong with the way there. */
import http from 'node:http';
import https from 'node:https';
import type { TLSSocket } from 'node:tls';

/** A POST to an address whose way is to be examined; ten seconds for the answer unless `timeoutMs` says otherwise. */
export interface Question {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs?: number;
}

/** What came back, whatever its status. */
export interface AddressAnswer {
  status: number;
  /** Its beginning; nothing that is asked here answers with more. */
  body: string;
  /** When the certificate ends, epoch ms; absent without TLS. */
  certificateEndsAtMs?: number;
}

const ANSWER_WITHIN_MS = 10_000;
const MOST_CHARACTERS = 65_536;

/** Posts, follows no redirect, and gives whatever is answered. Rejects when nothing is; {@link wayFault} says why. */
export function ask({ url, headers, body, timeoutMs = ANSWER_WITHIN_MS }: Question): Promise<AddressAnswer> {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https:') ? https : http;
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const call = request(url, { method: 'POST', headers: { ...headers, ...length }, agent: false }, (response) => {
      const certificate = (response.socket as TLSSocket).getPeerCertificate?.();
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        if (text.length < MOST_CHARACTERS) text += chunk;
      });
      response.on('error', reject).on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          body: text,
          ...(certificate?.valid_to ? { certificateEndsAtMs: Date.parse(certificate.valid_to) } : {}),
        });
      });
    });
    const late = () => call.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, timeoutMs);
    call.on('error', reject).on('close', () => clearTimeout(timer));
    call.end(body);
  });
}

/** What is wrong with the way to an address, from the error of {@link ask}, and what to do. */
export function wayFault(error: unknown, url: string): string {
  const { code = '', message } = error as { code?: string; message: string };
  const { host } = new URL(url);
  const known = WAY_FAULTS.find(([pattern]) => pattern.test(code));
  return known ? `${host}: ${known[1]} (${code})` : `${host} cannot be reached: ${code || message}`;
}

const WAY_FAULTS: readonly (readonly [RegExp, string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, 'the name is not known: check it, and whether this machine has a network'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/, 'nobody listens there, or a firewall is in between'],
  [/ETIMEDOUT/, 'no answer in time: a firewall is in between, or this machine has no network'],
  [/ECONNRESET|EPIPE/, 'it hangs up instead of answering'],
  [/EPROTO|ERR_SSL/, 'it does not speak TLS: is it http, or another port?'],
  [/CERT_HAS_EXPIRED/, 'its certificate has expired: Alipay and phones refuse it'],
  [/ALTNAME_INVALID/, 'its certificate is for another name: Alipay and phones refuse it'],
  [
    /SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|CERT_/,
    'its certificate is not from a known authority, or the chain is not whole',
  ],
];

/** A certificate that ends soon would stop payments by itself; null while there is time. */
export function certificateFault(endsAtMs: number | undefined, nowMs: number): string | null {
  if (endsAtMs === undefined) return null;
  const days = Math.floor((endsAtMs - nowMs) / 86_400_000);
  return days < 14 ? `its certificate ends in ${days} days: renew it` : null;
}
