import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Randomness } from '../randomness';
import { rsaSign, type SignType } from '../rsa';
import type { Alipay } from './alipay';
import { type Answer, nodeName, nodeText } from './answer';
import { bizContent, publicParameterFault, signatureFault } from './gateway-checks';
import { gatewayError } from './gateway-errors';
import { type Charset, encodeText, type GatewayRequest, gatewayRequest } from './gateway-request';
import { METHODS } from './methods/methods';

export interface GatewayParts {
  alipay: Alipay;
  randomness: Randomness;
  /** Verifies what each app signs. */
  appKeys: ReadonlyMap<string, KeyObject>;
  /** Signs what Alipay answers. */
  alipayKey: KeyObject;
  log(line: string): void;
}

/** Serves `gateway.do`. Every answer, errors included, is HTTP 200 (reference alipay-trade 1.4). */
export function gateway(server: FastifyInstance, parts: GatewayParts): void {
  server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    if ((error.statusCode ?? 500) >= 500) throw error;
    const answer = gatewayError('isv.invalid-parameter', error.message);
    return send(reply, parts, envelope('error_response', nodeText(answer)), 'utf-8');
  });
  server.route({
    method: ['GET', 'POST'],
    url: '/gateway.do',
    async handler(request, reply) {
      const received = gatewayRequest(request.url, request.headers['content-type'], request.body as Buffer | undefined);
      const { answer, isSigned } = await answered(received, parts);
      const method = received.parameters.get('method');
      parts.log(`${method ?? '(no method)'} ${answer.code} ${answer.subCode ?? ''}`.trimEnd());
      const node = nodeText(answer);
      const sign = isSigned ? await signed(node, received, parts.alipayKey) : undefined;
      return send(reply, parts, envelope(nodeName(method, answer), node, sign), received.charset ?? 'utf-8');
    },
  });
}

/** What to say and whether to sign it: to an app that is not known nothing is signed. */
async function answered(request: GatewayRequest, parts: GatewayParts): Promise<{ answer: Answer; isSigned: boolean }> {
  const { parameters } = request;
  if (!parameters.get('method')) return { answer: gatewayError('isv.missing-method'), isSigned: false };
  const appId = parameters.get('app_id');
  if (!appId) return { answer: gatewayError('isv.missing-app-id'), isSigned: false };
  const key = parts.appKeys.get(appId);
  if (!key) return { answer: gatewayError('isv.invalid-app-id'), isSigned: false };
  return { answer: await checkedAnswer(request, parts, appId, key), isSigned: true };
}

async function checkedAnswer(
  { parameters, charset = 'utf-8' }: GatewayRequest,
  { alipay }: GatewayParts,
  appId: string,
  key: KeyObject,
): Promise<Answer> {
  const fault =
    publicParameterFault({ parameters, charset }) ??
    (await signatureFault(parameters, { charset, signType: signTypeOf(parameters) }, key));
  if (fault) return fault;
  const method = METHODS.get(parameters.get('method') ?? '');
  if (!method) return gatewayError('isv.invalid-method');
  const biz = bizContent(parameters);
  if (!biz) return gatewayError('isv.illegal-json');
  return method({ alipay, app: alipay.appOf(appId), parameters, biz });
}

function signTypeOf(parameters: ReadonlyMap<string, string>): SignType {
  return parameters.get('sign_type') === 'RSA' ? 'RSA' : 'RSA2';
}

/** Signs the node exactly as it will stand in the reply, with the kind of signature the client uses. */
function signed(node: string, { parameters, charset = 'utf-8' }: GatewayRequest, key: KeyObject): Promise<string> {
  return rsaSign(encodeText(node, charset), key, signTypeOf(parameters));
}

/** The node comes before the signature: clients cut the node out by what follows it (reference alipay-trade 1.4). */
function envelope(name: string, node: string, sign?: string): string {
  return `{${JSON.stringify(name)}:${node}${sign === undefined ? '' : `,"sign":"${sign}"`}}`;
}

function send(reply: FastifyReply, { randomness }: GatewayParts, text: string, charset: Charset): FastifyReply {
  return reply
    .code(200)
    .header('content-type', `text/html;charset=${charset}`)
    .header('trace_id', randomness.hex(32))
    .send(encodeText(text, charset));
}
