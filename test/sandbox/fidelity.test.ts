import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASSUMED_RULES } from '../../sandbox/alipay/rules';
import { PRESETS } from '../../sandbox/fault/presets';
import { FIDELITY, fidelityDocument } from '../../sandbox/fidelity/fidelity';

const behaviours = Object.values(FIDELITY).flat();
const titles = new Set(testFiles().flatMap((file) => titlesIn(readFileSync(file, 'utf8'))));

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

  test('names a rule, or a reason for none, for everything assumed', () => {
    const assumed = behaviours.filter(({ basis }) => basis === 'assumed');
    expect(assumed.filter(({ rule, fixed }) => (rule === undefined) === (fixed === undefined))).toEqual([]);
  });

  test('names every rule there is', () => {
    const named = new Set(behaviours.flatMap(({ rule }) => rule ?? []));
    expect(Object.keys(ASSUMED_RULES).filter((rule) => !named.has(rule as keyof typeof ASSUMED_RULES))).toEqual([]);
  });

  test('names presets that exist', () => {
    const named = behaviours.flatMap(({ fixed = '' }) => fixed.match(/\b[a-z]+(?:-[a-z]+)+(?:-…)?/g) ?? []);
    const families = behaviours.flatMap(({ fixed = '' }) => fixed.match(/\b[a-z]+-(?=…)/g) ?? []);
    const presets = Object.keys(PRESETS);
    for (const family of families) expect(presets.some((preset) => preset.startsWith(family))).toBe(true);
    for (const name of named.filter((each) => each.startsWith('notify-'))) expect(presets).toContain(name);
  });
});

function testFiles(): string[] {
  const entries = readdirSync(__dirname, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => name.endsWith('.test.ts')).map((name) => join(__dirname, name));
}

/** The first argument of what is called with a text and a function. */
function titlesIn(source: string): string[] {
  const title = /\(\s*(['"`])((?:\\.|(?!\1).)+)\1\s*,\s*(?:async\s*)?\(/g;
  return Array.from(source.matchAll(title), (match) => match[2] ?? '');
}
