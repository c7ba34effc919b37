import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import type { Control } from './control';
import { CONTROL_STATUSES, type ControlRefusal, isRefusal, refusal } from './control-refusal';

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));

const paySchema = v.object({
  tradeNo: id,
  buyerId: v.optional(id),
  outcome: v.picklist(['paid', 'cancelled'], "must be 'paid' or 'cancelled'"),
});
const authCodeSchema = v.object({ buyerId: v.optional(id), appId: v.optional(id) });
const policySchema = v.object({ deliver: v.boolean() });
const nothingSchema = v.object({});

/** What an app's client needs to connect, as `GET /api/apps` shows it. */
export interface AppAccess {
  appId: string;
  name: string;
  /** One-line base64 without PEM headers, like all keys here. */
  appPrivateKeyPkcs1: string;
  appPrivateKeyPkcs8: string;
  appPublicKey: string;
  alipayPublicKey: string;
  sellerId: string;
  sellerName: string;
  buyerIdKind: 'user_id' | 'open_id';
  /** Full address of `gateway.do`. */
  gateway: string;
}

/** Serves the control API: JSON, and `{reason, message}` with a 4xx for everything refused. */
export function controlApi(server: FastifyInstance, control: Control, apps: () => readonly AppAccess[]): void {
  server.setErrorHandler((error: { statusCode?: number; message: string }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) throw error;
    return reply
      .code(status)
      .send({ reason: status === 413 ? 'body_too_large' : 'bad_request', message: error.message });
  });

  server.get('/api/apps', async () => ({ apps: apps() }));
  server.get('/api/buyers', async () => ({ buyers: control.buyers() }));
  server.get('/api/trades', async () => ({ trades: control.trades() }));
  server.get<{ Params: { tradeNo: string } }>('/api/trades/:tradeNo', async (request, reply) =>
    reply_(reply, control.trade(request.params.tradeNo)),
  );
  server.get('/api/notifies', async () => ({ notifies: control.notifies() }));
  server.get('/api/notifies/policy', async () => control.notifyPolicy());

  function post<Schema extends v.GenericSchema>(
    url: string,
    schema: Schema,
    handle: (input: v.InferOutput<Schema>) => object,
  ): void {
    server.post(url, async (request, reply) => {
      const input = readJson(request.body as Buffer | undefined, schema);
      return reply_(reply, 'reason' in input ? input : handle(input.value));
    });
  }
  post('/api/pay', paySchema, (input) => control.pay(input));
  post('/api/auth-codes', authCodeSchema, (input) => control.authCode(input));
  post('/api/notifies/policy', policySchema, (input) => control.setNotifyPolicy(input));
  post('/api/reset', nothingSchema, () => {
    control.reset();
    return { isReset: true };
  });
}

function reply_(reply: FastifyReply, result: object): FastifyReply {
  return isRefusal(result) ? reply.code(CONTROL_STATUSES[result.reason]).send(result) : reply.send(result);
}

/** An absent body is an empty object, for calls whose members are all optional. */
function readJson<Schema extends v.GenericSchema>(
  body: Buffer | undefined,
  schema: Schema,
): { value: v.InferOutput<Schema> } | ControlRefusal {
  let input: unknown = {};
  try {
    if (body && body.length > 0) input = JSON.parse(body.toString('utf8'));
  } catch {
    return refusal('not_json', 'The body must be JSON.');
  }
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (parsed.success) return { value: parsed.output };
  const [issue] = parsed.issues;
  return refusal('invalid_input', `${v.getDotPath(issue) ?? 'the body'}: ${issue.message}`);
}
