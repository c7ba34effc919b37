import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../faces';
import type { Invoke } from '../function/invocation';
import type { Limits } from '../limits';
import type { Metrics } from '../metrics';
import { errorBody, PlatformError } from '../platform-error';
import { callerAt, rateLimit } from '../rate-limit';
import { acceptRawBodies, platformErrorFrom } from '../raw-body';
import { composedRequest } from './composed-request';
import { composedResponse, type HttpReply, reply } from './composed-response';

/** Path of a trigger (below `/http`) → name of the function it calls. */
export type HttpTriggers = Readonly<Record<string, string>>;

/** What the door needs of the rest of the cloud. */
export interface HttpServices {
  triggers: HttpTriggers;
  invoke: Invoke;
  clock: Clock;
}

const ALLOWED_METHODS = new Set(['GET', 'POST', 'PUT', 'DELETE']);

/**
 * `/http/<path>`: functions that anybody may call over HTTP, so they must check their callers themselves (reference
 * serverless-platform 3.1).
 */
export function httpDoor(server: FastifyInstance, services: HttpServices, limits: Limits, metrics: Metrics): void {
  const { triggers, invoke, clock } = services;
  const limitAddress = rateLimit(limits.triggersPerAddress, clock);

  async function answer(request: FastifyRequest): Promise<HttpReply> {
    const { functionName, path } = targetOf(request, triggers);
    if (!ALLOWED_METHODS.has(request.method)) {
      throw new PlatformError('HttpTrigger.MethodNotAllowed', 'Use GET, POST, PUT or DELETE.');
    }
    const args = composedRequest(request, path);
    return composedResponse(await invoke({ functionName, args, source: 'http', requestId: request.id }));
  }

  void server.register(async (door) => {
    acceptRawBodies(door);
    door.addHook('onRequest', async ({ ip }) => limitAddress(callerAt(ip)));
    door.setErrorHandler(async (error, request, response) => send(response, errorReply(error, request, metrics)));
    door.all('/http/*', async (request, response) => send(response, await answer(request)));
  });
}

function send(response: FastifyReply, { statusCode, headers, body }: HttpReply): FastifyReply {
  return response.code(statusCode).headers(headers).send(body);
}

/** The trigger whose path is the longest beginning of the request's, and what remains of the path. */
function targetOf(request: FastifyRequest, triggers: HttpTriggers): { functionName: string; path: string } {
  const requested = `/${(request.params as { '*': string })['*']}`;
  const matching = Object.keys(triggers).filter((path) => requested === path || requested.startsWith(`${path}/`));
  const trigger = matching.sort((one, other) => other.length - one.length)[0];
  const functionName = trigger === undefined ? undefined : triggers[trigger];
  if (trigger === undefined || functionName === undefined) {
    throw new PlatformError('HttpTrigger.NotFound', 'There is no HTTP trigger at this path.');
  }
  return { functionName, path: requested.slice(trigger.length) || '/' };
}

function errorReply(error: unknown, request: FastifyRequest, metrics: Metrics): HttpReply {
  const failure = platformErrorFrom(error);
  const { code, cause } = failure;
  metrics.refused('http', code);
  request.log.info({ code, ...(cause === undefined ? {} : { err: cause }) }, 'HTTP trigger answered with an error');
  return reply(statusOf(code), 'application/json; charset=utf-8', errorBody(failure));
}

/** HTTP status by code, as the table of reference serverless-platform 1.7 has it: a function that threw is a 200. */
function statusOf(code: PlatformError['code']): number {
  if (code === 'HttpTrigger.NotFound') return 404;
  if (code === 'HttpTrigger.MethodNotAllowed') return 405;
  const isRequestFault = /^(Invalid|RequestContentLength|ResponseContentLength|RequestTimeout|Throttling)/.test(code);
  return isRequestFault ? 400 : 200;
}
