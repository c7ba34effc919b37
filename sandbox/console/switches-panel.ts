import { faultsSection } from './faults-section';
import { type Html, html } from './html';
import { rulesSection } from './rules-section';
import { time } from './time';
import type { View } from './view';

/** What can be changed about the sandbox while it runs. */
export function switchesPanel(view: View): Html {
  return html`${deliverCard(view)}${clockCard(view)}${faultsSection(view)}${rulesSection(view)}${resetCard(view)}`;
}

function deliverCard({ control, t }: View): Html {
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
    </section>`;
}

const MINUTE_MS = 60_000;
const LEAPS: readonly (readonly [label: string, durationMs: number])[] = [
  ['+1 min', MINUTE_MS],
  ['+15 min', 15 * MINUTE_MS],
  ['+1 h', 60 * MINUTE_MS],
  ['+1 d', 1440 * MINUTE_MS],
];

/** A clock that runs is not drawn to the second, or the panel would change all the time. */
function clockCard({ clock, t }: View): Html {
  const isFrozen = clock.isFrozen();
  const button = (label: string, body: object) => html`<button type="button" id="clock-${label}"
    data-post="/api/clock" data-body="${JSON.stringify(body)}">${label}</button>`;
  return html`
    <section class="card" aria-labelledby="clock-title">
      <div class="card-text">
        <h3 id="clock-title">${t.clock} ${isFrozen ? html`${time(clock.nowMs())} <span class="pill">${t.frozen}</span>` : null}</h3>
        <p class="quiet">${t.clockHint}</p>
      </div>
      <p class="actions">
        ${isFrozen ? button(t.resume, { action: 'resume' }) : button(t.freeze, { action: 'freeze' })}
        ${LEAPS.map(([label, durationMs]) => button(label, { action: 'advance', durationMs }))}
      </p>
    </section>`;
}

function resetCard({ t }: View): Html {
  return html`
    <section class="card" aria-labelledby="reset-title">
      <div class="card-text">
        <h3 id="reset-title">${t.reset}</h3>
        <p class="quiet">${t.resetHint}</p>
      </div>
      <button type="button" class="danger" id="reset" data-post="/api/reset" data-body="{}"
        data-confirm="${t.resetConfirm}">${t.reset}</button>
    </section>`;
}
