import { type Html, html } from './html';

/** `id` becomes a part of ids in the document, so it is unique over all tabs of the page. */
export interface Tab {
  id: string;
  label: string;
  panel: Html;
}

/** Tabs as the ARIA practices want them; the page's script moves between them with arrow keys and remembers the choice. */
export function tabs(group: string, label: string, all: readonly Tab[]): Html {
  const list = all.map(
    ({ id, label: text }, index) => html`<button type="button" role="tab" id="tab-${id}" aria-controls="panel-${id}"
      aria-selected="${index === 0 ? 'true' : 'false'}" tabindex="${index === 0 ? 0 : -1}">${text}</button>`,
  );
  const panels = all.map(
    ({ id, panel }, index) => html`<div role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}"
      ${index === 0 ? null : html`hidden`}>${panel}</div>`,
  );
  return html`<div class="tabs" data-tabs="${group}">
    <div role="tablist" aria-label="${label}">${list}</div>
    ${panels}
  </div>`;
}
