/**
 * The part of `ctx.cloud` that reaches Alipay (reference serverless-platform 4). The channel knows Alipay through nothing
 * else, so that the same code runs on the platform and self-hosted.
 */

/** Second argument of calls in `ctx.cloud` (document of cloud.payment.common.create). */
export interface CloudCallOptions {
  notify?: { url: string };
  appAuthToken?: string;
}

/** A reply of Alipay's OpenAPI as `ctx.cloud` hands it on: camelCase; business failures are values, not exceptions. */
export interface OpenApiReply {
  code?: string;
  msg?: string;
  subCode?: string;
  subMsg?: string;
  /** True when nobody could verify who gave this answer: good enough to be shown, proof of nothing. */
  unverified?: boolean;
  [field: string]: unknown;
}

/** Parameters in camelCase or by Alipay's names. Rejects when the outcome is unknown or nothing could be sent. */
export type CloudCall = (params: Record<string, unknown>, options?: CloudCallOptions) => Promise<OpenApiReply>;

/** The part of `ctx.cloud` that the Alipay channel and sign-in use. */
export interface AlipayCloud {
  payment: { common: { create: CloudCall; query: CloudCall; close: CloudCall; refund: CloudCall } };
  base: { oauth: { getToken: CloudCall } };
  util: {
    generic: {
      execute(method: string, params: Record<string, unknown>, options?: CloudCallOptions): Promise<OpenApiReply>;
    };
  };
}
