import type { Logger } from 'pino';
import { type CloudCallOptions, type CloudParams, type OpenApiReply, openApiCall } from './alipay/open-api-call';
import { readPrivateKey, readPublicKey } from './alipay/rsa-keys';
import { UnverifiedAnswer, VerifyingSdk } from './alipay/verifying-sdk';
import { stopwatch } from './clock';
import type { AlipayCloud, Clock } from './faces';
import type { Metrics } from './metrics';

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

  constructor(method: string, reason: string, traceId?: string) {
    super(`the outcome of ${method} is unknown: ${reason}`);
    this.name = 'UnknownOutcome';
    this.traceId = traceId;
  }
}

/** The official SDK's own default. */
const TIMEOUT_MS = 5_000;

/**
 * `ctx.cloud` over the official SDK. A call resolves to what Alipay verifiably said, failures included. An unverifiable
 * success, like everything that is not an answer, rejects with UnknownOutcome; an unverifiable failure resolves to its
 * codes alone, marked `unverified: true`.
 */
export function alipayCloud(account: AlipayAccount, clock: Clock, log: Logger, metrics: Metrics): AlipayCloud {
  const sdk = verifyingSdk(account);

  async function execute(method: string, params: CloudParams, options: CloudCallOptions = {}): Promise<OpenApiReply> {
    const elapsedMs = stopwatch();
    const finish = (outcome: string, fields: Record<string, unknown> = {}) => {
      const durationMs = elapsedMs();
      metrics.calledAlipay(method, outcome, durationMs);
      const line = { method, outcome, ms: Math.round(durationMs), ...numbersIn(params), ...fields };
      if (PROVEN.has(outcome)) log.debug(line, 'called Alipay');
      else log.warn(line, 'a call to Alipay proves nothing');
    };
    try {
      const call = openApiCall(method, params, options, clock.nowMs());
      const reply: OpenApiReply = await sdk.exec(method, call, { validateSign: true });
      finish(outcomeOf(reply), { code: reply.code, sub_code: reply.subCode });
      return reply;
    } catch (error) {
      if (!(error instanceof UnverifiedAnswer)) {
        const reason = reasonOf(error);
        finish('no_answer', { reason });
        throw new UnknownOutcome(method, reason, (error as { traceId?: string }).traceId);
      }
      finish('unverified', { code: error.node.code, sub_code: error.node.sub_code, traceId: error.traceId });
      return failureOf(method, error);
    }
  }

  const callOf = (method: string) => (params: CloudParams, options?: CloudCallOptions) =>
    execute(method, params, options);
  return {
    payment: {
      common: {
        create: callOf('alipay.trade.create'),
        query: callOf('alipay.trade.query'),
        close: callOf('alipay.trade.close'),
        refund: callOf('alipay.trade.refund'),
      },
    },
    base: {
      oauth: {
        getToken: (params, options) =>
          execute('alipay.system.oauth.token', { grantType: 'authorization_code', ...params }, options),
      },
    },
    util: { generic: { execute } },
  };
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
  const sdk = new VerifyingSdk({ appId, privateKey: pem, gateway, timeout: timeoutMs }, readPublicKey(alipayPublicKey));
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
function numbersIn({ outTradeNo, tradeNo, outRequestNo }: CloudParams): Record<string, unknown> {
  return { out_trade_no: outTradeNo, trade_no: tradeNo, out_request_no: outRequestNo };
}

/** Codes of a failure are believed enough to be passed on; anything that could be a success is not. */
function failureOf(method: string, { node, traceId }: UnverifiedAnswer): OpenApiReply {
  const { code, msg, sub_code: subCode, sub_msg: subMsg } = node;
  const isFailure = typeof code === 'string' && /^(2000[1-9]|4\d{4})$/.test(code);
  if (!isFailure) throw new UnknownOutcome(method, 'the answer cannot be verified', traceId);
  const texts = { code, msg, subCode, subMsg } as OpenApiReply;
  return { ...texts, unverified: true };
}

/** Kind of failure without the answer's content, which the SDK puts into its messages. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { name?: string; code?: string } };
  if (cause?.name === 'HttpClientRequestTimeoutError' || cause?.name === 'HttpClientConnectTimeoutError')
    return 'timeout';
  return cause?.code ?? message.split(/[,，:(]/, 1)[0]?.trim() ?? 'unknown';
}
