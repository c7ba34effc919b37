/** `npm run matrix -- --json`, as anybody runs it; one test for each scenario with each provider on each store. */
import { execFile } from 'node:child_process';
import { projectRoot } from '../support/source-tree';
import type { MatrixReport } from './report';
import { CHANNELS, STORES } from './scenario';
import { SCENARIOS } from './scenarios/all';

const LONGEST_RUN_MS = 600_000;

let report: MatrixReport;
let exitCode: number;

beforeAll(async () => {
  const args = ['--import', 'tsx', 'scripts/matrix.ts', '--json'];
  const { code, out, err } = await new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd: projectRoot, maxBuffer: 1 << 26, timeout: LONGEST_RUN_MS };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out: stdout, err: stderr }),
    );
  });
  if (!out.startsWith('{')) throw new Error(`the matrix did not report:\n${out}${err}`);
  report = JSON.parse(out) as MatrixReport;
  exitCode = code;
}, LONGEST_RUN_MS);

const places = CHANNELS.flatMap((channel) => STORES.map((store) => ({ channel, store })));
const runs = SCENARIOS.flatMap(({ name, stands }) => places.map((place) => ({ name, stands, ...place })));

test.each(runs)('$stands ($name, $channel, $store)', ({ name, channel, store }) => {
  const result = report.scenarios.find((one) => one.name === name && one.channel === channel && one.store === store);
  expect(result).toEqual({ name, channel, store, ok: true, ms: expect.any(Number), detail: '' });
});

test('there are at least 45 scenarios, each with a name of its own', () => {
  const names = new Set(SCENARIOS.map(({ name }) => name));
  expect(names.size).toBe(SCENARIOS.length);
  expect(names.size).toBeGreaterThanOrEqual(45);
});

test('the report has nothing but the scenarios and their sums, and says how it ended', () => {
  expect(Object.keys(report)).toEqual(['scenarios', 'passed', 'failed']);
  expect(report.passed + report.failed).toBe(runs.length);
  expect(exitCode).toBe(report.failed === 0 ? 0 : 1);
});
