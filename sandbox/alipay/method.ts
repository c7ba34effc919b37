import type { Alipay } from './alipay';
import type { Answer } from './answer';
import type { App } from './apps';

/** A verified request, as a method sees it. */
export interface GatewayCall {
  alipay: Alipay;
  /** Who calls: it signs, is told its own ids of buyers, and is named as `app_id`. */
  app: App;
  /** Whose business it is: the same, or the merchant whose `app_auth_token` the caller brings. */
  merchant: App;
  /** All parameters, query and form merged. */
  parameters: ReadonlyMap<string, string>;
  /** `biz_content` parsed; empty when none was sent. Empty and null members are taken as not sent. */
  biz: Readonly<Record<string, unknown>>;
}

/** One method of the gateway. Decides and answers at once; it must not wait for anything. */
export type Method = (call: GatewayCall) => Answer;
