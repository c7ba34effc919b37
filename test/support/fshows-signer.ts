import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export type FshowsParams = Record<string, string>;

export interface FshowsSignOptions {
  /** Leaves blank values out of the signed text; senders differ in it. */
  skipsBlank?: boolean;
  /** What `sign_type` claims. */
  signType?: string;
  /** Signs `sign_type` along, as the real platform does not. */
  withSignType?: boolean;
  hash?: 'RSA-SHA1' | 'RSA-SHA256';
  /** Somebody else's key. */
  key?: KeyObject;
}

export interface FshowsSigner {
  publicKeyPem: string;
  privateKeyPem: string;
  /** Body of a notification with these parameters, signed as the platform signs (reference fshows 7). */
  body(params: FshowsParams, options?: FshowsSignOptions): string;
}

/** The platform's pen: a key pair of its documented size, made when it is called, and the rule of the notification's signature. */
export function fshowsSigner(): FshowsSigner {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  return {
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    body(
      params,
      { skipsBlank = false, signType = 'RSA', withSignType = false, hash = 'RSA-SHA1', key = privateKey } = {},
    ) {
      const signed: FshowsParams = withSignType ? { ...params, sign_type: signType } : params;
      const text = Object.keys(signed)
        .filter((name) => !(skipsBlank && signed[name] === ''))
        .sort()
        .map((name) => `${name}=${signed[name]}`)
        .join('&');
      const signature = sign(hash, Buffer.from(text, 'utf8'), key).toString('base64');
      return new URLSearchParams({ ...params, sign_type: signType, sign: signature }).toString();
    },
  };
}

/** The clearing provider of the tests. */
export const FSHOWS_APP_ID = '20170101000000001';

/** Parameters of a notice of payment, as clients are known to read them; each one given replaces or adds. */
export function anFshowsNotify(outTradeNo: string, totalAmount: string, more: FshowsParams = {}): FshowsParams {
  return {
    out_trade_no: outTradeNo,
    trade_no: '2026010211040500000000000001',
    trade_status: 'TRADE_SUCCESS',
    total_amount: totalAmount,
    receipt_amount: totalAmount,
    net_income: totalAmount,
    gmt_payment: '2026-01-02 11:04:58',
    buyer_logon_id: 'tes***@example.com',
    pay_platform_rate: '0.00200',
    pay_platform_fee: '0.00000',
    bank_commission_rate: '0.00050',
    bank_commission_fee: '0.00000',
    liquidator_commission_rate: '0.00350',
    liquidator_commission_fee: '0.00000',
    ...more,
  };
}
