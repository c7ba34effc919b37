/** Fshows' gateway: one endpoint, five signed parameters there, an unsigned envelope back (reference fshows 3, 4). */
import { createPrivateKey } from 'node:crypto';
import { signedText, signText } from './signature';

/** The part of `ctx.httpclient` (urllib) that the channel needs. */
export interface FshowsHttp {
  request(url: string, options: Record<string, unknown>): Promise<{ status: number; data: unknown }>;
}

/** Which gateway is called, and who calls. */
export interface GatewayOptions {
  /** Address of the gateway. */
  gateway: string;
  /** The clearing provider's id at Fshows. */
  appId: string;
  /** The provider's own key, PKCS#8 or PKCS#1 in PEM. It signs here and goes nowhere. */
  privateKeyPem: string;
}

/** An answer of the gateway; business failures are values, everything that is no answer is thrown. */
export type FshowsReply =
  | { success: true; value: Record<string, unknown> }
  | { success: false; code: string; message?: string };

/** One call of a method with its business parameters. Rejects when there is no answer that can be understood. */
export type FshowsCall = (method: string, content: object) => Promise<FshowsReply>;

/** An answer that has not come by then counts as lost; the function itself must still be able to reply. */
const ANSWER_WITHIN_MS = 10_000;

/** Calls by name of the method. Reads the key at once, so that a wrong one is found when the host starts. */
export function fshowsGateway(http: FshowsHttp, { gateway, appId, privateKeyPem }: GatewayOptions): FshowsCall {
  const privateKey = createPrivateKey(privateKeyPem);
  return async (method, content) => {
    const params = { app_id: appId, method, version: '1.0', content: JSON.stringify(content) };
    const sign = signText(signedText(params), privateKey);
    const answer = await inTime(
      http.request(gateway, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
        data: new URLSearchParams({ ...params, sign }).toString(),
        dataType: 'text',
        timeout: ANSWER_WITHIN_MS,
        followRedirect: false,
        // urllib sends again by itself after a broken connection; whether that is right is for the flows to decide.
        socketErrorRetry: 0,
      }),
    );
    if (answer.status !== 200) throw new Error(`the gateway answered HTTP ${answer.status}`);
    return replyOf(answer.data);
  };
}

/** Failures that say that no connection came about, so that nothing can have been sent. By urllib they come bare or as a cause. */
const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Whether a call that failed verifiably never left us. */
export function wasNotSent(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
  return NO_CONNECTION.has(String(code)) || NO_CONNECTION.has(String(cause?.code));
}

function replyOf(data: unknown): FshowsReply {
  const envelope = objectOf(JSON.parse(textOf(data)));
  const { success, return_value: value, error_code: code, error_message: message } = envelope ?? {};
  if (success === true) return { success, value: objectOf(value) ?? {} };
  if (success !== false || (typeof code !== 'string' && typeof code !== 'number')) {
    throw new Error('the answer is not in the envelope of the gateway');
  }
  return { success, code: String(code), ...(typeof message === 'string' ? { message } : {}) };
}

function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function textOf(data: unknown): string {
  return Buffer.isBuffer(data) ? data.toString('utf8') : String(data);
}

async function inTime<Answer>(call: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ANSWER_WITHIN_MS} ms`)), ANSWER_WITHIN_MS);
  });
  try {
    return await Promise.race([call, silence]);
  } finally {
    clearTimeout(timer);
  }
}
