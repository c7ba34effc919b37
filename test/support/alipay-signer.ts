import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export type NotifyParams = Record<string, string>;

export interface SignOptions {
  /** Leaves empty values out of the signed text; documents disagree on whether senders do. */
  skipsEmpty?: boolean;
  /** What `sign_type` claims. */
  signType?: string;
  hash?: 'RSA-SHA256' | 'RSA-SHA1';
  /** Somebody else's key. */
  key?: KeyObject;
}

export interface AlipaySigner {
  publicKeyPem: string;
  /** Body of a notification with these parameters, signed as Alipay signs (reference alipay-trade 4.3). */
  body(params: NotifyParams, options?: SignOptions): string;
}

/** Alipay's pen: a key pair made when it is called, and the rule of the notification's signature. */
export function alipaySigner(): AlipaySigner {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    body(params, { skipsEmpty = false, signType = 'RSA2', hash = 'RSA-SHA256', key = privateKey } = {}) {
      const names = Object.keys(params).filter((name) => !(skipsEmpty && params[name] === ''));
      const text = names
        .sort()
        .map((name) => `${name}=${params[name]}`)
        .join('&');
      const signature = sign(hash, Buffer.from(text, 'utf8'), key).toString('base64');
      return new URLSearchParams({ ...params, sign_type: signType, sign: signature }).toString();
    },
  };
}

/** Who the merchant of the tests is. */
export const APP_ID = '2021000000000001';
export const SELLER_ID = '2088000000000099';

/** Parameters of a notice of payment, complete as in the documents; each one given replaces or adds. */
export function aNotify(outTradeNo: string, totalAmount: string, more: NotifyParams = {}): NotifyParams {
  return {
    notify_time: '2026-01-02 11:05:00',
    notify_type: 'trade_status_sync',
    notify_id: '2026010200222110500000000000000001',
    app_id: APP_ID,
    auth_app_id: APP_ID,
    charset: 'utf-8',
    version: '1.0',
    trade_no: `P${outTradeNo}`,
    out_trade_no: outTradeNo,
    trade_status: 'TRADE_SUCCESS',
    total_amount: totalAmount,
    receipt_amount: totalAmount,
    seller_id: SELLER_ID,
    buyer_id: '2088000000000001',
    subject: '绿茶',
    gmt_create: '2026-01-02 11:04:05',
    gmt_payment: '2026-01-02 11:04:58',
    ...more,
  };
}
