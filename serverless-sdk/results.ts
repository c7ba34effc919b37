/**
 * What calls resolve to. A failure of the business is a result as well: `code` is `10000` for success only, else `subCode` says why, and
 * nothing else may be there. Each member can also be read under Alipay's name (`trade_no`), see {@link BothSpellings}.
 */
export interface OpenApiResult {
  /** `10000` is success. `20000` says that nobody knows: query before repeating. */
  code: string;
  msg: string;
  subCode?: string;
  subMsg?: string;
  /** Alipay's number of the call, for its support. */
  traceId?: string;
}

export interface CreateResult extends OpenApiResult {
  outTradeNo?: string;
  /** Goes into `my.tradePay({ tradeNO })`. */
  tradeNo?: string;
}

export interface FundBill {
  fundChannel: string;
  amount: string;
  realAmount?: string;
  fundType?: string;
}

/** Who paid; ids as far as the app is told them. */
interface PayerResult {
  buyerLogonId?: string;
  buyerUserId?: string;
  buyerOpenId?: string;
}

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

export interface QueryResult extends OpenApiResult, PayerResult {
  tradeNo?: string;
  outTradeNo?: string;
  tradeStatus?: TradeStatus;
  totalAmount?: string;
  receiptAmount?: string;
  buyerPayAmount?: string;
  pointAmount?: string;
  invoiceAmount?: string;
  sendPayDate?: string;
  storeId?: string;
  passbackParams?: string;
  fundBillList?: FundBill[];
}

export interface PayResult extends OpenApiResult, PayerResult {
  tradeNo?: string;
  outTradeNo?: string;
  totalAmount?: string;
  receiptAmount?: string;
  buyerPayAmount?: string;
  pointAmount?: string;
  invoiceAmount?: string;
  gmtPayment?: string;
  fundBillList?: FundBill[];
}

export interface RefundResult extends OpenApiResult, PayerResult {
  tradeNo?: string;
  outTradeNo?: string;
  /** `Y` when this call moved money. */
  fundChange?: 'Y' | 'N';
  /** All that was ever refunded of the trade. */
  refundFee?: string;
  sendBackFee?: string;
  gmtRefundPay?: string;
  refundDetailItemList?: FundBill[];
}

export interface CloseResult extends OpenApiResult {
  tradeNo?: string;
  outTradeNo?: string;
}

export interface CancelResult extends OpenApiResult {
  tradeNo?: string;
  outTradeNo?: string;
  /** `Y`: call again. */
  retryFlag?: 'Y' | 'N';
  /** What was done; absent when there was no trade. */
  action?: 'close' | 'refund';
  gmtRefundPay?: string;
  refundSettlementId?: string;
}

/** A success has no `code` here. */
export interface TokenResult extends Partial<OpenApiResult> {
  userId?: string;
  openId?: string;
  accessToken?: string;
  /** Seconds, as text. */
  expiresIn?: string;
  refreshToken?: string;
  reExpiresIn?: string;
  authStart?: string;
}

export interface QrcodeResult extends OpenApiResult {
  qrCodeUrl?: string;
}

export interface TextRiskResult extends OpenApiResult {
  action?: 'PASSED' | 'REJECTED' | (string & {});
  keywords?: string[];
  uniqueId?: string;
}

/** What any method of the OpenAPI may answer. */
export interface GenericResult extends Partial<OpenApiResult> {
  [name: string]: unknown;
}

type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : '';

/** A result with each member under both its names; the second ones are not listed by JSON, spread or keys. */
export type BothSpellings<Result> = Result extends readonly (infer Item)[]
  ? BothSpellings<Item>[]
  : Result extends object
    ? { [Name in keyof Result]: BothSpellings<Result[Name]> } & {
        [Name in keyof Result as Name extends string ? SnakeCase<Name> : Name]: BothSpellings<Result[Name]>;
      }
    : Result;
