import * as v from 'valibot';
import type { PartyStatus } from '../../accounts/account-book';
import { done, explained, type FshowsAnswer } from '../answer';
import { amount, providerNumber, readFields, text, webAddress } from '../fields';
import type { FshowsCall, FshowsMethod } from '../method';
import { codeOf } from '../refusal-codes';
import type { FshowsTerms } from '../trade';

/** The document's table, and `store_id` of its later edition (reference fshows 5). */
const createFields = v.object({
  out_trade_no: providerNumber,
  notify_url: v.optional(webAddress),
  total_amount: amount(1),
  discountable_amount: v.optional(amount(0)),
  undiscountable_amount: v.optional(amount(0)),
  subject: text(256),
  body: v.optional(text(128)),
  sub_merchant: v.optional(v.object({ merchant_id: text(20) }, '须为对象')),
  store_id: v.optional(text(20)),
  buyer_logon_id: v.optional(text(100)),
  buyer_id: v.optional(text(28)),
});

type Asked = v.InferOutput<typeof createFields>;

/** `fshows.liquidation.submerchant.alipay.trade.create`: opens a trade at Alipay for a sub-merchant. Takes no money yet. */
export const tradeCreate: FshowsMethod = (call) => {
  const { fshows, refuse } = call;
  const fields = readFields(createFields, call.content);
  if (!fields.isValid) return refuse('-101', fields.detail);
  const terms = termsOf(fields.output, call);
  if ('success' in terms) return terms;
  const opened = fshows.trades.open(terms);
  if (opened.kind === 'refused')
    return refuse(codeOf(opened.reason, fshows.rules), `[out_trade_no]${terms.outTradeNo}`);
  const { outTradeNo, tradeNo, prepayId } = opened.trade;
  return done({ out_trade_no: outTradeNo, trade_no: tradeNo, prepay_id: prepayId });
};

function termsOf(asked: Asked, { fshows, app, refuse }: FshowsCall): FshowsTerms | FshowsAnswer {
  const parts = amountParts(asked, fshows.rules.checksAmountParts);
  if (!parts) return refuse('-101', '[total_amount]须为可打折金额与不可打折金额之和');
  const subMerchantId = asked.sub_merchant?.merchant_id ?? asked.store_id;
  if (subMerchantId === undefined) return refuse('-101', '[sub_merchant.merchant_id]不能为空');
  if (asked.buyer_id === undefined && asked.buyer_logon_id === undefined) {
    return refuse('-101', '[buyer_id]与[buyer_logon_id]不能同时为空');
  }
  const shop = fshows.directory.subMerchant(subMerchantId);
  if (!shop) return refuse('-203', `[sub_merchant.merchant_id]${subMerchantId}`);
  if (shop.appId !== app.appId)
    return refuse(fshows.rules.foreignSubMerchantCode, `[sub_merchant.merchant_id]${subMerchantId}`);
  if (fshows.accounts.statusOf(subMerchantId) !== 'normal')
    return refuse('-202', `[sub_merchant.merchant_id]${subMerchantId}`);
  const buyer = buyerOf(asked, fshows);
  if ('success' in buyer) return buyer;
  return {
    outTradeNo: asked.out_trade_no,
    appId: app.appId,
    subMerchantId,
    totalFen: asked.total_amount,
    ...parts,
    subject: asked.subject,
    body: asked.body,
    ...buyer,
    buyerLogonId: asked.buyer_logon_id,
    notifyUrl: asked.notify_url ?? app.notifyUrl,
    rates: shop.rates,
    expiresAtMs: fshows.clock.nowMs() + fshows.rules.unpaidLifeMs,
  };
}

/** The part that is not given is the rest; all three have to agree (reference fshows 11). Undefined when they do not. */
function amountParts(
  { total_amount: totalFen, discountable_amount, undiscountable_amount }: Asked,
  isChecked: boolean,
) {
  if (discountable_amount === undefined && undiscountable_amount === undefined) return {};
  const discountableFen = discountable_amount ?? totalFen - (undiscountable_amount ?? 0);
  // A discountable amount of 0 means none, as in the document's sample; then the other part may be left out as well.
  const undiscountableFen = undiscountable_amount ?? totalFen - discountableFen;
  if (!isChecked) return { discountableFen, undiscountableFen };
  const isSound = discountableFen >= 0 && undiscountableFen >= 0 && discountableFen + undiscountableFen === totalFen;
  return isSound ? { discountableFen, undiscountableFen } : undefined;
}

const OF_BUYER: Readonly<Record<PartyStatus, string | undefined>> = {
  normal: undefined,
  dormant: undefined,
  blocked: 'ACQ.BUYER_ENABLE_STATUS_FORBID',
  gone: 'ACQ.USER_LOGONID_NOT_EXIST',
};

/**
 * Who can pay: the buyer with the id, else the one with the login, else anybody, for the sandbox knows logins masked only.
 * What Alipay says against the buyer comes as -300 with its own code behind.
 */
function buyerOf(
  { buyer_id: buyerId, buyer_logon_id: logonId }: Asked,
  { buyers, accounts, rules }: FshowsCall['fshows'],
): { buyerUserId?: string } | FshowsAnswer {
  const buyer =
    buyerId === undefined ? buyers.all().find(({ logonId: known }) => known === logonId) : buyers.named(buyerId);
  const takesUnknown = buyerId === undefined ? rules.takesUnknownLogins : rules.takesUnknownBuyers;
  if (!buyer && !takesUnknown) return explained('-300', 'ACQ.USER_LOGONID_NOT_EXIST');
  const objection = buyer && OF_BUYER[accounts.statusOf(buyer.userId)];
  return objection ? explained('-300', objection) : { buyerUserId: buyer?.userId };
}
