/** Every top-level component of antd-mini from npm, unmodified: it mounts without a complaint, shows itself and answers. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCases } from '../conformance/run-cases';
import { pageOf } from './antd-case';
import { enteredCases } from './cases/entered';
import { formCases } from './cases/form';
import { overCases } from './cases/over';
import { shownCases } from './cases/shown';

const installed = join(dirname(require.resolve('antd-mini/package.json')), 'es');
/** `Form` is a folder of several and has no component of its own; `cases/form.ts` fills one in. */
const topLevel = readdirSync(installed).filter((name) => /^[A-Z]/.test(name) && name !== 'Form');
const cases = [...shownCases, ...overCases, ...enteredCases];

describe('antd-mini from npm, unmodified', () => {
  runCases([...cases.map(pageOf), ...formCases], { base: join(__dirname, '../fixtures/antd-mini') });

  test('no top-level component is missing', () => {
    const tried = cases.map(({ name }) => name).filter((name) => !name.includes('/'));
    expect([...tried].sort()).toEqual([...topLevel].sort());
    expect(tried.length).toBeGreaterThanOrEqual(68);
  });
});
