import { APIS, type Api } from './apis';
import { checkParameters } from './check-parameters';
import { CloudSDKError } from './cloud-sdk-error';
import { checkConfig, checkOptions } from './config';
import { openApiRequest } from './open-api-request';
import { bothSpellings, isMembers, type Members } from './spellings';
import type { Cloud, CloudConfig, ServerlessInstance } from './types';

/** The platform's own function behind every call. */
const PRESET_FUNCTION = 'alipay-openapi';
const METHOD = /^[a-z0-9]+(\.[a-z0-9]+)+$/;

interface Line {
  mpserverless: ServerlessInstance;
  config: CloudConfig;
}

/** A cloud that has not been initialised. */
export function createCloud(): Cloud {
  let current: Line | undefined;

  function line(): Line {
    if (!current) throw new CloudSDKError('SYS_INIT', 'call cloud.init(mpserverless) first');
    return current;
  }

  /** What an answer holds is known to the types of the tree alone. */
  async function send(over: Line, method: string, params: Members, given: unknown): Promise<never> {
    const request = openApiRequest(method, params, checkOptions(given ?? {}), over.config);
    return resultOf(await over.mpserverless.function.invoke(PRESET_FUNCTION, request)) as never;
  }

  function call(name: string, api: Api) {
    return async (...args: unknown[]): Promise<never> => {
      const over = line();
      const { params, options } = readArguments(api, args);
      checkParameters(name, api, params);
      return await send(over, api.method, Object.assign({}, api.adds, params), options);
    };
  }

  async function execute(method: unknown, params: unknown = {}, options?: unknown): Promise<never> {
    const over = line();
    if (typeof method !== 'string' || !METHOD.test(method)) {
      throw new CloudSDKError('INVALID_PARAM', 'the method must be one of the OpenAPI, such as alipay.trade.query');
    }
    if (!isMembers(params)) throw new CloudSDKError('INVALID_PARAM', 'the parameters must be an object');
    return await send(over, method, params, options);
  }

  return {
    init(mpserverless, config = {}) {
      if (typeof mpserverless?.function?.invoke !== 'function') {
        throw new CloudSDKError('INVALID_PARAM', 'cloud.init needs an instance of @alicloud/mpserverless-sdk');
      }
      current = { mpserverless, config: checkConfig(config) };
    },
    payment: {
      common: {
        create: call('payment.common.create', APIS.create),
        query: call('payment.common.query', APIS.query),
        refund: call('payment.common.refund', APIS.refund),
        close: call('payment.common.close', APIS.close),
        cancel: call('payment.common.cancel', APIS.cancel),
      },
      huabei: { create: call('payment.huabei.create', APIS.huabei) },
      faceToFace: { pay: call('payment.faceToFace.pay', APIS.pay) },
    },
    base: {
      oauth: {
        getToken: call('base.oauth.getToken', APIS.getToken),
        refreshToken: call('base.oauth.refreshToken', APIS.refreshToken),
      },
      qrcode: { create: call('base.qrcode.create', APIS.qrcode) },
    },
    marketing: { templateMessage: { send: call('marketing.templateMessage.send', APIS.templateMessage) } },
    security: { textRisk: { detect: call('security.textRisk.detect', APIS.textRisk) } },
    util: { generic: { execute } },
  };
}

/** One object and the options, or the parameters one by one and the options. */
function readArguments({ positions }: Api, args: readonly unknown[]): { params: Members; options: unknown } {
  const [first, second] = args;
  if (isMembers(first)) return { params: first, options: second };
  const params: Members = {};
  positions.forEach((name, index) => {
    params[name] = args[index];
  });
  return { params, options: args[positions.length] };
}

function resultOf(reply: unknown): unknown {
  if (isMembers(reply) && reply.success !== false && isMembers(reply.result)) return bothSpellings(reply.result);
  throw new CloudSDKError(
    'BAD_ANSWER',
    'the cloud answered without a result; whether the call was carried out is not known',
  );
}
