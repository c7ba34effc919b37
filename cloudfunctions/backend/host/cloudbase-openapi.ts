/** Alipay's OpenAPI on Cloudbase, as the part of `ctx.cloud` that the channel uses. */
import type { AlipayCloud, CloudCallOptions, OpenApiReply } from '../channel/alipay/cloud';
import { camelCase, inCamelCase, inSnakeCase } from './field-names';

/** `cloud.openapi`: one member for each method that the console allows, named in camelCase (document «云调用 Open API»). */
export type CloudbaseOpenApi = Record<string, { request(params: object): Promise<unknown> } | undefined>;

/** `ctx.cloud` over the methods of Cloudbase. A call throws when the console does not allow its method. */
export function cloudbaseOpenApi(openapi: CloudbaseOpenApi): AlipayCloud {
  async function request(method: string, params: object): Promise<OpenApiReply> {
    const name = camelCase(method.replace(/\./g, '_'));
    const api = openapi[name];
    if (!api) throw new Error(`Cloudbase offers no ${name}: allow it in the console, under 环境管理 > 云调用`);
    return inCamelCase(await api.request(params)) as OpenApiReply;
  }

  async function execute(method: string, params: object, { notify, appAuthToken }: CloudCallOptions = {}) {
    return await request(method, {
      biz_content: inSnakeCase(params),
      ...(notify ? { notify_url: notify.url } : {}),
      ...(appAuthToken ? { app_auth_token: appAuthToken } : {}),
    });
  }

  const callOf = (method: string) => (params: object, options?: CloudCallOptions) => execute(method, params, options);
  return {
    payment: {
      common: {
        create: callOf('alipay.trade.create'),
        query: callOf('alipay.trade.query'),
        close: callOf('alipay.trade.close'),
        refund: callOf('alipay.trade.refund'),
      },
    },
    // Not a business call: its parameters stand beside each other.
    base: {
      oauth: {
        getToken: ({ code }) => request('alipay.system.oauth.token', { grant_type: 'authorization_code', code }),
      },
    },
    util: { generic: { execute } },
  };
}
