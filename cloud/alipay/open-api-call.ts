import type { FunctionContext } from '../faces';
import { OpenApiRefusal } from '../openapi/open-api-refusal';

type CloudCall = FunctionContext['cloud']['payment']['common']['create'];
export type CloudParams = Parameters<CloudCall>[0];
export type CloudCallOptions = NonNullable<Parameters<CloudCall>[1]>;
export type OpenApiReply = Awaited<ReturnType<CloudCall>>;

/**
 * Methods whose parameters stand beside the public ones instead of in `biz_content` (reference alipay-trade 1.1), and the only ones
 * they have: any other name there could be that of a public one, `method` even.
 */
const WITHOUT_BIZ_CONTENT: ReadonlyMap<string, readonly string[]> = new Map([
  ['alipay.system.oauth.token', ['grantType', 'grant_type', 'code', 'refreshToken', 'refresh_token']],
]);
const METHOD = /^[a-z0-9]+(\.[a-z0-9]+)+$/;
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/**
 * What the official SDK is to send for one call. New objects throughout: the SDK and its helpers write into what they
 * are given. Empty values are left out because Alipay drops them before it checks the signature and the SDK signs them
 * (reference alipay-trade 1.3). Names may be camelCase or Alipay's own.
 */
export function openApiCall(
  method: string,
  params: CloudParams,
  options: CloudCallOptions | undefined,
  nowMs: number,
): Record<string, unknown> {
  const { appAuthToken, app_auth_token, authToken, auth_token, notifyUrl, notify_url, ...business } = params;
  return withoutEmpty({
    timestamp: beijingTime(nowMs),
    notifyUrl: options?.notify?.url || notifyUrl || notify_url,
    appAuthToken: options?.appAuthToken || appAuthToken || app_auth_token,
    authToken: authToken || auth_token,
    ...businessPart(method, business),
  });
}

function businessPart(method: string, business: CloudParams): Record<string, unknown> {
  const beside = WITHOUT_BIZ_CONTENT.get(method);
  if (!beside) return { bizContent: withoutEmpty(business) };
  return Object.fromEntries(Object.entries(business).filter(([name]) => beside.includes(name)));
}

/** Throws an OpenApiRefusal for what cannot be sent; functions are not all written in TypeScript. */
export function checkCall(method: unknown, params: unknown, options: unknown): void {
  if (typeof method !== 'string' || !METHOD.test(method)) {
    throw new OpenApiRefusal('INVALID_PARAM', 'the method must be one of the OpenAPI, such as alipay.trade.query');
  }
  if (!isRecord(params)) throw new OpenApiRefusal('INVALID_PARAM', `the parameters of ${method} must be an object`);
  if (!isJson(params)) throw new OpenApiRefusal('INVALID_PARAM', `the parameters of ${method} must be JSON`);
  const { notify, appAuthToken } = (options ?? {}) as Record<string, unknown>;
  const isRight = isText(appAuthToken) && (notify === undefined || notify === null || isNotify(notify));
  if (!isRight || !(options === undefined || options === null || isRecord(options))) {
    throw new OpenApiRefusal('INVALID_PARAM', 'the options are {notify: {url: text}, appAuthToken: text}');
  }
}

/** A circle or a BigInt would fail on its way, as if the call might have been sent. */
function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

function isNotify(value: unknown): boolean {
  return isRecord(value) && isText(value.url);
}

function isText(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `2026-01-31 08:05:09` in Beijing. The SDK would use the time zone of the process (reference alipay-trade 1.6). */
function beijingTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
  const isPresent = (value: unknown) => value !== undefined && value !== null && value !== '';
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isPresent(value)));
}
