import { AlipaySdk } from 'alipay-sdk';

/** What `GET /api/apps` gives, as a client that knows nothing else reads it. */
export interface AppFromApi {
  appId: string;
  appPrivateKeyPkcs1: string;
  appPrivateKeyPkcs8: string;
  appPublicKey: string;
  alipayPublicKey: string;
  sellerId: string;
  buyerIdKind: 'user_id' | 'open_id';
  appAuthTokens: { appAuthToken: string; authAppId: string; sellerId: string }[];
  gateway: string;
}

export interface Reply {
  code?: string;
  msg?: string;
  subCode?: string;
  subMsg?: string;
  [field: string]: unknown;
}

/** A merchant's backend: the official SDK as it comes from npm, configured only by what the control API says. */
export interface Merchant {
  app: AppFromApi;
  sdk: AlipaySdk;
  /** With the reply's signature checked. */
  exec(method: string, parameters: Record<string, unknown>): Promise<Reply>;
  create(change?: Record<string, unknown>, publicParameters?: Record<string, unknown>): Promise<Reply>;
  /** Creates a trade that must succeed and gives its number. */
  trade(change?: Record<string, unknown>, publicParameters?: Record<string, unknown>): Promise<string>;
  query(bizContent: Record<string, unknown>): Promise<Reply>;
  close(bizContent: Record<string, unknown>): Promise<Reply>;
}

export const BUYER_ID = '2088622000000011';
export const OTHER_BUYER_ID = '2088622000000022';
export const BLOCKED_BUYER_ID = '2088622000000044';

export async function appsOf(url: string): Promise<AppFromApi[]> {
  const reply = await fetch(`${url}/api/apps`);
  return ((await reply.json()) as { apps: AppFromApi[] }).apps;
}

let lastNumber = 0;

/** `appIndex` 0 knows buyers by user_id, 1 by open_id, 2 is a service provider's that acts for both. */
export async function merchant(url: string, appIndex = 0): Promise<Merchant> {
  const app = (await appsOf(url))[appIndex];
  if (!app) throw new Error(`the sandbox has no app ${appIndex}`);
  const { appId, alipayPublicKey, gateway } = app;
  const sdk = new AlipaySdk({ appId, privateKey: app.appPrivateKeyPkcs1, alipayPublicKey, gateway });

  const exec = async (method: string, parameters: Record<string, unknown>) =>
    (await sdk.exec(method, parameters, { validateSign: true })) as Reply;

  function create(change: Record<string, unknown> = {}, publicParameters: Record<string, unknown> = {}) {
    lastNumber += 1;
    const bizContent = {
      outTradeNo: `ORDER_${lastNumber}`,
      totalAmount: '12.30',
      subject: '一杯茶',
      productCode: 'JSAPI_PAY',
      opAppId: appId,
      buyerId: BUYER_ID,
      ...change,
    };
    return exec('alipay.trade.create', { ...publicParameters, bizContent });
  }

  return {
    app,
    sdk,
    exec,
    create,
    async trade(change, publicParameters) {
      const reply = await create(change, publicParameters);
      if (reply.code !== '10000') throw new Error(`create failed: ${JSON.stringify(reply)}`);
      return String(reply.tradeNo);
    },
    query: (bizContent) => exec('alipay.trade.query', { bizContent }),
    close: (bizContent) => exec('alipay.trade.close', { bizContent }),
  };
}
