import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { RULES } from '../../sandbox/alipay/rules';
import { FIDELITY, FSHOWS_FIDELITY, fidelityDocument } from '../../sandbox/fidelity/fidelity';
import { FSHOWS_RULES } from '../../sandbox/fshows/rules';
import type { Rule } from '../../sandbox/rules/rule';

const ofAlipay = Object.values(FIDELITY).flat();
const ofFshows = Object.values(FSHOWS_FIDELITY).flat();
const behaviours = [...ofAlipay, ...ofFshows];
const gateways = [
  { gateway: 'Alipay', known: ofAlipay, rules: RULES as Readonly<Record<string, Rule>> },
  { gateway: 'Fshows', known: ofFshows, rules: FSHOWS_RULES as Readonly<Record<string, Rule>> },
];
const tests = testFiles().map((file) => readFileSync(file, 'utf8'));
const titles = new Set(tests.flatMap(titlesIn));

describe('what is said of the sandbox’s fidelity', () => {
  test('is what the document says', () => {
    const document = readFileSync(join(__dirname, '../../docs/fidelity.md'), 'utf8');
    expect(document).toBe(fidelityDocument());
  });

  test.each(behaviours)('$id is shown by a test', ({ test: title }) => {
    expect([...titles]).toContain(title);
  });

  test('is said once', () => {
    const ids = behaviours.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test.each(gateways)('names a rule that there is for everything assumed of $gateway', ({ known, rules }) => {
    const assumed = known.filter(({ basis }) => basis === 'assumed');
    expect(assumed.length).toBeGreaterThan(30);
    expect(assumed.filter(({ rule }) => !Object.hasOwn(rules, rule ?? ''))).toEqual([]);
  });

  test('shows each rule at work in the test it names', () => {
    const unshown = behaviours.filter(
      ({ rule, test: title }) => rule && !tests.some((text) => titlesIn(text).includes(title) && text.includes(rule)),
    );
    expect(unshown.map(({ id, rule }) => `${id}: ${rule}`)).toEqual([]);
  });

  test.each(gateways)('knows of every rule of $gateway something else that it can be', ({ rules }) => {
    for (const [name, { schema, choices, usual }] of Object.entries(rules)) {
      expect({ name, isUsualFirst: choices[0] === usual, choices: new Set(choices.map(asText)).size }).toEqual({
        name,
        isUsualFirst: true,
        choices: choices.length,
      });
      expect(choices.length).toBeGreaterThan(1);
      for (const choice of choices) expect(v.is(schema, choice)).toBe(true);
    }
  });

  test.each(gateways)('names every rule there is of $gateway', ({ known, rules }) => {
    const named = new Set<string>(known.flatMap(({ rule }) => rule ?? []));
    expect(Object.keys(rules).filter((rule) => !named.has(rule))).toEqual([]);
  });
});

const asText = (value: unknown) => JSON.stringify(value);

function testFiles(): string[] {
  const entries = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => name.endsWith('.test.ts')).map((name) => join(__dirname, name));
}

/** The first argument of what is called with a text and a function. */
function titlesIn(source: string): string[] {
  const title = /\(\s*(['"`])((?:\\.|(?!\1).)+)\1\s*,\s*(?:async\s*)?\(/g;
  return Array.from(source.matchAll(title), (match) => match[2] ?? '');
}
