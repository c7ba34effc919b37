import { RULES_BY_SUBJECT } from '../alipay/rules';
import { FSHOWS_RULES } from '../fshows/rules';
import type { Rule } from '../rules/rule';
import { type Html, html } from './html';
import { ruleValue } from './rule-value';
import type { View } from './view';

/** Rules that are shown together, how they stand, and where they are switched. */
interface RuleGroup {
  id: string;
  title: string;
  rules: Readonly<Record<string, Rule>>;
  now: Readonly<Record<string, unknown>>;
  path: string;
}

/** What is assumed about the gateways, each with the values worth trying. */
export function rulesSection(view: View): Html {
  const { t } = view;
  return html`
    <section class="card stacked" aria-labelledby="rules-title">
      <h3 id="rules-title">${t.rules}</h3>
      <p class="quiet">${t.rulesHint}</p>
      ${groupsOf(view).map((group) => groupOf(group, view))}
    </section>`;
}

function groupsOf({ control, t }: View): RuleGroup[] {
  const alipay = { now: control.rules(), path: '/api/rules' };
  const { gateway, trades, money, notifies } = RULES_BY_SUBJECT;
  return [
    { id: 'gateway', title: t.gateway, rules: gateway, ...alipay },
    { id: 'trades', title: t.trades, rules: trades, ...alipay },
    { id: 'money', title: t.refundsAndBills, rules: money, ...alipay },
    { id: 'notifies', title: t.notify, rules: notifies, ...alipay },
    { id: 'fshows', title: 'Fshows', rules: FSHOWS_RULES, now: control.fshowsRules(), path: '/api/fshows/rules' },
  ];
}

function groupOf(group: RuleGroup, view: View): Html {
  const { id, title, rules, now } = group;
  const all = Object.entries(rules);
  const switched = all.filter(([name, { usual }]) => !isSame(now[name], usual)).length;
  return html`<details id="rules-${id}"><summary class="preset-group">${title}
    <span class="quiet">${all.length}</span> ${switched > 0 ? html`<span class="pill">${view.t.switched} ${switched}</span>` : null}</summary>
    <ul>${all.map(([name, rule]) => ruleRow(name, rule, group, view))}</ul></details>`;
}

function ruleRow(
  name: string,
  { title, titleZh, choices }: Rule,
  { id, now, path }: RuleGroup,
  { language, t }: View,
): Html {
  const rowId = id === 'fshows' ? `fshows-rule-${name}` : `rule-${name}`;
  const buttons = withPresent(choices, now[name]).map(
    (
      value,
      index,
    ) => html`<button type="button" id="${rowId}-${index}" aria-pressed="${isSame(now[name], value) ? 'true' : 'false'}"
      data-post="${path}" data-body="${JSON.stringify({ [name]: value })}">${ruleValue(name, value, t)}</button>`,
  );
  return html`<li class="rule">
      <span id="${rowId}">${language === 'zh' ? titleZh : title}</span>
      <code>${name}</code>
      <p class="actions" role="group" aria-labelledby="${rowId}">${buttons}</p>
    </li>`;
}

/** A value that somebody else has set stands among the others. */
function withPresent(choices: readonly unknown[], present: unknown): readonly unknown[] {
  return choices.some((value) => isSame(value, present)) ? choices : [...choices, present];
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
