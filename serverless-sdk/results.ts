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

/** `tradeNo` is absent when no trade was made. */
export interface CreateResult extends OpenApiResult {
  outTradeNo?: string;
  /** Goes into `my.tradePay({ tradeNO })`. */
  tradeNo?: string;
}

/** One source of the money, or one place it went back to; amounts in yuan. */
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

/** Finished is paid and past refunding; closed is unpaid or refunded in full (reference alipay-trade 3). */
export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED';

/** Only `tradeStatus` says whether it is paid: `receiptAmount` may be zero even so (reference alipay-trade 2.2). */
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

/** A payment by code. `10003` waits for the buyer's password: query until it has ended (reference alipay-trade 2.9). */
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

/** Amounts are in yuan. `fundChange` other than `Y` is no failure: query the refund (reference alipay-trade 2.5). */
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

/** The trade that was closed. A refusal may mean that it was paid meanwhile: query it (reference alipay-trade 2.3). */
export interface CloseResult extends OpenApiResult {
  tradeNo?: string;
  outTradeNo?: string;
}

/**
 * What became of the trade. A success without `action` found none, so nothing was cancelled (reference alipay-trade
 * 2.4).
 */
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

/** Address of the picture; absent unless the code was made. */
export interface QrcodeResult extends OpenApiResult {
  qrCodeUrl?: string;
}

/** What the check found; without `action` it came to no result. */
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
