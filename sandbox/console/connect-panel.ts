import type { AppAccess } from '../control/app-access';
import { copyButton } from './copy-button';
import { type Html, html } from './html';
import { privateKeyPem, publicKeyPem } from './pem';
import { SDK_SETUPS, type SdkSetup } from './sdk-setups';
import type { Strings } from './strings';
import { tabs } from './tabs';
import type { View } from './view';

/** What to paste into which SDK, for each app. */
export function connectPanel({ apps, t }: View): Html {
  return tabs(
    'app',
    t.app,
    apps.map((app) => ({ id: app.appId, label: app.name, panel: appPanel(app, t) })),
  );
}

function appPanel(app: AppAccess, t: Strings): Html {
  const setups = SDK_SETUPS.map((setup) => ({
    id: `${app.appId}-${setup.id}`,
    label: setup.label,
    panel: setupPanel(app, setup, t),
  }));
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
    ${tabs(`sdk-${app.appId}`, t.sdk, setups)}
    ${keyList(app, t)}
    <p class="quiet">${t.sandboxOnly}</p>`;
}

function setupPanel(app: AppAccess, setup: SdkSetup, t: Strings): Html {
  const id = `code-${app.appId}-${setup.id}`;
  return html`
    <p class="facts"><code>${setup.install}</code><span>${t.keyFormat}：${setup.keyFormat}</span></p>
    <div class="code">
      ${copyButton(id, `${t.copy} ${setup.label}`, t)}
      <pre id="${id}" tabindex="0" aria-label="${t.pasteThis} ${setup.label}"><code>${setup.code(app)}</code></pre>
    </div>`;
}

function keyList(app: AppAccess, t: Strings): Html {
  const keys: readonly (readonly [name: string, value: string])[] = [
    [`${t.appPrivateKey} PKCS#1 ${t.oneLine}`, app.appPrivateKeyPkcs1],
    [`${t.appPrivateKey} PKCS#8 ${t.oneLine}`, app.appPrivateKeyPkcs8],
    [`${t.appPrivateKey} PKCS#8 PEM`, privateKeyPem(app)],
    [`${t.appPublicKey} ${t.oneLine}`, app.appPublicKey],
    [`${t.alipayPublicKey} ${t.oneLine}`, app.alipayPublicKey],
    [`${t.alipayPublicKey} PEM`, publicKeyPem(app)],
  ];
  const rows = keys.map(([name, value], index) => {
    const id = `key-${app.appId}-${index}`;
    return html`<li>
      <span>${name}</span>
      <code id="${id}">${value}</code>
      ${copyButton(id, `${t.copy} ${name}`, t)}
    </li>`;
  });
  return html`<details class="keys" id="keys-${app.appId}"><summary>${t.allKeys}</summary><ul>${rows}</ul></details>`;
}
