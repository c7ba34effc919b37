import type { FaultView } from '../fault/fault-book';
import type { PresetView } from '../fault/faults';
import { type Html, html } from './html';
import type { Language, Strings } from './strings';
import type { View } from './view';

const SMALLEST_GROUP = 3;

/** What goes wrong now, and what could. */
export function faultsSection({ faults, language, t }: View): Html {
  const active = faults.list();
  return html`
    <section class="card stacked" aria-labelledby="faults-title">
      <h3 id="faults-title">${t.faults}</h3>
      <p class="quiet">${t.faultsHint}</p>
      <h4>${t.activeFaults}</h4>
      ${active.length === 0 ? html`<p class="quiet">${t.noFaults}</p>` : html`<ul>${active.map((fault) => activeRow(fault, t))}</ul>`}
      ${[...grouped(faults.presets(), t)].map(([group, presets]) => presetGroup(group, presets, language, t))}
    </section>`;
}

function activeRow(fault: FaultView, t: Strings): Html {
  const { id, kind, fired } = fault;
  const method = 'method' in fault ? fault.method : undefined;
  return html`<li class="fault">
    <span><code>${id}</code> ${kind} ${method ? html`<code>${method}</code>` : null}</span>
    <span class="quiet">${t.struck} ${fired} ${t.times}</span>
    <button type="button" id="remove-${id}" data-post="/api/faults/remove" data-body="${JSON.stringify({ id })}"
      aria-label="${t.remove} ${id}">${t.remove}</button>
  </li>`;
}

function presetGroup(group: string, presets: readonly PresetView[], language: Language, t: Strings): Html {
  return html`<details id="presets-${group}"><summary class="preset-group">${group} <span class="quiet">${presets.length}</span></summary><ul>
    ${presets.map(({ name, title, titleZh }) => presetRow(name, language === 'zh' ? titleZh : title, t))}
  </ul></details>`;
}

function presetRow(name: string, title: string, t: Strings): Html {
  return html`<li class="fault">
    <span>${title}</span>
    <code>${name}</code>
    <button type="button" id="use-${name}" data-post="/api/faults/use" data-body="${JSON.stringify({ preset: name })}"
      aria-label="${t.use} ${name}">${t.use}</button>
  </li>`;
}

/** By the first word of their names, which is what they are about; words with few presets share one group. */
function grouped(presets: readonly PresetView[], t: Strings): Map<string, PresetView[]> {
  const firstWord = ({ name }: PresetView) => name.split('-')[0] ?? '';
  const sizes = new Map<string, number>();
  for (const preset of presets) sizes.set(firstWord(preset), (sizes.get(firstWord(preset)) ?? 0) + 1);
  const groups = new Map<string, PresetView[]>();
  for (const preset of presets) {
    const word = firstWord(preset);
    const group = (sizes.get(word) ?? 0) < SMALLEST_GROUP ? t.others : word;
    groups.set(group, [...(groups.get(group) ?? []), preset]);
  }
  return groups;
}
