import { type Html, html } from '../console/html';
import { fenToYuan } from '../money';
import type { FshowsTrade, FshowsTradeStatus } from './trade';

const STATUS_WORDS: Readonly<Record<FshowsTradeStatus, string>> = {
  WAIT_BUYER_PAY: '等待付款',
  TRADE_SUCCESS: '已付款',
  TRADE_FINISHED: '已完结',
  TRADE_CLOSED: '已关闭',
};

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText }
  main { box-sizing: border-box; width: min(100%, 24rem); padding: 2rem 1.5rem; text-align: center }
  h1 { font-size: 1rem; font-weight: 500; margin: 0 }
  .amount { font-size: 2.5rem; font-weight: 600; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums }
  p { margin: .25rem 0; overflow-wrap: anywhere } .quiet { opacity: .7; font-size: .875rem }
  form { display: grid; gap: .75rem; margin: 2rem 0 1rem }
  button { font: inherit; min-height: 3rem; border-radius: .5rem; border: 1px solid #1677ff; background: none; color: inherit; cursor: pointer }
  button[value=pay] { background: #1677ff; color: #fff }
  button:focus-visible { outline: 3px solid #1677ff; outline-offset: 2px }`;

/** The cash desk of one trade: what is bought, and what its buyer can do. */
export function cashDeskMarkup(trade: FshowsTrade, seller: string, callbackUrl: string | undefined): string {
  const isPayable = trade.status === 'WAIT_BUYER_PAY';
  return document(html`
    <h1>${trade.subject}</h1>
    <p class="amount">¥${fenToYuan(trade.totalFen)}</p>
    <p>${seller}</p>
    <p class="quiet">${trade.outTradeNo} · ${STATUS_WORDS[trade.status]}</p>
    <form method="post" action="/alipayPage/">
      ${hidden('prepay_id', trade.prepayId)}${hidden('trade_no', trade.tradeNo)}
      ${callbackUrl === undefined ? null : hidden('callback_url', callbackUrl)}
      ${isPayable ? html`<button name="outcome" value="pay">确认付款</button>` : null}
      ${isPayable ? html`<button name="outcome" value="cancel">取消</button>` : null}
      <button name="outcome" value="fail">${isPayable ? '付款失败' : '返回'}</button>
    </form>
    <p class="quiet">沙箱收银台，没有真实资金</p>`);
}

/** A page that only says something. */
export function messageMarkup(message: string): string {
  return document(html`<h1>${message}</h1><p class="quiet">沙箱收银台，没有真实资金</p>`);
}

function hidden(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

function document(content: Html): string {
  const style: Html = { markup: STYLE };
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>沙箱收银台</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main>${content}</main></body>
</html>
`.markup;
}
