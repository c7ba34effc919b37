import { CHANNELS, type Scenario, type ScenarioResult, STORES } from './scenario';

/** What `--json` prints. */
export interface MatrixReport {
  scenarios: ScenarioResult[];
  passed: number;
  failed: number;
}

export function reportOf(results: readonly ScenarioResult[]): MatrixReport {
  const passed = results.filter(({ ok }) => ok).length;
  return { scenarios: [...results], passed, failed: results.length - passed };
}

/** How a verdict is coloured; `plain` where nobody sees colours. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
}

const plain = (text: string): string => text;
export const PLAIN: Paint = { good: plain, bad: plain, faint: plain };
export const COLOURS: Paint = {
  good: (text) => `\u001b[32m${text}\u001b[39m`,
  bad: (text) => `\u001b[31m${text}\u001b[39m`,
  faint: (text) => `\u001b[2m${text}\u001b[22m`,
};

const CELL = 17;
/** Every provider on every store, in the order of the columns. */
const COLUMNS = CHANNELS.flatMap((channel) => STORES.map((store) => ({ channel, store })));

/** One line for each scenario with its verdict in every column, then what went wrong, then the sums. */
export function table(report: MatrixReport, scenarios: readonly Scenario[], paint: Paint): string {
  const { scenarios: results, passed, failed } = report;
  const width = Math.max(...scenarios.map(({ name }) => name.length), 8);
  const ran = scenarios.filter(({ name }) => results.some((result) => result.name === name));
  const titles = COLUMNS.map(({ channel, store }) => `${channel} ${store}`.padStart(CELL));
  const head = ['scenario'.padEnd(width), ...titles, '  stands for'].join('');
  const rows = ran.map(({ name, stands }) => {
    const cells = COLUMNS.map(({ channel, store }) =>
      cell(
        results.find((one) => one.name === name && one.channel === channel && one.store === store),
        paint,
      ),
    );
    return `${name.padEnd(width)}${cells.join('')}  ${paint.faint(stands)}`;
  });
  const faults = results.filter(({ ok }) => !ok);
  return [
    head,
    ...rows,
    ...faults.map(
      ({ name, channel, store, detail }) => `\n${paint.bad(`${name} with ${channel} on ${store}`)}\n${detail}`,
    ),
    `\n${paint.good(`${passed} passed`)}, ${failed > 0 ? paint.bad(`${failed} failed`) : '0 failed'}`,
  ].join('\n');
}

function cell(result: ScenarioResult | undefined, paint: Paint): string {
  if (!result) return '–'.padStart(CELL);
  const text = `${result.ok ? 'ok' : 'FAILED'} ${result.ms} ms`.padStart(CELL);
  return result.ok ? paint.good(text) : paint.bad(text);
}
