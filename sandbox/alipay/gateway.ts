import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FaultyOutcome } from '../fault/call-faults';
import { PLAIN } from '../fault/reply-manner';
import { sendReply } from '../fault/send-reply';
import { strangersKey } from '../fault/strangers-key';
import { rsaSign } from '../rsa';
import type { Alipay } from './alipay';
import { type Answer, nodeName, nodeText } from './answer';
import { callEntry } from './call-entry';
import { envelope, type Signer } from './envelope';
import { faultyCall } from './faulty-call';
import {
  bizContent,
  carriageFault,
  publicParameterFault,
  signatureFault,
  signTypeOf,
  suspectText,
} from './gateway-checks';
import { gatewayError } from './gateway-errors';
import { type Charset, encodeText, type GatewayRequest, gatewayRequest, type RawRequest } from './gateway-request';
import { METHODS } from './methods/methods';
import { LONGEST_BODY_EVER_BYTES } from './rules-gateway';

/** What stands between the wire and {@link Alipay}; `log` takes one line for each call. */
export interface GatewayParts {
  alipay: Alipay;
  /** Verifies what each app signs; an app that is not in here is not known. */
  appKeys: ReadonlyMap<string, KeyObject>;
  /** Signs what Alipay answers. */
  alipayKey: KeyObject;
  newTraceId(): string;
  log(line: string): void;
}

/** An answer on its way out. */
interface Reply extends Partial<FaultyOutcome> {
  method?: string;
  answer: Answer;
  charset: Charset;
  /** Absent when nothing is signed: to an app that is not known Alipay does not sign. */
  sign?: Signer;
  /** What was asked; absent when it could not be read. */
  parameters?: ReadonlyMap<string, string>;
}

/** Serves `gateway.do`. Every answer, errors included, is HTTP 200 (reference alipay-trade 1.4). */
export function gateway(server: FastifyInstance, parts: GatewayParts): void {
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if ((error.statusCode ?? 500) < 500) {
      return send(reply, parts, { answer: gatewayError('isv.invalid-parameter', error.message), charset: 'utf-8' });
    }
    parts.log(`a bug of the sandbox: ${error.stack}`);
    return send(reply, parts, { answer: gatewayError('isp.unknow-error'), charset: 'utf-8' });
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/gateway.do',
    bodyLimit: LONGEST_BODY_EVER_BYTES,
    async handler(request, reply) {
      const { rules } = parts.alipay;
      const fault = carriageFault(request.method, request.body as Buffer | undefined, rules);
      if (fault) return send(reply, parts, { answer: fault, charset: 'utf-8' });
      const received = await gatewayRequest(rawRequest(request), rules);
      const outcome = await replyTo(received, parts);
      return send(reply, parts, { ...outcome, parameters: received.parameters });
    },
  });
}

function rawRequest({ url, headers, body }: FastifyRequest): RawRequest {
  return { url, contentType: headers['content-type'], body: body as Buffer | undefined };
}

/** The app is looked for before the signature is (reference alipay-trade 1.4, probed in production). */
async function replyTo(request: GatewayRequest, parts: GatewayParts): Promise<Reply> {
  const { parameters, charset = 'utf-8' } = request;
  const method = parameters.get('method') || undefined;
  const appId = parameters.get('app_id') || undefined;
  if (!method) return { answer: gatewayError('isv.missing-method'), charset };
  if (!appId) return { method, answer: gatewayError('isv.missing-app-id'), charset };
  const appKey = parts.appKeys.get(appId);
  if (!appKey) {
    const answer = gatewayError('isv.invalid-app-id', '沙箱的 app_id 见 GET /api/apps，正式环境的不可用于沙箱');
    return { method, answer, charset };
  }
  const sign = (node: string) => rsaSign(encodeText(node, charset), parts.alipayKey, signTypeOf(parameters));
  const { clock, rules } = parts.alipay;
  const fault =
    publicParameterFault(request, clock.nowMs(), rules) ?? signatureFault(parameters, charset, appKey, rules);
  if (fault && !rules.signsGatewayErrors) return { method, answer: fault, charset };
  const outcome = fault ? { answer: fault } : await dispatched(method, appId, parameters, parts);
  return { method, ...outcome, charset, sign };
}

/** Runs the method, and faults around it; from here on the request is known to come from the app. */
function dispatched(
  name: string,
  appId: string,
  parameters: ReadonlyMap<string, string>,
  { alipay }: GatewayParts,
): { answer: Answer } | FaultyOutcome | Promise<FaultyOutcome> {
  const method = METHODS.get(name);
  if (!method) return { answer: gatewayError('isv.invalid-method') };
  const biz = bizContent(parameters);
  if (!biz) return { answer: gatewayError('isv.illegal-json') };
  const suspect = suspectText(biz, alipay.rules.suspectWords);
  if (suspect !== undefined) return { answer: gatewayError('isv.suspected-attack', suspect) };
  const app = alipay.directory.appOf(appId);
  const token = parameters.get('app_auth_token');
  const merchant = token ? alipay.directory.appActedFor(token, appId) : app;
  if (!merchant) return { answer: gatewayError('aop.invalid-app-auth-token') };
  const call = { alipay, app, merchant, parameters, biz };
  return alipay.faults.around(
    () => faultyCall(name, call),
    () => method(call),
  );
}

async function send(reply: FastifyReply, parts: GatewayParts, outcome: Reply) {
  const { method, answer, charset, sign, manner = PLAIN } = outcome;
  const text = await envelope(nodeName(method, answer), nodeText(answer), manner.signing, sign, strangersSign);
  parts.log(`${loggable(method)} ${answer.code} ${answer.subCode ?? ''}`.trimEnd());
  const { clock, exchanges } = parts.alipay;
  exchanges.add(clock.nowMs(), callEntry(outcome, manner.faultIds, text));
  const headers = { 'content-type': `text/html;charset=${charset}`, trace_id: parts.newTraceId() };
  return sendReply(reply, manner, { headers, bytes: encodeText(text, charset) });
}

async function strangersSign(node: string): Promise<string> {
  return rsaSign(Buffer.from(node), await strangersKey(), 'RSA2');
}

/** A name that is no method's could forge lines of the log. */
function loggable(method: string | undefined): string {
  return method && METHODS.has(method) ? method : '(unknown method)';
}
