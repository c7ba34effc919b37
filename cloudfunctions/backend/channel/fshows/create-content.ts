/**
 * What a create sends, field by field, and the rules of the document 支付宝H5预创建接口 for each (seed 004; its contradictions as
 * reference fshows 11 settles them).
 */
import { fenFromYuan, MAX_TOTAL_FEN, MIN_TOTAL_FEN, yuanFromFen } from '../../../../contract/money';
import type { Buyer, Trade } from '../../order/order';
import type { TradeSubject } from '../channel';

/** What a create says beyond the order. */
export interface CreateTerms {
  /** The merchant's id at Fshows, from its onboarding. */
  subMerchantId: string;
  /** Where Fshows sends notifies; absent means the address that is registered for the app there. */
  notifyUrl?: string;
  /** How much of an order takes part in Alipay's promotions, in fen; absent leaves it to Fshows. */
  discountableFen?: (order: TradeSubject) => number;
  /** The Alipay login of a buyer whose user id is not known, where the host knows it. */
  buyerLogonId?: (buyer: Buyer) => string | undefined;
}

/** The business parameters of the create; amounts in yuan with two decimals. */
export interface CreateContent {
  out_trade_no: string;
  notify_url?: string;
  total_amount: string;
  discountable_amount?: string;
  undiscountable_amount?: string;
  subject: string;
  body?: string;
  sub_merchant: { merchant_id: string };
  buyer_logon_id?: string;
  buyer_id?: string;
}

const MOST_SUBJECT_CHARACTERS = 256;
const MOST_BODY_CHARACTERS = 128;

/** `biz_content` of the create: the amount from the order, texts cut to the lengths that are taken. */
export function createContent(trade: Trade, order: TradeSubject, terms: CreateTerms): CreateContent {
  const body = order.items.map(({ title, quantity }) => `${title} × ${quantity}`).join(', ');
  return {
    out_trade_no: trade.outTradeNo,
    total_amount: yuanFromFen(order.totalFen),
    ...discountParts(order, terms),
    subject: wholeCharacters(order.subject, MOST_SUBJECT_CHARACTERS),
    ...(body === '' ? {} : { body: wholeCharacters(body, MOST_BODY_CHARACTERS) }),
    sub_merchant: { merchant_id: terms.subMerchantId },
    ...buyerParts(order.buyer, terms),
    ...(terms.notifyUrl === undefined ? {} : { notify_url: terms.notifyUrl }),
  };
}

/** A part of nothing is left out: the document allows no amount below 0.01. */
function discountParts(order: TradeSubject, { discountableFen }: CreateTerms): Partial<CreateContent> {
  if (!discountableFen) return {};
  const discountable = Math.min(discountableFen(order), order.totalFen);
  const rest = order.totalFen - discountable;
  return {
    ...(discountable > 0 ? { discountable_amount: yuanFromFen(discountable) } : {}),
    ...(rest > 0 ? { undiscountable_amount: yuanFromFen(rest) } : {}),
  };
}

function buyerParts(buyer: Buyer, { buyerLogonId }: CreateTerms): Partial<CreateContent> {
  if (buyer.kind === 'user_id') return { buyer_id: buyer.id };
  const logonId = buyerLogonId?.(buyer);
  return logonId === undefined ? {} : { buyer_logon_id: logonId };
}

/** As much as fits, without halves of characters, and without `/ = &`, which Alipay behind Fshows refuses in a subject. */
function wholeCharacters(text: string, most: number): string {
  let kept = '';
  for (const character of text.replace(/[/=&]|\p{Cs}/gu, ' ')) {
    if (kept.length + character.length > most) break;
    kept += character;
  }
  return kept;
}

/** One sentence of the document each; the name is the code of the refusal. */
const RULES: Record<string, (content: CreateContent) => boolean> = {
  invalid_out_trade_no: ({ out_trade_no }) => /^[A-Za-z0-9_]{1,64}$/.test(out_trade_no),
  invalid_notify_url: ({ notify_url }) => notify_url === undefined || /^https?:\/\/[^\s]+$/.test(notify_url),
  invalid_total_amount: ({ total_amount }) => isAmount(total_amount),
  invalid_discountable_amount: ({ discountable_amount: part }) => part === undefined || isAmount(part),
  invalid_undiscountable_amount: ({ undiscountable_amount: part }) => part === undefined || isAmount(part),
  amounts_differ: addsUp,
  invalid_subject: ({ subject }) => subject.trim() !== '' && subject.length <= MOST_SUBJECT_CHARACTERS,
  invalid_body: ({ body }) => body === undefined || body.length <= MOST_BODY_CHARACTERS,
  invalid_sub_merchant: ({ sub_merchant }) => /^\S{1,20}$/.test(sub_merchant.merchant_id),
  invalid_buyer_logon_id: ({ buyer_logon_id: id }) => id === undefined || /^\S{1,100}$/.test(id),
  invalid_buyer_id: ({ buyer_id: id }) => id === undefined || /^2088\d{12}$/.test(id),
  buyer_not_served: ({ buyer_id, buyer_logon_id }) => buyer_id !== undefined || buyer_logon_id !== undefined,
};

/** The first rule that the content breaks, as the code of a refusal; null when it may be sent. */
export function brokenRule(content: CreateContent): string | null {
  return Object.keys(RULES).find((name) => !RULES[name]?.(content)) ?? null;
}

function isAmount(yuan: string): boolean {
  const fen = /^\d+\.\d\d$/.test(yuan) ? fenFromYuan(yuan) : null;
  return fen !== null && fen >= MIN_TOTAL_FEN && fen <= MAX_TOTAL_FEN;
}

/** The parts come to the total; one part alone leaves a rest for the other, which cannot be negative. */
function addsUp({ total_amount, discountable_amount, undiscountable_amount }: CreateContent): boolean {
  const parts = [discountable_amount, undiscountable_amount].filter((part) => part !== undefined);
  const totalFen = fenFromYuan(total_amount) ?? 0;
  const partsFen = parts.reduce((sum, part) => sum + (fenFromYuan(part) ?? 0), 0);
  return parts.length === 2 ? partsFen === totalFen : partsFen <= totalFen;
}
