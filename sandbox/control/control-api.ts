import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import type { CallFaults } from '../fault/call-faults';
import type { FaultSubject } from '../fault/fault-book';
import { PLAIN } from '../fault/reply-manner';
import { sendReply } from '../fault/send-reply';
import { CONTROL_STATUSES, type ControlRefusal, isRefusal, refusal } from './control-refusal';
import { openApi } from './openapi';
import { get, type Route } from './route';

/** Serves the control API: JSON, and `{reason, message}` with a 4xx for everything refused. */
export function controlApi(server: FastifyInstance, routes: readonly Route[], faults: CallFaults): void {
  answerErrorsAsRefusals(server);
  const document = get('/api/openapi.json', {
    summary: 'This document',
    reply: v.looseObject({ openapi: v.string() }),
    handle: () => description,
  });
  const description = openApi([...routes, document]);
  for (const route of [...routes, document]) serve(server, route, faults);
}

function serve(server: FastifyInstance, route: Route, faults: CallFaults): void {
  server.route({
    method: route.method,
    url: route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(route.bodyLimitBytes && { bodyLimit: route.bodyLimitBytes }),
    async handler(request, reply) {
      const given = inputOf(request);
      const input = isRefusal(given) ? given : checked(given.value, route.input);
      const result = isRefusal(input) ? input : await route.handle(input.value);
      if (isRefusal(result)) return reply.code(CONTROL_STATUSES[result.reason]).send(result);
      return route.faultyAs ? sendFaulty(reply, route.faultyAs, result, faults) : reply.send(result);
    },
  });
}

/** What the call did is done; only its reply can be lost. */
async function sendFaulty(reply: FastifyReply, method: string, result: object, faults: CallFaults) {
  const { outTradeNo, tradeNo, platformTradeNo, appId, gateway } = result as FaultSubject;
  const manner = await faults.afterwards({ method, outTradeNo, tradeNo, platformTradeNo, appId, gateway });
  if (manner === PLAIN) return reply.send(result);
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return sendReply(reply, manner, { headers, bytes: Buffer.from(JSON.stringify(result)) });
}

function inputOf(request: FastifyRequest): { value: unknown } | ControlRefusal {
  if (request.method === 'POST') return parsedJson(request.body as Buffer | undefined);
  return { value: { ...(request.query as object), ...(request.params as object) } };
}

/** An absent body is an empty object, for calls whose members are all optional. */
function parsedJson(body: Buffer | undefined): { value: unknown } | ControlRefusal {
  try {
    return { value: body && body.length > 0 ? JSON.parse(body.toString('utf8')) : {} };
  } catch {
    return refusal('not_json', 'The body must be JSON.');
  }
}

function checked(input: unknown, schema: v.GenericSchema): { value: unknown } | ControlRefusal {
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (parsed.success) return { value: parsed.output };
  const [issue] = parsed.issues;
  return refusal('invalid_input', `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`);
}

/** What fastify itself refuses, such as a body that is too large. A bug is told as one, without its insides. */
function answerErrorsAsRefusals(server: FastifyInstance): void {
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413) return reply.code(413).send({ reason: 'body_too_large', message: error.message });
    if (status < 500) return reply.code(status).send({ reason: 'bad_request', message: error.message });
    server.log.error(error);
    return reply.code(500).send({ reason: 'sandbox_bug', message: 'The sandbox failed; its log says why.' });
  });
}
