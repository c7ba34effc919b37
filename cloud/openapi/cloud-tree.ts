import type { AlipayCloud } from '../faces';

/** One method of `ctx.cloud`; business failures are values, only an unknown outcome or an impossible call rejects. */
export type CloudCall = AlipayCloud['payment']['common']['create'];
type Params = Parameters<CloudCall>[0];
type Options = Parameters<CloudCall>[1];
/** Calls a method of the OpenAPI; what is added holds where the parameters do not say otherwise. */
type Send = (method: string, params: Params, options: Options, added?: Params) => ReturnType<CloudCall>;

/** All that the platform's documents call in `ctx.cloud`. */
export type CloudTree = ReturnType<typeof cloudTree>;

/**
 * The members of `ctx.cloud`, each the OpenAPI method behind it (reference serverless-platform 4) with the parameters that the platform
 * adds by itself. Each takes the options `notify.url` and `appAuthToken` as its second argument. All functions share it, so none can
 * change it.
 */
export function cloudTree(send: Send) {
  const call =
    (method: string, added?: Params): CloudCall =>
    (params, options) =>
      send(method, params, options, added);
  const execute = (method: string, params: Params, options?: Options) => send(method, params, options);
  return frozen({
    payment: {
      common: {
        create: call('alipay.trade.create'),
        query: call('alipay.trade.query'),
        refund: call('alipay.trade.refund'),
        close: call('alipay.trade.close'),
        cancel: call('alipay.trade.cancel'),
      },
      huabei: { create: call('alipay.trade.create') },
      faceToFace: { pay: call('alipay.trade.pay', { scene: 'bar_code' }) },
    },
    base: {
      oauth: {
        getToken: call('alipay.system.oauth.token', { grantType: 'authorization_code' }),
        refreshToken: call('alipay.system.oauth.token', { grantType: 'refresh_token' }),
      },
      qrcode: { create: call('alipay.open.app.qrcode.create') },
    },
    marketing: { templateMessage: { send: call('alipay.open.app.mini.templatemessage.send') } },
    security: { textRisk: { detect: call('alipay.security.risk.content.detect') } },
    util: { generic: { execute } },
  });
}

function frozen<Tree extends object>(tree: Tree): Readonly<Tree> {
  for (const branch of Object.values(tree)) {
    if (typeof branch === 'object') frozen(branch);
  }
  return Object.freeze(tree);
}
