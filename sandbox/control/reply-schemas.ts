import * as v from 'valibot';
import { GATEWAYS } from '../fault/fault-selectors';

/** What the control API answers, as far as a client may build on it; replies may hold more. */

const text = v.string();
const number = v.number();
const flag = v.boolean();
const textOrNull = v.nullable(text);
const numberOrNull = v.nullable(number);

export const appReply = v.looseObject({
  appId: text,
  name: text,
  appPrivateKeyPkcs1: text,
  appPrivateKeyPkcs8: text,
  appPublicKey: text,
  alipayPublicKey: text,
  sellerId: text,
  sellerName: text,
  buyerIdKind: v.picklist(['user_id', 'open_id']),
  gateway: text,
});

export const fshowsAppReply = v.looseObject({
  appId: text,
  name: text,
  appPrivateKeyPkcs1: text,
  appPrivateKeyPkcs8: text,
  appPublicKey: text,
  platformPublicKey: text,
  subMerchants: v.array(v.strictObject({ subMerchantId: text, name: text })),
  gateway: text,
  alipayPage: text,
});

export const buyerReply = v.looseObject({
  buyerId: text,
  userId: text,
  name: text,
  logonId: text,
  isEnabled: flag,
  openIds: v.record(text, text),
});

export const notifyReply = v.looseObject({
  notifyId: text,
  gateway: v.picklist(GATEWAYS),
  tradeNo: text,
  appId: text,
  cause: text,
  url: text,
  createdAtMs: number,
  parameters: v.record(text, text),
  status: v.picklist(['pending', 'acknowledged', 'given_up']),
  nextAtMs: numberOrNull,
  deliveries: v.array(v.looseObject({ atMs: number, result: text })),
});

export const tradeReply = v.looseObject({
  gateway: v.picklist(GATEWAYS),
  tradeNo: text,
  platformTradeNo: textOrNull,
  outTradeNo: text,
  status: v.picklist(['WAIT_BUYER_PAY', 'TRADE_SUCCESS', 'TRADE_FINISHED', 'TRADE_CLOSED']),
  isPayable: flag,
  payableReason: textOrNull,
  totalAmount: text,
  totalFen: number,
  subject: text,
  appId: text,
  sellerId: text,
  sellerName: text,
  buyer: buyerReply,
  notifyUrl: textOrNull,
  refundedFen: number,
  refunds: v.array(v.looseObject({ requestNo: text, amountFen: number, atMs: number })),
  createdAtMs: number,
  expiresAtMs: number,
  paidAtMs: numberOrNull,
  closedAtMs: numberOrNull,
  notifies: v.array(notifyReply),
});

export const policyReply = v.strictObject({ deliver: flag, causes: v.array(text) });

export const faultReply = v.looseObject({
  id: text,
  kind: text,
  countedBy: text,
  matched: number,
  fired: number,
  isSpent: flag,
});

export const presetReply = v.strictObject({
  name: text,
  title: text,
  titleZh: text,
  rules: v.array(v.looseObject({ kind: text })),
});

export const clockReply = v.strictObject({ nowMs: number, now: text, isFrozen: flag });

export const logEntryReply = v.looseObject({
  seq: number,
  atMs: number,
  kind: v.picklist(['call', 'notify']),
  faults: v.array(text),
});

export const refusalReply = v.strictObject({ reason: text, message: text });
