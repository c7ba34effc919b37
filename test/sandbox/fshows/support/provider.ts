import { createPrivateKey, createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';

/** What `GET /api/fshows/apps` gives, as a client that knows nothing else reads it. */
export interface ProviderApp {
  appId: string;
  appPrivateKeyPkcs1: string;
  appPrivateKeyPkcs8: string;
  appPublicKey: string;
  platformPublicKey: string;
  subMerchants: { subMerchantId: string; name: string }[];
  gateway: string;
  alipayPage: string;
}

export interface Reply {
  success: boolean;
  return_value?: Record<string, unknown>;
  error_code?: string;
  error_message?: string;
}

export type Content = Record<string, unknown>;

/** A provider's backend, written from the reference alone: plain HTTP, keys from the control API. */
export interface Provider {
  app: ProviderApp;
  call(method: string, content: Content): Promise<Reply>;
  create(change?: Content): Promise<Reply>;
  /** Creates a trade that must succeed. */
  trade(change?: Content): Promise<{ outTradeNo: string; tradeNo: string; prepayId: string }>;
  query(content: Content): Promise<Reply>;
  close(content: Content): Promise<Reply>;
  refund(content: Content): Promise<Reply>;
  refundQuery(content: Content): Promise<Reply>;
}

export const CREATE = 'fshows.liquidation.submerchant.alipay.trade.create';
export const QUERY = 'fshows.liquidation.alipay.trade.query';
export const CLOSE = 'fshows.liquidation.order.close';
export const REVERSE = 'fshows.liquidation.order.reverse';
export const REFUND = 'fshows.liquidation.pay.refund';
export const REFUND_QUERY = 'fshows.liquidation.pay.refund.query';
export const BILL = 'fshows.liquidation.finance.downloadbill';

export const BUYER_ID = '2088622000000011';
export const OTHER_BUYER_ID = '2088622000000022';
export const BLOCKED_BUYER_ID = '2088622000000044';

let lastNumber = 0;

/** `appIndex` 0 has two sub-merchants, 1 has another. */
export async function provider(url: string, appIndex = 0): Promise<Provider> {
  const { apps } = (await (await fetch(`${url}/api/fshows/apps`)).json()) as { apps: ProviderApp[] };
  const app = apps[appIndex];
  if (!app) throw new Error(`the sandbox has no provider ${appIndex}`);

  async function call(method: string, content: Content): Promise<Reply> {
    return (await postForm(app?.gateway ?? '', signed(app as ProviderApp, method, JSON.stringify(content)))).reply;
  }

  function create(change: Content = {}): Promise<Reply> {
    lastNumber += 1;
    return call(CREATE, {
      out_trade_no: `FSHOWS_${lastNumber}`,
      total_amount: '12.30',
      subject: '一杯茶',
      sub_merchant: { merchant_id: app?.subMerchants[0]?.subMerchantId },
      buyer_id: BUYER_ID,
      ...change,
    });
  }

  return {
    app,
    call,
    create,
    async trade(change) {
      const { return_value: told, ...rest } = await create(change);
      if (!told) throw new Error(`create failed: ${JSON.stringify(rest)}`);
      return {
        outTradeNo: String(told.out_trade_no),
        tradeNo: String(told.trade_no),
        prepayId: String(told.prepay_id),
      };
    },
    query: (content) => call(QUERY, content),
    close: (content) => call(CLOSE, content),
    refund: (content) => call(REFUND, content),
    refundQuery: (content) => call(REFUND_QUERY, content),
  };
}

export type Parameters = Record<string, string>;

/** The five parameters, or others in the place of some. */
export function signed(app: ProviderApp, method: string, content: string, change: Parameters = {}): Parameters {
  const parameters = { app_id: app.appId, method, version: '1.0', content, ...change };
  return { ...parameters, sign: signatureOver(app, canonical(parameters)) };
}

/** Sorted by name, joined, values raw (reference fshows 3.1). */
export function canonical(parameters: Parameters): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${name}=${parameters[name]}`)
    .join('&');
}

const keys = new Map<string, KeyObject>();

export function signatureOver({ appPrivateKeyPkcs8 }: ProviderApp, text: string): string {
  const key =
    keys.get(appPrivateKeyPkcs8) ??
    createPrivateKey({ key: Buffer.from(appPrivateKeyPkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  keys.set(appPrivateKeyPkcs8, key);
  return createSign('RSA-SHA1').update(text, 'utf8').sign(key, 'base64');
}

/** Whether the platform signed a notify as captured ones are signed: without `sign` and `sign_type` (reference fshows 7). */
export function isGenuineNotify({ platformPublicKey }: ProviderApp, notify: Parameters): boolean {
  const { sign = '', sign_type: _, ...told } = notify;
  return isSignedWith(platformPublicKey, canonical(told), sign);
}

export function isSignedWith(publicKeySpki: string, text: string, sign: string): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKeySpki, 'base64'), format: 'der', type: 'spki' });
  return createVerify('RSA-SHA1').update(text, 'utf8').verify(key, sign, 'base64');
}

export interface PostedReply {
  status: number;
  contentType: string | null;
  text: string;
  reply: Reply;
}

export async function postForm(url: string, parameters: Parameters): Promise<PostedReply> {
  return read(await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) }));
}

export async function read(response: Response): Promise<PostedReply> {
  const text = await response.text();
  const contentType = response.headers.get('content-type');
  return { status: response.status, contentType, text, reply: JSON.parse(text) as Reply };
}
