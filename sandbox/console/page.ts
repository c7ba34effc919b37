import { connectPanel } from './connect-panel';
import { copyButton } from './copy-button';
import { type Html, html } from './html';
import { logPanel } from './log-panel';
import type { Language } from './strings';
import { switchesPanel } from './switches-panel';
import { tabs } from './tabs';
import { tradesPanel } from './trades-panel';
import type { View } from './view';

/** The parts that change while one looks at them; the script asks for them again and again. */
export const LIVE_PANELS: Readonly<Record<string, (view: View) => Html>> = {
  trades: tradesPanel,
  log: logPanel,
  switches: switchesPanel,
};

/** The whole page. */
export function page(view: View, language: Language): string {
  const { t, apps } = view;
  const live = (name: string) => html`<div id="live-${name}">${LIVE_PANELS[name]?.(view)}</div>`;
  const views = tabs('view', t.views, [
    { id: 'connect', label: t.connect, panel: connectPanel(view) },
    { id: 'trades', label: t.trades, panel: live('trades') },
    { id: 'log', label: t.log, panel: live('log') },
    { id: 'switches', label: t.switches, panel: live('switches') },
  ]);
  return html`<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${t.title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/console.css"><link rel="stylesheet" href="/rows.css"><link rel="stylesheet" href="/cards.css">
<script src="/console.js" defer></script>
</head>
<body data-language="${language}">
<header>
  <div>
    <h1>${t.brand}</h1>
    <p>${t.tagline}</p>
  </div>
  <p class="gateway">
    <span>${t.gateway}</span> <code id="gateway">${apps[0]?.gateway}</code>
    ${copyButton('gateway', `${t.copy} ${t.gateway}`, t)}
    <a href="${language === 'zh' ? '/?lang=en' : '/'}" hreflang="${language === 'zh' ? 'en' : 'zh-CN'}">${t.otherLanguage}</a>
  </p>
</header>
<main>${views}</main>
<p id="status" role="status" aria-live="polite" data-disconnected="${t.disconnected}"></p>
</body>
</html>
`.markup;
}
