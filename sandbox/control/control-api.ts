import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import type { AppAccess } from './app-access';
import type { Control } from './control';
import { CONTROL_STATUSES, type ControlRefusal, isRefusal, refusal } from './control-refusal';

const id = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(128, 'has at most 128 characters'));

const paySchema = v.object({
  tradeNo: id,
  buyerId: v.optional(id),
  outcome: v.picklist(['paid', 'cancelled'], "must be 'paid' or 'cancelled'"),
});
const authCodeSchema = v.object({ buyerId: v.optional(id), appId: v.optional(id) });
const policySchema = v.object({ deliver: v.boolean() });
const nothingSchema = v.object({});
const listSchema = v.object({
  limit: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,3}$/, 'must be 1 to 9999'), v.transform(Number))),
});

/** Serves the control API: JSON, and `{reason, message}` with a 4xx for everything refused. */
export function controlApi(server: FastifyInstance, control: Control, apps: () => readonly AppAccess[]): void {
  answerErrorsAsRefusals(server);
  server.get('/api/apps', async () => ({ apps: apps() }));
  server.get('/api/buyers', async () => ({ buyers: control.buyers() }));
  list(server, '/api/trades', (limit) => ({ trades: control.trades(limit) }));
  list(server, '/api/notifies', (limit) => ({ notifies: control.notifies(limit) }));
  server.get<{ Params: { tradeNo: string } }>('/api/trades/:tradeNo', async (request, reply) =>
    send(reply, control.trade(request.params.tradeNo)),
  );
  server.get('/api/notifies/policy', async () => control.notifyPolicy());
  post(server, '/api/notifies/policy', policySchema, control.setNotifyPolicy);
  post(server, '/api/pay', paySchema, control.pay);
  post(server, '/api/auth-codes', authCodeSchema, control.authCode);
  post(server, '/api/reset', nothingSchema, () => {
    control.reset();
    return { isReset: true };
  });
}

function list(server: FastifyInstance, url: string, handle: (limit?: number) => object): void {
  server.get(url, async (request, reply) => {
    const query = checked(request.query, listSchema);
    return send(reply, isRefusal(query) ? query : handle(query.value.limit));
  });
}

function post<Schema extends v.GenericSchema>(
  server: FastifyInstance,
  url: string,
  schema: Schema,
  handle: (input: v.InferOutput<Schema>) => object,
): void {
  server.post(url, async (request, reply) => {
    const json = parsedJson(request.body as Buffer | undefined);
    const input = isRefusal(json) ? json : checked(json.value, schema);
    return send(reply, isRefusal(input) ? input : handle(input.value));
  });
}

function send(reply: FastifyReply, result: object): FastifyReply {
  return isRefusal(result) ? reply.code(CONTROL_STATUSES[result.reason]).send(result) : reply.send(result);
}

/** An absent body is an empty object, for calls whose members are all optional. */
function parsedJson(body: Buffer | undefined): { value: unknown } | ControlRefusal {
  try {
    return { value: body && body.length > 0 ? JSON.parse(body.toString('utf8')) : {} };
  } catch {
    return refusal('not_json', 'The body must be JSON.');
  }
}

function checked<Schema extends v.GenericSchema>(
  input: unknown,
  schema: Schema,
): { value: v.InferOutput<Schema> } | ControlRefusal {
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
