import type { CallEntry, LogEntry, NotifyEntry } from '../exchange-log';
import { type Html, html } from './html';
import type { Strings } from './strings';
import { time } from './time';
import type { View } from './view';

const SHOWN_ENTRIES = 60;
/** Of Alipay, and of Fshows, whose successes have no code. */
const GOOD_CODES = ['10000', '10003', 'success'];

/** Requests with their replies, and notifies with theirs, as they went over the wire; newest first. */
export function logPanel({ exchanges, t }: View): Html {
  const entries = exchanges.entries({ limit: SHOWN_ENTRIES }).reverse();
  if (entries.length === 0) {
    return html`<div class="empty"><strong>${t.noTraffic}</strong><p>${t.noTrafficHint}</p></div>`;
  }
  return html`<ol class="rows">${entries.map((entry) => html`<li>${entryRow(entry, t)}</li>`)}</ol>`;
}

function entryRow(entry: LogEntry, t: Strings): Html {
  return html`<details id="entry-${entry.seq}">
    <summary>${entry.kind === 'call' ? callHead(entry) : notifyHead(entry, t)}${faultMark(entry, t)}${time(entry.atMs)}</summary>
    <div class="exchange">
      <h3>${entry.kind === 'call' ? t.request : t.notify}</h3>
      ${sent(entry)}
      <h3>${t.reply}</h3>
      <pre tabindex="0" aria-label="${t.reply}">${entry.response === null ? '—' : indented(entry.response)}</pre>
    </div>
  </details>`;
}

function callHead({ method, code, subCode, outTradeNo }: CallEntry): Html {
  const style = GOOD_CODES.includes(code) ? 'ok' : 'failed';
  return html`<span class="pill ${style}">${code}</span><span class="method">${method ?? '—'}</span>
    ${subCode === null ? null : html`<span class="mark bad">${subCode}</span>`}
    ${outTradeNo === null ? null : html`<span class="number">${outTradeNo}</span>`}`;
}

function notifyHead({ result, url }: NotifyEntry, t: Strings): Html {
  const style = result === 'acknowledged' ? 'ok' : 'failed';
  const word = result in t ? t[result as keyof Strings] : result;
  return html`<span class="pill ${style}">${t.notify}</span><span class="method">${word}</span>
    <span class="number">${url}</span>`;
}

function faultMark({ faults }: LogEntry, t: Strings): Html | null {
  return faults.length === 0 ? null : html`<span class="mark bad">${t.faults}：${faults.join('、')}</span>`;
}

/** One parameter in a row; `biz_content` and others that are JSON are spread out. */
function sent(entry: LogEntry): Html {
  const parameters = entry.kind === 'call' ? Object.entries(entry.request) : [...new URLSearchParams(entry.request)];
  return html`<dl class="parameters">${parameters.map(
    ([name, value]) => html`<div class="parameter"><dt>${name}</dt><dd><code>${indented(value)}</code></dd></div>`,
  )}</dl>`;
}

function indented(text: string): string {
  if (!text.startsWith('{') && !text.startsWith('[')) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
