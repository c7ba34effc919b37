import type { FunctionContext } from '../faces';
import type { CloudFunction } from '../function/ready-function';
import { OpenApiRefusal } from './open-api-refusal';

/**
 * What apps may call when nobody decides otherwise: what the platform's own sample calls from a page, and asking about it. Neither
 * moves money.
 */
export const CLIENT_METHODS: readonly string[] = ['alipay.trade.create', 'alipay.trade.query'];

/** Callers that hold a secret of the merchant, or are the merchant's own code. An app holds none: its secret ships with it. */
const TRUSTED_SOURCES = new Set<unknown>(['function', 'server']);

type Params = Record<string, unknown>;

/**
 * The functions that the platform provides itself, by name; a folder of that name is never looked for. Apps may call the given
 * OpenAPI methods only, functions any.
 */
export function presetFunctions(clientMethods: readonly string[]): ReadonlyMap<string, CloudFunction> {
  const allowed = new Set(clientMethods);
  return new Map([['alipay-openapi', (ctx: FunctionContext) => alipayOpenApi(ctx, allowed)]]);
}

/** `{method, params: {…, $config: {notify, appAuthToken, authToken, env}}}` (reference serverless-platform 4). */
async function alipayOpenApi({ args, env, cloud }: FunctionContext, allowed: ReadonlySet<string>): Promise<unknown> {
  const { method, params = {} } = record(args, 'the arguments');
  if (typeof method !== 'string') throw new OpenApiRefusal('INVALID_PARAM', 'method must be a text');
  const { $config = {}, ...business } = record(params, 'params');
  const { notify, appAuthToken, authToken } = record($config, '$config');
  if (!TRUSTED_SOURCES.has(env.MP_SOURCE)) {
    if (!allowed.has(method)) {
      throw new OpenApiRefusal('METHOD_NOT_ALLOWED', `an app may not call ${method}; call it in a cloud function`);
    }
    // Documented: appAuthToken is for calls in functions. Without it the trade would be made for another merchant.
    if ([appAuthToken, business.appAuthToken, business.app_auth_token].some(Boolean)) {
      throw new OpenApiRefusal(
        'METHOD_NOT_ALLOWED',
        'appAuthToken is for cloud functions; an app may not act with one',
      );
    }
  }
  const options = { notify, appAuthToken } as Parameters<typeof cloud.util.generic.execute>[2];
  return await cloud.util.generic.execute(method, { authToken, ...business }, options);
}

function record(value: unknown, what: string): Params {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Params;
  throw new OpenApiRefusal('INVALID_PARAM', `${what} of alipay-openapi must be an object`);
}
