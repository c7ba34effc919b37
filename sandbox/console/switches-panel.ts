import { type Html, html } from './html';
import type { View } from './view';

/** What can be changed about the sandbox while it runs. */
export function switchesPanel({ control, t }: View): Html {
  const { deliver } = control.notifyPolicy();
  return html`
    <section class="card" aria-labelledby="deliver-title">
      <div class="card-text">
        <h3 id="deliver-title">${t.deliverNotifies}</h3>
        <p class="quiet">${t.deliverHint}</p>
      </div>
      <button type="button" role="switch" id="deliver" aria-checked="${deliver ? 'true' : 'false'}"
        aria-labelledby="deliver-title" data-post="/api/notifies/policy" data-body="${JSON.stringify({ deliver: !deliver })}"
        ><span>${deliver ? t.on : t.off}</span></button>
    </section>
    <section class="card" aria-labelledby="reset-title">
      <div class="card-text">
        <h3 id="reset-title">${t.reset}</h3>
        <p class="quiet">${t.resetHint}</p>
      </div>
      <button type="button" class="danger" id="reset" data-post="/api/reset" data-body="{}"
        data-confirm="${t.resetConfirm}">${t.reset}</button>
    </section>`;
}
