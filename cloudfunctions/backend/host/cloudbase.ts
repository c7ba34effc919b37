/**
 * The context of a function on Cloudbase (支付宝云开发), the platform's successor (reference serverless-platform 5): there a function gets
 * its arguments alone, and asks an SDK for the rest. docs/deploy-alipay.md says what is known to work there and what is not.
 */
import { format } from 'node:util';
import { type CloudbaseDatabase, cloudbaseDatabase } from './cloudbase-database';
import { type CloudbaseOpenApi, cloudbaseOpenApi } from './cloudbase-openapi';
import type { FunctionContext } from './context';

/** The part of `@alipay/faas-server-sdk` that is used. */
interface FaasSdk {
  init(): void;
  /** What Cloudbase vouches for; `OPENID` only where the app has it switched on. */
  getAlipayContext(): { OPENID?: string; APPID?: string; CLIENTIP?: string };
  openapi: CloudbaseOpenApi;
  database(): CloudbaseDatabase;
}

/** The context the doors know, wherever the call comes from. Throws when it comes from neither platform. */
export function contextOf(given: unknown): FunctionContext {
  const isContext = (given as Partial<FunctionContext> | null | undefined)?.mpserverless !== undefined;
  return isContext ? (given as FunctionContext) : cloudbaseContext(given, faasSdk());
}

// --- Internal helpers ---

function cloudbaseContext(event: unknown, sdk: FaasSdk): FunctionContext {
  const { OPENID: openId, APPID: appId, CLIENTIP: clientIp } = sdk.getAlipayContext();
  const fromApp = Boolean(openId || clientIp);
  const fromHttp = typeof (event as { httpMethod?: unknown } | null | undefined)?.httpMethod === 'string';
  return {
    args: event,
    env: {
      MP_SOURCE: fromHttp ? 'http' : fromApp ? 'client' : 'timing',
      ...(appId ? { MP_APP_ID: appId } : {}),
      ...(clientIp ? { MP_CLIENT_IP: clientIp } : {}),
    },
    logger: { info: written('info'), warn: written('warn'), error: written('error'), debug: written('debug') },
    cloud: cloudbaseOpenApi(sdk.openapi),
    mpserverless: {
      user: { getInfo: async () => ({ user: openId ? { oAuthUserId: openId } : {} }) },
      db: cloudbaseDatabase(sdk.database()),
    },
  };
}

function written(level: 'info' | 'warn' | 'error' | 'debug'): FunctionContext['logger']['info'] {
  return (text, ...values) => console[level](format(text, ...values));
}

/** Asked for late: on the platform before, and self-hosted, there is none. */
function faasSdk(): FaasSdk {
  let sdk: FaasSdk;
  try {
    sdk = require('@alipay/faas-server-sdk');
  } catch (cause) {
    throw Object.assign(
      new Error(
        'neither ctx.mpserverless nor @alipay/faas-server-sdk: this is none of the platforms of docs/deploy-alipay.md',
      ),
      { cause },
    );
  }
  sdk.init();
  return sdk;
}
