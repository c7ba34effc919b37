import type { AppAccess } from '../control/app-access';
import type { FshowsAccess } from '../control/fshows-access';
import { copyButton } from './copy-button';
import { FSHOWS_SETUPS } from './fshows-setups';
import { type Html, html } from './html';
import { privateKeyPem, publicKeyPem } from './pem';
import { SDK_SETUPS } from './sdk-setups';
import type { Setup } from './setup';
import type { Strings } from './strings';
import { tabs } from './tabs';
import type { View } from './view';

/** What to paste into which client, for each app at Alipay and each provider at Fshows. */
export function connectPanel({ apps, fshowsApps, t }: View): Html {
  return tabs('app', t.app, [
    ...apps.map((app) => ({ id: app.appId, label: app.name, panel: appPanel(app, t) })),
    ...fshowsApps.map((app) => ({ id: app.appId, label: `Fshows · ${app.name}`, panel: fshowsPanel(app, t) })),
  ]);
}

function appPanel(app: AppAccess, t: Strings): Html {
  return html`
    <p class="facts">
      <span>app_id <code>${app.appId}</code></span>
      <span>${t.sellerId} <code>${app.sellerId}</code></span>
      <span>${app.buyerIdKind === 'user_id' ? t.knowsUserId : t.knowsOpenId}</span>
    </p>
    ${app.appAuthTokens.map(
      ({ appAuthToken, authAppId, sellerId }) => html`<p class="facts">
        <span>${t.actsFor} ${sellerId}（${authAppId}）</span>
        <span>app_auth_token <code id="token-${appAuthToken}">${appAuthToken}</code></span>
        ${copyButton(`token-${appAuthToken}`, `${t.copy} app_auth_token`, t)}
      </p>`,
    )}
    <p class="facts"><span>${t.anyBuyer}</span></p>
    ${setupTabs(app, SDK_SETUPS, t)}
    ${keyList(app.appId, [...appKeys(app, t), ...gatewayKey(t.alipayPublicKey, app.alipayPublicKey, t)], t)}
    <p class="quiet">${t.sandboxOnly}</p>`;
}

function fshowsPanel(app: FshowsAccess, t: Strings): Html {
  return html`
    <p class="facts">
      <span>app_id <code>${app.appId}</code></span>
      <span>${t.gateway} <code>${app.gateway}</code></span>
      <span>${t.cashDesk} <code>${app.alipayPage}?prepay_id=…&amp;trade_no=…&amp;callback_url=…</code></span>
    </p>
    ${app.subMerchants.map(
      ({ subMerchantId, name }) => html`<p class="facts"><span>${t.subMerchant} ${name}</span>
        <span>merchant_id <code id="shop-${subMerchantId}">${subMerchantId}</code></span>
        ${copyButton(`shop-${subMerchantId}`, `${t.copy} merchant_id`, t)}
      </p>`,
    )}
    ${setupTabs(app, FSHOWS_SETUPS, t)}
    ${keyList(app.appId, [...appKeys(app, t), ...gatewayKey(t.platformPublicKey, app.platformPublicKey, t)], t)}
    <p class="quiet">${t.sandboxOnly}</p>`;
}

function setupTabs<Access extends { appId: string }>(app: Access, setups: readonly Setup<Access>[], t: Strings): Html {
  const panels = setups.map((setup) => ({
    id: `${app.appId}-${setup.id}`,
    label: setup.label,
    panel: setupPanel(app, setup, t),
  }));
  return tabs(`sdk-${app.appId}`, t.sdk, panels);
}

function setupPanel<Access extends { appId: string }>(app: Access, setup: Setup<Access>, t: Strings): Html {
  const id = `code-${app.appId}-${setup.id}`;
  return html`
    <p class="facts"><code>${setup.install}</code><span>${t.keyFormat}：${setup.keyFormat}</span></p>
    <div class="code">
      ${copyButton(id, `${t.copy} ${setup.label}`, t)}
      <pre id="${id}" tabindex="0" aria-label="${t.pasteThis} ${setup.label}"><code>${setup.code(app)}</code></pre>
    </div>`;
}

type NamedKey = readonly [name: string, value: string];

function appKeys(
  app: Pick<AppAccess, 'appPrivateKeyPkcs1' | 'appPrivateKeyPkcs8' | 'appPublicKey'>,
  t: Strings,
): NamedKey[] {
  return [
    [`${t.appPrivateKey} PKCS#1 ${t.oneLine}`, app.appPrivateKeyPkcs1],
    [`${t.appPrivateKey} PKCS#8 ${t.oneLine}`, app.appPrivateKeyPkcs8],
    [`${t.appPrivateKey} PKCS#8 PEM`, privateKeyPem(app.appPrivateKeyPkcs8)],
    [`${t.appPublicKey} ${t.oneLine}`, app.appPublicKey],
  ];
}

function gatewayKey(name: string, spki: string, t: Strings): NamedKey[] {
  return [
    [`${name} ${t.oneLine}`, spki],
    [`${name} PEM`, publicKeyPem(spki)],
  ];
}

function keyList(appId: string, keys: readonly NamedKey[], t: Strings): Html {
  const rows = keys.map(([name, value], index) => {
    const id = `key-${appId}-${index}`;
    return html`<li>
      <span>${name}</span>
      <code id="${id}">${value}</code>
      ${copyButton(id, `${t.copy} ${name}`, t)}
    </li>`;
  });
  return html`<details class="keys" id="keys-${appId}"><summary>${t.allKeys}</summary><ul>${rows}</ul></details>`;
}
