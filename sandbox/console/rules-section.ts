import { type AlipayRules, RULES, RULES_BY_SUBJECT, type RuleName } from '../alipay/rules';
import { type Html, html } from './html';
import { ruleValue } from './rule-value';
import type { View } from './view';

type Subject = keyof typeof RULES_BY_SUBJECT;

/** What is assumed about Alipay, each with the values worth trying. */
export function rulesSection({ control, language, t }: View): Html {
  const now = control.rules();
  const titles: Readonly<Record<Subject, string>> = {
    gateway: t.gateway,
    trades: t.trades,
    money: t.refundsAndBills,
    notifies: t.notify,
  };

  function group([subject, rules]: [string, object]): Html {
    const names = Object.keys(rules) as RuleName[];
    const switched = names.filter((name) => !isSame(now[name], RULES[name].usual)).length;
    return html`<details id="rules-${subject}"><summary class="preset-group">${titles[subject as Subject]}
      <span class="quiet">${names.length}</span> ${switched > 0 ? html`<span class="pill">${t.switched} ${switched}</span>` : null}</summary>
      <ul>${names.map(row)}</ul></details>`;
  }

  function row(name: RuleName): Html {
    const { title, titleZh } = RULES[name];
    return html`<li class="rule">
      <span id="rule-${name}">${language === 'zh' ? titleZh : title}</span>
      <code>${name}</code>
      <p class="actions" role="group" aria-labelledby="rule-${name}">${choicesOf(name, now).map((value, index) => choice(name, value, index))}</p>
    </li>`;
  }

  function choice(name: RuleName, value: unknown, index: number): Html {
    const isChosen = isSame(now[name], value);
    return html`<button type="button" id="rule-${name}-${index}" aria-pressed="${isChosen ? 'true' : 'false'}"
      data-post="/api/rules" data-body="${JSON.stringify({ [name]: value })}">${ruleValue(name, value, t)}</button>`;
  }

  return html`
    <section class="card stacked" aria-labelledby="rules-title">
      <h3 id="rules-title">${t.rules}</h3>
      <p class="quiet">${t.rulesHint}</p>
      ${Object.entries(RULES_BY_SUBJECT).map(group)}
    </section>`;
}

/** A value that somebody else has set stands among the others. */
function choicesOf(name: RuleName, now: Readonly<AlipayRules>): readonly unknown[] {
  const { choices } = RULES[name];
  return choices.some((value) => isSame(value, now[name])) ? choices : [...choices, now[name]];
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
