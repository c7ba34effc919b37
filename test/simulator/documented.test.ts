/** What docs/simulator.md says is supported, beside what the simulator does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { unsupportedNames } from '../../simulator/my/unsupported-names';
import { type OpenedSimulator, openSimulator } from '../../simulator/open-simulator';
import { launchChromium } from '../support/chromium';
import { enteredCases } from './antd/cases/entered';
import { overCases } from './antd/cases/over';
import { shownCases } from './antd/cases/shown';
import { onePage, writeRoot } from './mini-root';

const text = readFileSync(join(__dirname, '../../docs/simulator.md'), 'utf8');

/** Cells of the rows of one section's table, without its head. */
function rowsOf(heading: string): string[][] {
  const section = text.split(`\n### ${heading}\n`)[1]?.split(/\n##/)[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));
  return rows.slice(1).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** Names in a cell; what stands in brackets behind one is a remark. */
const namesIn = (cell = ''): string[] => cell.split(', ').map((entry) => entry.replace(/ \(.*\)$/, ''));
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('docs/simulator.md', () => {
  let browser: Browser;
  let simulator: OpenedSimulator;
  let remove: () => void;

  beforeAll(async () => {
    const written = writeRoot(onePage({ axml: '<view>here</view>' }));
    remove = written.remove;
    browser = await launchChromium();
    simulator = await openSimulator({ root: written.root, browser });
  });
  afterAll(async () => {
    await simulator?.close();
    await browser.close();
    remove();
  });

  test.each([
    ['drawn', 0],
    ['notDrawn', 1],
  ])('lists the tags that are %s', async (kind, row) => {
    const tags = await simulator.page.evaluate(`__miniRuntime.tags.${kind}`);
    expect(sorted(namesIn(rowsOf('Built-in tags')[row]?.[1]))).toEqual(sorted(tags as string[]));
  });

  test('lists every function of my, and none that says it is not supported', async () => {
    const known = (await simulator.page.evaluate('Object.keys(my)')) as string[];
    const listed = rowsOf('`my`').flatMap(([, cell]) => namesIn(cell));
    expect(sorted(listed)).toEqual(sorted(known.filter((name) => !unsupportedNames.includes(name))));
  });

  test('lists the components of antd-mini that a test shows to work', () => {
    const tested = [...shownCases, ...overCases, ...enteredCases].map(({ name }) => name);
    const listed = namesIn(rowsOf('antd-mini 3.4.3')[0]?.[1]);
    expect(sorted(listed)).toEqual(sorted(tested.filter((name) => !name.includes('/'))));
    expect(listed.length).toBeGreaterThanOrEqual(68);
  });
});
