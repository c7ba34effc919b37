import type { TradeView } from '../control/control-views';
import { type Html, html } from './html';
import type { StringKey, Strings } from './strings';
import { time } from './time';
import { tradeEvents } from './trade-events';
import type { View } from './view';

const SHOWN_TRADES = 50;

/** The latest trades; each opens to its time line and to what its buyer can do. */
export function tradesPanel({ control, t }: View): Html {
  const trades = control.trades(SHOWN_TRADES);
  if (trades.length === 0) return html`<div class="empty"><strong>${t.noTrades}</strong><p>${t.noTradesHint}</p></div>`;
  const { deliver } = control.notifyPolicy();
  return html`<ol class="rows">${trades.map((trade) => html`<li>${tradeRow(trade, deliver, t)}</li>`)}</ol>`;
}

function tradeRow(trade: TradeView, isDelivering: boolean, t: Strings): Html {
  const [status, word] = shownStatus(trade);
  return html`<details id="trade-${trade.tradeNo}">
    <summary>
      <span class="pill ${status}">${t[word]}</span>
      <span class="subject">${trade.subject}</span>
      ${trade.gateway === 'fshows' ? html`<span class="mark">Fshows</span>` : null}
      <span class="amount">¥${trade.totalAmount}</span>
      <span class="number">${trade.outTradeNo}</span>
      ${notifyMark(trade, t)}
      ${time(trade.createdAtMs)}
    </summary>
    <div class="trade">
      <dl>
        ${numbers(trade)}
        <div><dt>out_trade_no</dt><dd><code>${trade.outTradeNo}</code></dd></div>
        <div><dt>${t.buyer}</dt><dd>${trade.buyer.name} <code>${trade.buyer.userId}</code></dd></div>
        <div><dt>${t.app}</dt><dd>${trade.appName} <code>${trade.appId}</code></dd></div>
        <div><dt>${t.seller}</dt><dd>${trade.sellerName} <code>${trade.sellerId}</code></dd></div>
        <div><dt>notify_url</dt><dd>${trade.notifyUrl === null ? t.noNotifyUrl : html`<code>${trade.notifyUrl}</code>`}</dd></div>
      </dl>
      ${trade.isPayable ? payButtons(trade, t) : null}
      ${replayButtons(trade, t)}
      <h3>${t.timeLine}</h3>
      <ol class="time-line">
        ${tradeEvents(trade, isDelivering, t).map(
          ({ atMs, what, detail, mood }) =>
            html`<li class="${mood}"><span class="at">${time(atMs)}</span><span>${what}</span>${detail ? html`<code>${detail}</code>` : null}</li>`,
        )}
      </ol>
    </div>
  </details>`;
}

/** The number that a phone pays by comes first; Fshows calls it otherwise and has one of its own. */
function numbers({ tradeNo, platformTradeNo }: TradeView): Html {
  const named = (name: string, value: string) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`;
  if (platformTradeNo === null) return named('trade_no', tradeNo);
  return html`${named('prepay_id', tradeNo)}${named('trade_no', platformTradeNo)}`;
}

/** TRADE_CLOSED means two things that people must tell apart: never paid, or all given back. */
function shownStatus(trade: TradeView): [style: string, word: StringKey] {
  if (trade.status === 'TRADE_CLOSED' && trade.paidAtMs !== null) return ['refunded', 'fullyRefunded'];
  return [trade.status.toLowerCase(), trade.status];
}

function notifyMark({ notifies }: TradeView, t: Strings): Html | null {
  if (notifies.some(({ status }) => status === 'given_up'))
    return html`<span class="mark bad">${t.notifyGivenUp}</span>`;
  const isFailing = notifies.some(({ status, deliveries }) => status === 'pending' && deliveries.length > 0);
  return isFailing ? html`<span class="mark bad">${t.notify}：${t.notFollowed}</span>` : null;
}

function payButtons({ tradeNo, subject }: TradeView, t: Strings): Html {
  const body = (outcome: string) => JSON.stringify({ tradeNo, outcome });
  return html`<p class="actions">
    <button type="button" class="primary" id="pay-${tradeNo}" data-post="/api/pay" data-body="${body('paid')}"
      aria-label="${t.buyerPays}：${subject}">${t.buyerPays}</button>
    <button type="button" id="cancel-${tradeNo}" data-post="/api/pay" data-body="${body('cancelled')}"
      aria-label="${t.buyerTurnsAway}：${subject}">${t.buyerTurnsAway}</button>
  </p>`;
}

/** For trying whether the merchant bears being told twice. */
function replayButtons({ notifies }: TradeView, t: Strings): Html | null {
  const sent = notifies.filter(({ deliveries }) => deliveries.length > 0);
  if (sent.length === 0) return null;
  return html`<p class="actions">${sent.map(
    ({ notifyId, cause }) => html`<button type="button" id="replay-${notifyId}" data-post="/api/notifies/replay"
      data-body="${JSON.stringify({ notifyId })}">${t.notifyAgain} ${cause}</button>`,
  )}</p>`;
}
