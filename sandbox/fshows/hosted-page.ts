import type { FastifyInstance, FastifyReply } from 'fastify';
import { PLAIN } from '../fault/reply-manner';
import { sendReply } from '../fault/send-reply';
import type { Fshows } from './fshows';
import { cashDeskMarkup, messageMarkup } from './hosted-page-markup';
import type { FshowsTrade } from './trade';

/** What the page returns with: `tradePay`'s result codes (reference fshows 6). */
const RESULT_CODES = { pay: '9000', cancel: '6001', fail: '4000' } as const;

type Outcome = keyof typeof RESULT_CODES;

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Without any referrer a browser would not say where the form is from, and the sandbox would refuse it.
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** What the page was opened with. */
interface Visit {
  trade: FshowsTrade;
  /** Where the browser goes afterwards; nowhere when absent. */
  callbackUrl?: string;
}

/**
 * Serves `/alipayPage/`, the cash desk that a provider sends its buyer's browser to. The real one opens Alipay's own; this one
 * asks what the buyer does: pay, turn away, or fail. It returns the browser to `callback_url`, which proves nothing.
 */
export function hostedPage(server: FastifyInstance, fshows: Fshows): void {
  for (const url of ['/alipayPage', '/alipayPage/']) {
    server.get(url, async (request, reply) => {
      const visit = visitOf(new URLSearchParams(request.url.split('?')[1] ?? ''), fshows);
      if (typeof visit === 'string') return refuse(reply, visit);
      fshows.trades.visit(visit.trade.prepayId);
      const seller = fshows.directory.nameOf(visit.trade.subMerchantId);
      return reply.headers(HEADERS).send(cashDeskMarkup(visit.trade, seller, visit.callbackUrl));
    });
    server.post(url, async (request, reply) => {
      const form = new URLSearchParams((request.body as Buffer | undefined)?.toString('utf8') ?? '');
      const visit = visitOf(form, fshows);
      const outcome = form.get('outcome') ?? '';
      if (typeof visit === 'string') return refuse(reply, visit);
      if (!isOutcome(outcome)) return refuse(reply, '参数错误：outcome');
      return leave(reply, visit, done(outcome, visit, fshows), fshows);
    });
  }
}

/** The trade and the way back, or why there is no page for them. */
function visitOf(parameters: URLSearchParams, { trades, rules }: Fshows): Visit | string {
  const trade = trades.get(parameters.get('prepay_id') ?? '');
  if (!trade) return '订单不存在';
  const tradeNo = parameters.get('trade_no') ?? (rules.pageNeedsTradeNo ? '' : trade.tradeNo);
  if (tradeNo !== trade.tradeNo) return '参数错误：trade_no';
  const callbackUrl = parameters.get('callback_url') || undefined;
  if (callbackUrl !== undefined && !isWebAddress(callbackUrl)) return '参数错误：callback_url';
  return { trade, callbackUrl };
}

/** The result code of what the buyer does; a payment that is refused is a failure. */
function done(outcome: Outcome, { trade }: Visit, { trades, buyers }: Fshows): string {
  if (outcome !== 'pay') return RESULT_CODES[outcome];
  const paid = trades.pay(trade.prepayId, trade.buyerUserId ?? buyers.first?.userId ?? '');
  return paid.kind === 'done' ? RESULT_CODES.pay : RESULT_CODES.fail;
}

/** Only the way back can be lost: what the buyer did is done. */
async function leave(reply: FastifyReply, { trade, callbackUrl }: Visit, resultCode: string, fshows: Fshows) {
  const { appId, outTradeNo, prepayId: tradeNo, tradeNo: platformTradeNo } = trade;
  const subject = { gateway: 'fshows', appId, outTradeNo, tradeNo, platformTradeNo } as const;
  const manner = await fshows.faults.ofFshows.afterwards({ method: 'cashier.page', ...subject });
  const markup = messageMarkup(`result_code ${resultCode}`);
  if (manner !== PLAIN) return sendReply(reply, manner, { headers: HEADERS, bytes: Buffer.from(markup) });
  if (callbackUrl === undefined) return reply.headers(HEADERS).send(markup);
  const back = new URL(callbackUrl);
  back.searchParams.set('result_code', resultCode);
  if (fshows.rules.pageReturnsNumbers) {
    back.searchParams.set('out_trade_no', outTradeNo);
    back.searchParams.set('trade_no', platformTradeNo);
  }
  return reply.redirect(back.href, 302);
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(404).headers(HEADERS).send(messageMarkup(message));
}

function isOutcome(outcome: string): outcome is Outcome {
  return Object.hasOwn(RESULT_CODES, outcome);
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}
