import { type Html, html } from './html';
import type { Strings } from './strings';

/** Copies the text of the element with this id; the page's script says so when it has. */
export function copyButton(targetId: string, label: string, t: Strings): Html {
  return html`<button type="button" class="copy" data-copy="${targetId}" data-done="${t.copied}" aria-label="${label}"
    >${t.copy}</button>`;
}
