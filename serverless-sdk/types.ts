import type * as Params from './parameters';
import type * as Results from './results';

/** What is used of `@alicloud/mpserverless-sdk`: any instance of it will do, once it has signed in. */
export interface ServerlessInstance {
  function: { invoke(name: string, args?: unknown): Promise<unknown> };
}

/** What holds for all calls. */
export interface CloudConfig {
  /** Where Alipay reports on trades: an http(s) address, of an HTTP trigger for example. */
  notify?: { url: string };
  /** Environment of the space. */
  env?: string;
}

/** What holds for one call; it comes before the configuration. */
export interface CallOptions {
  notify?: { url: string };
  /** For a service provider acting for a merchant; accepted in cloud functions only. */
  appAuthToken?: string;
}

/** Who calls: an app through this package, or a cloud function through `ctx.cloud`. */
type Caller = 'app' | 'function';

/** `options` come last. The form with single arguments is that of versions before 1.0.0. */
interface AppCall<Given, Positions extends unknown[], Result> {
  (params: Given, options?: CallOptions): Promise<Results.BothSpellings<Result>>;
  (...args: [...Positions, options?: CallOptions]): Promise<Results.BothSpellings<Result>>;
}

type FunctionCall<Given, Result> = (params: Given, options?: CallOptions) => Promise<Results.BothSpellings<Result>>;

type Call<From extends Caller, Given, Positions extends unknown[], Result> = From extends 'app'
  ? AppCall<Given, Positions, Result>
  : FunctionCall<Given, Result>;

type OrderPositions = [subject: string, outTradeNo: string, totalAmount: string];
type NumberPosition = [outTradeNo: string];

/** The calls, as the platform's documents name them. */
export interface CloudCalls<From extends Caller> {
  payment: {
    common: {
      /** Makes a trade that a buyer can pay. */
      create: Call<From, Params.CreateParams, [...OrderPositions, buyerId: string], Results.CreateResult>;
      /** What became of a trade. */
      query: Call<From, Params.QueryParams, NumberPosition, Results.QueryResult>;
      /** Gives money back. */
      refund: Call<From, Params.RefundParams, [outTradeNo: string, refundAmount: string], Results.RefundResult>;
      /** Ends a trade that is not paid. */
      close: Call<From, Params.CloseParams, NumberPosition, Results.CloseResult>;
      /** Undoes a trade of unknown outcome: closes it, or refunds it in full. */
      cancel: Call<From, Params.CancelParams, NumberPosition, Results.CancelResult>;
    };
    huabei: {
      /** Makes a trade that is paid in instalments. */
      create: Call<
        From,
        Params.HuabeiCreateParams,
        [...OrderPositions, buyerId: string, extendParams: Params.InstalmentPlan],
        Results.CreateResult
      >;
    };
    faceToFace: {
      /** Charges the payment code that a buyer shows. */
      pay: Call<From, Params.FaceToFacePayParams, [...OrderPositions, authCode: string], Results.PayResult>;
    };
  };
  base: {
    oauth: {
      /** Who a code of `my.getAuthCode` stands for. */
      getToken: Call<From, Params.GetTokenParams, [code: string], Results.TokenResult>;
      refreshToken: Call<From, Params.RefreshTokenParams, [refreshToken: string], Results.TokenResult>;
    };
    qrcode: {
      /** A code that opens a page of the app. */
      create: Call<
        From,
        Params.QrcodeParams,
        [urlParam: string, queryParam: string, describe: string],
        Results.QrcodeResult
      >;
    };
  };
  marketing: {
    templateMessage: {
      send: Call<
        From,
        Params.TemplateMessageParams,
        [toUserId: string, formId: string, userTemplateId: string, page: string, data: string],
        Results.OpenApiResult
      >;
    };
  };
  security: {
    textRisk: {
      /** Whether a text may be shown. */
      detect: Call<From, Params.TextRiskParams, [content: string], Results.TextRiskResult>;
    };
  };
  util: {
    generic: {
      /** Any method of the OpenAPI; names of parameters in camelCase or as Alipay writes them. */
      execute(
        method: string,
        params?: { readonly [name: string]: unknown },
        options?: CallOptions,
      ): Promise<Results.GenericResult>;
    };
  };
}

/** The calls as a cloud function finds them in `ctx.cloud`. */
export type FunctionCloud = CloudCalls<'function'>;

/** The calls of an app. */
export interface Cloud extends CloudCalls<'app'> {
  /**
   * Says through which instance calls go; once, after it has signed in. A later `init` takes the place of the earlier one. Throws a
   * CloudSDKError (`INVALID_PARAM`) without an instance or with settings that cannot be.
   */
  init(mpserverless: ServerlessInstance, config?: CloudConfig): void;
}
