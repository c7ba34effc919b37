import type { Logger } from 'pino';
import { wasNotSent } from './alipay/not-sent';
import {
  type CloudCallOptions,
  type CloudParams,
  checkCall,
  type OpenApiReply,
  openApiCall,
} from './alipay/open-api-call';
import { readPrivateKey, readPublicKey } from './alipay/rsa-keys';
import { UnverifiedAnswer, VerifyingSdk } from './alipay/verifying-sdk';
import { stopwatch } from './clock';
import type { Clock } from './faces';
import type { Metrics } from './metrics';
import { bothSpellings } from './openapi/both-spellings';
import { type CloudTree, cloudTree } from './openapi/cloud-tree';

/** How to reach Alipay as one app. */
export interface AlipayAccount {
  appId: string;
  /** The app's own key, in any form. */
  privateKey: string;
  /** Alipay's key, which every answer is verified with. */
  alipayPublicKey: string;
  /** Address of `gateway.do`. */
  gateway: string;
  /** How long Alipay may take, for the head and again for the body of an answer. */
  timeoutMs?: number;
}

/** Nothing can be concluded from a call: it may have been carried out or not. Says why, and never what was in it. */
export class UnknownOutcome extends Error {
  readonly code = 'UNKNOWN_OUTCOME';
  readonly traceId: string | undefined;
  /** No connection came about: nothing of the call can have reached Alipay. */
  readonly isNotSent: boolean;

  constructor(
    method: string,
    reason: string,
    { traceId, isNotSent = false }: { traceId?: string; isNotSent?: boolean },
  ) {
    super(`the outcome of ${method} is unknown: ${reason}`);
    this.name = 'UnknownOutcome';
    this.traceId = traceId;
    this.isNotSent = isNotSent;
  }
}

/** The official SDK's own default. */
const TIMEOUT_MS = 5_000;

/**
 * `ctx.cloud` over the official SDK. A call resolves to what Alipay verifiably said, failures included, readable in camelCase and
 * in Alipay's own spelling. An unverifiable success, like everything that is not an answer, rejects with UnknownOutcome; an
 * unverifiable failure resolves to its codes alone, marked `unverified: true`. What cannot be sent rejects with an OpenApiRefusal.
 */
export function alipayCloud(account: AlipayAccount, clock: Clock, log: Logger, metrics: Metrics): CloudTree {
  const sdk = verifyingSdk(account);

  async function send(
    method: string,
    params: CloudParams,
    options: CloudCallOptions | undefined,
    added: CloudParams = {},
  ): Promise<OpenApiReply> {
    checkCall(method, params, options);
    const call = openApiCall(method, { ...added, ...params }, options, clock.nowMs());
    const elapsedMs = stopwatch();
    const finish = (outcome: string, fields: Record<string, unknown> = {}) => {
      const durationMs = elapsedMs();
      metrics.calledAlipay(method, outcome, durationMs);
      const line = { method, outcome, ms: Math.round(durationMs), ...numbersIn(params), ...fields };
      if (PROVEN.has(outcome)) log.debug(line, 'called Alipay');
      else log.warn(line, 'a call to Alipay proves nothing');
    };
    try {
      const reply = bothSpellings<OpenApiReply>(await sdk.exec(method, call, { validateSign: true }));
      finish(outcomeOf(reply), { code: reply.code, sub_code: reply.subCode });
      return reply;
    } catch (error) {
      if (!(error instanceof UnverifiedAnswer)) {
        const reason = reasonOf(error);
        finish('no_answer', { reason });
        const { traceId } = error as { traceId?: string };
        throw new UnknownOutcome(method, reason, { traceId, isNotSent: wasNotSent(error) });
      }
      finish('unverified', { code: error.node.code, sub_code: error.node.sub_code, traceId: error.traceId });
      return failureOf(method, error);
    }
  }

  return cloudTree(send);
}

function verifyingSdk({
  appId,
  privateKey,
  alipayPublicKey,
  gateway,
  timeoutMs = TIMEOUT_MS,
}: AlipayAccount): VerifyingSdk {
  const key = readPrivateKey(privateKey);
  const pem = key.export({ type: 'pkcs1', format: 'pem' }).toString().trim();
  const sdk = new VerifyingSdk(
    { appId, privateKey: pem, gateway, timeout: timeoutMs, camelcase: false },
    readPublicKey(alipayPublicKey),
  );
  // The SDK takes a text and would have it parsed for every signature; Node.js signs with the parsed key just as well.
  Object.assign(sdk.config, { privateKey: key });
  return sdk;
}

/** Outcomes that Alipay vouches for. */
const PROVEN = new Set(['success', 'failure', 'unavailable']);

/** What a verified answer says; code 20000 is Alipay's own "unknown". An answer without a code is one to a sign-in that succeeded. */
function outcomeOf({ code = '10000' }: OpenApiReply): string {
  if (code === '10000') return 'success';
  return code === '20000' ? 'unavailable' : 'failure';
}

/** What the call is about, as a log line names it. */
function numbersIn(params: CloudParams): Record<string, unknown> {
  const { outTradeNo = params.out_trade_no, tradeNo = params.trade_no, outRequestNo = params.out_request_no } = params;
  return { out_trade_no: outTradeNo, trade_no: tradeNo, out_request_no: outRequestNo };
}

/** Codes of a failure are believed enough to be passed on; anything that could be a success is not. */
function failureOf(method: string, { node, traceId }: UnverifiedAnswer): OpenApiReply {
  const { code, msg, sub_code, sub_msg } = node;
  const isFailure = typeof code === 'string' && /^(2000[1-9]|4\d{4})$/.test(code);
  if (!isFailure) throw new UnknownOutcome(method, 'the answer cannot be verified', { traceId });
  return bothSpellings<OpenApiReply>({ code, msg, sub_code, sub_msg, unverified: true } as OpenApiReply);
}

/** Kind of failure without the answer's content, which the SDK puts into its messages. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { name?: string; code?: string } };
  if (cause?.name === 'HttpClientRequestTimeoutError' || cause?.name === 'HttpClientConnectTimeoutError')
    return 'timeout';
  return cause?.code ?? message.split(/[,，:(]/, 1)[0]?.trim() ?? 'unknown';
}
