/**
 * A double of `@alipay/faas-server-sdk` after its documents («getAlipayContext», «云调用 Open API»), over a database in memory and the
 * gateway of the sandbox.
 */
import { AlipaySdk } from 'alipay-sdk';
import type { Sandbox } from '../../sandbox/create-sandbox';
import { faasDatabase } from './faas-database';

/** Who calls, as Cloudbase tells; `OPENID` only where the app has it switched on. */
export interface AlipayCaller {
  OPENID?: string;
  APPID?: string;
  CLIENTIP?: string;
}

export interface FaasSdkDouble {
  /** What `require('@alipay/faas-server-sdk')` gives. */
  module: { openapi: Record<string, unknown> };
  /** Who makes the calls from now on. */
  callAs(caller: AlipayCaller): void;
  documents: ReturnType<typeof faasDatabase>['documents'];
  /** Names of the methods of the OpenAPI that were called. */
  called: string[];
}

export function faasSdkDouble(sandbox: Sandbox): FaasSdkDouble {
  const { database, documents } = faasDatabase();
  const called: string[] = [];
  let caller: AlipayCaller = {};
  let isReady = false;
  const module = {
    init() {
      isReady = true;
    },
    getAlipayContext() {
      if (!isReady) throw new Error('cloud.init was not called');
      return { ENV: 'env-1', SOURCE: 'whatever it may be', TRACEID: 'trace-1', ...caller };
    },
    database: () => database,
    openapi: openApi(sandbox, called),
  };
  const callAs = (next: AlipayCaller) => {
    caller = next;
  };
  return { module, callAs, documents, called };
}

/** Every method under its name in camelCase; parameters and answers are Alipay's own. Signing is not the caller's business. */
function openApi(sandbox: Sandbox, called: string[]): Record<string, unknown> {
  const [app] = sandbox.apps;
  if (!app) throw new Error('the sandbox has no app');
  const { appId, alipayPublicKey, gateway, appPrivateKeyPkcs1: privateKey } = app;
  const sdk = new AlipaySdk({ appId, privateKey, alipayPublicKey, gateway, camelcase: false });
  const allowed = ['trade.create', 'trade.query', 'trade.close', 'trade.refund', 'trade.fastpay.refund.query'];
  const entries = allowed.map((name) => {
    const method = `alipay.${name}`;
    const member = method.replace(/\.([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const request = ({ biz_content, ...common }: { biz_content: object }) => {
      called.push(member);
      return sdk.exec(method, { ...common, bizContent: biz_content }, { validateSign: true });
    };
    return [member, { request }];
  });
  return Object.fromEntries(entries);
}
