/**
 * `ctx.cloud` of the platform, whose documents print answers with Alipay's own names (`trade_no`) while apps in the field read `tradeNo`
 * (reference serverless-platform 4): the channel finds camelCase, whichever it is.
 */
import type { AlipayCloud, CloudCall, OpenApiReply } from '../channel/alipay/cloud';
import { inCamelCase } from './field-names';

/** The platform's own `ctx.cloud` with answers in camelCase, whichever way a version of it writes them. */
export function platformCloud({ payment: { common }, base: { oauth }, util: { generic } }: AlipayCloud): AlipayCloud {
  const readable =
    (call: CloudCall): CloudCall =>
    async (params, options) =>
      inCamelCase(await call(params, options)) as OpenApiReply;
  return {
    payment: {
      common: {
        create: readable((params, options) => common.create(params, options)),
        query: readable((params, options) => common.query(params, options)),
        close: readable((params, options) => common.close(params, options)),
        refund: readable((params, options) => common.refund(params, options)),
      },
    },
    base: { oauth: { getToken: readable((params, options) => oauth.getToken(params, options)) } },
    util: {
      generic: {
        execute: async (method, params, options) =>
          inCamelCase(await generic.execute(method, params, options)) as OpenApiReply,
      },
    },
  };
}
