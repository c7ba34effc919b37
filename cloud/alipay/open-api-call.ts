import type { FunctionContext } from '../faces';

type CloudCall = FunctionContext['cloud']['payment']['common']['create'];
export type CloudParams = Parameters<CloudCall>[0];
export type CloudCallOptions = NonNullable<Parameters<CloudCall>[1]>;
export type OpenApiReply = Awaited<ReturnType<CloudCall>>;

/** Methods whose parameters stand beside the public ones instead of in `biz_content` (reference alipay-trade 1.1). */
const WITHOUT_BIZ_CONTENT = new Set(['alipay.system.oauth.token']);
const BEIJING_OFFSET_MS = 8 * 3_600_000;

/**
 * What the official SDK is to send for one call. New objects throughout: the SDK and its helpers write into what they
 * are given. Empty values are left out because Alipay drops them before it checks the signature and the SDK signs them
 * (reference alipay-trade 1.3).
 */
export function openApiCall(
  method: string,
  params: CloudParams,
  options: CloudCallOptions,
  nowMs: number,
): Record<string, unknown> {
  const { appAuthToken, authToken, ...business } = params;
  return withoutEmpty({
    timestamp: beijingTime(nowMs),
    notifyUrl: options.notify?.url,
    appAuthToken: options.appAuthToken ?? appAuthToken,
    authToken,
    ...(WITHOUT_BIZ_CONTENT.has(method) ? business : { bizContent: withoutEmpty(business) }),
  });
}

/** `2026-01-31 08:05:09` in Beijing. The SDK would use the time zone of the process (reference alipay-trade 1.6). */
function beijingTime(epochMs: number): string {
  return new Date(epochMs + BEIJING_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
  const isPresent = (value: unknown) => value !== undefined && value !== null && value !== '';
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isPresent(value)));
}
