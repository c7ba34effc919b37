/**
 * Parameters by API. Amounts are texts in yuan with two places. What a method takes beyond these goes through `util.generic.execute`.
 */

/** Which trade; one of the two. */
export type TradeNumber =
  | { outTradeNo: string; tradeNo?: string }
  | { outTradeNo?: string /** Alipay's number of the trade. */; tradeNo: string };

/** Who pays; one of them. Which, depends on how the app knows its users. */
export type Payer =
  | { /** 2088… */ buyerId: string; buyerOpenId?: string; opBuyerOpenId?: string }
  | { buyerId?: string; buyerOpenId: string; opBuyerOpenId?: string }
  | { buyerId?: string; buyerOpenId?: string; opBuyerOpenId: string };

/** What every new trade has. */
export interface NewTrade {
  /** What is bought, as the buyer reads it; at most 256 characters. */
  subject: string;
  /** The merchant's number: at most 64 letters, digits and underscores, never used before. */
  outTradeNo: string;
  /** In yuan, 0.01 to 100000000, at most two places. */
  totalAmount: string;
  body?: string;
  /** `JSAPI_PAY` for what is paid with `my.tradePay`. */
  productCode?: string;
  /** The mini-program that opens the cashier; goes with `JSAPI_PAY`. */
  opAppId?: string;
  sellerId?: string;
  /** `2026-01-31 20:00:00`, Beijing time. */
  timeExpire?: string;
  /** `15m`, `2h`, `1d`, or `1c` for midnight. */
  timeoutExpress?: string;
  /** Comes back in notifies. */
  passbackParams?: string;
  goodsDetail?: readonly GoodsDetail[];
  discountableAmount?: string;
  undiscountableAmount?: string;
  enablePayChannels?: string;
  disablePayChannels?: string;
  storeId?: string;
  operatorId?: string;
  terminalId?: string;
  merchantOrderNo?: string;
  businessParams?: { mcCreateTradeIp?: string };
}

/** One kind of goods in a trade; `price` is for one piece, in yuan. */
export interface GoodsDetail {
  goodsId: string;
  goodsName: string;
  quantity: number | string;
  price: string;
  goodsCategory?: string;
  body?: string;
  showUrl?: string;
}

/** Paying in instalments. */
export interface InstalmentPlan {
  hbFqNum: '3' | '6' | '12';
  /** Who bears the fee: the seller (`100`) or the buyer (`0`). */
  hbFqSellerPercent: '100' | '0';
}

interface ExtendParams extends Partial<InstalmentPlan> {
  sysServiceProviderId?: string;
}

interface PublicParameters {
  /** Where Alipay reports on the trade; the option `notify.url` comes first. */
  notifyUrl?: string;
  /** For a service provider acting for a merchant; in cloud functions only. */
  appAuthToken?: string;
}

/** A trade for `my.tradePay`. A number used before with other content is refused (reference alipay-trade 2.1). */
export type CreateParams = NewTrade & Payer & PublicParameters & { extendParams?: ExtendParams };
/** A trade that the buyer pays by instalments with Huabei. */
export type HuabeiCreateParams = NewTrade & Payer & PublicParameters & { extendParams: ExtendParams & InstalmentPlan };
/** A trade paid at once from the payment code on the buyer's phone. */
export type FaceToFacePayParams = NewTrade &
  PublicParameters & {
    /** What the buyer's payment code says. */
    authCode: string;
    /** `bar_code` unless said otherwise. */
    scene?: 'bar_code' | 'wave_code';
    extendParams?: ExtendParams;
  };
/** `queryOptions` names optional groups of the answer, `fund_bill_list` for example (reference alipay-trade 2.2). */
export type QueryParams = TradeNumber & PublicParameters & { queryOptions?: readonly string[] };
/** `refundAmount` is in yuan; all refunds together are at most the trade's total (reference alipay-trade 2.5). */
export type RefundParams = TradeNumber &
  PublicParameters & {
    refundAmount: string;
    /** Number of this refund, the same when it is repeated; needed to refund a part. */
    outRequestNo?: string;
    refundReason?: string;
    queryOptions?: readonly string[];
  };
/** Closes an unpaid trade; one that is paid is refused, never refunded (reference alipay-trade 2.3). */
export type CloseParams = TradeNumber & PublicParameters & { operatorId?: string };
/** For a payment of unknown result: closes an unpaid trade, refunds a paid one in full (reference alipay-trade 2.4). */
export type CancelParams = TradeNumber & PublicParameters;
/** Signs somebody in; a code works once (reference alipay-trade 2.8). */
export interface GetTokenParams {
  /** What `my.getAuthCode` gave. */
  code: string;
}
/** Exchanges the `refreshToken` of an earlier answer for a new access token. */
export interface RefreshTokenParams {
  refreshToken: string;
}
/** A code that opens the mini-program when it is scanned. */
export interface QrcodeParams {
  /** Page that the code opens. */
  urlParam: string;
  /** `key=value&…`, given to the page. */
  queryParam: string;
  describe: string;
}
/** A message to one buyer, filled into a template of the app. */
export interface TemplateMessageParams {
  toUserId: string;
  formId: string;
  userTemplateId: string;
  page: string;
  /** JSON text of what the template shows. */
  data: string;
}
/** A text to be checked before others may see it. */
export interface TextRiskParams {
  content: string;
}
