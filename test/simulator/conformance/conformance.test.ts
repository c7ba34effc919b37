/**
 * The rules of the reference (mini-program), each shown by a small page in Chromium. A title begins with the section it is from.
 */
import { attributeCases } from './cases/attributes';
import { builtinCases } from './cases/builtins';
import { componentCases } from './cases/components';
import { compositionCases } from './cases/composition';
import { dataCases } from './cases/data';
import { eventCases } from './cases/events';
import { expressionCases } from './cases/expressions';
import { myCases } from './cases/my';
import { pageCases } from './cases/pages';
import { projectCases } from './cases/project';
import { sjsCases } from './cases/sjs';
import { styleCases } from './cases/styles';
import { runCases } from './run-cases';

const cases = [
  ...projectCases,
  ...attributeCases,
  ...expressionCases,
  ...compositionCases,
  ...eventCases,
  ...sjsCases,
  ...builtinCases,
  ...styleCases,
  ...pageCases,
  ...componentCases,
  ...dataCases,
  ...myCases,
];

const appJson = {
  window: { defaultTitle: 'Conformance' },
  usingComponents: { everywhere: '/shared/everywhere' },
  subPackages: [{ root: 'sub', pages: ['inside'] }],
  tabBar: { items: [{ pagePath: 'tab', name: 'Tab' }] },
};

const files = {
  'app.acss': '.of-the-app { color: green; }',
  'images/a.svg': '<svg/>',
  'sub/inside.axml': '<view>inside</view>',
  'sub/inside.js': 'Page({});',
  'shared/everywhere.axml': '<text>global</text>',
  'shared/everywhere.js': 'Component({});',
  'shared/everywhere.json': { component: true },
  'node_modules/some-kit/package.json': { name: 'some-kit', main: 'index.js' },
  'node_modules/some-kit/index.js': 'export const n = 9;',
  'node_modules/some-kit/es/tag/index.axml': '<text>from a package</text>',
  'node_modules/some-kit/es/tag/index.js': 'Component({});',
  'node_modules/some-kit/es/tag/index.json': { component: true },
};

describe('the simulator conforms to the reference', () => {
  runCases(cases, { appJson, files });

  test('every case names its section, and no two have the same title', () => {
    const titles = cases.map(({ rule }) => rule);
    expect(titles.filter((title) => !/^(10|[1-5](\.\d)?) \S/.test(title))).toEqual([]);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    expect(titles.length).toBeGreaterThanOrEqual(200);
  });
});
