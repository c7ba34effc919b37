/** `npm run matrix`: every named money fault, with every provider of the sandbox over HTTP, on every store. */
import { parseArgs } from 'node:util';
import { COLOURS, PLAIN, reportOf, table } from '../test/matrix/report';
import { runInParts } from '../test/matrix/run-parts';
import { CHANNELS, type ChannelName, STORES, type StoreName } from '../test/matrix/scenario';
import { SCENARIOS } from '../test/matrix/scenarios/all';
import { Misuse, runCommand } from './run-command';

const HELP = `Usage: npm run matrix [-- --only <name>] [--channel ${CHANNELS.join('|')}] [--store ${STORES.join('|')}] [--json] [--list]

Runs ${SCENARIOS.length} scenarios in which something goes wrong between a purchase and its end, with each channel on each store. Each run has a sandbox, a
server and a database of its own; afterwards an auditor compares the provider's books with the orders. Ends with 1 when anything was wrong.

  --only <name>     one scenario, or all whose name contains this
  --channel <name>  with one channel only
  --store <name>    on one store only
  --json            {scenarios:[{name, channel, store, ok, ms, detail}], passed, failed}
  --list            names, and what each stands for
  --help            this text
`;

function chosen(only: string | undefined) {
  const exact = SCENARIOS.filter(({ name }) => name === only);
  const found = exact.length > 0 ? exact : SCENARIOS.filter(({ name }) => name.includes(only ?? ''));
  if (found.length === 0) throw new Misuse(`no scenario is called ${only}; --list names them`);
  return found;
}

/** The one that is named, or all. */
function oneOrAll<Name extends string>(
  kind: string,
  all: readonly Name[],
  wanted: string | undefined,
): readonly Name[] {
  if (wanted === undefined) return all;
  const found = all.filter((name) => name === wanted);
  if (found.length === 0) throw new Misuse(`there is no ${kind} ${wanted}; there are ${all.join(' and ')}`);
  return found;
}

/** On the error output, so that what is printed at the end can be read by a program. */
function progressOf(total: number): (result: { ok: boolean }) => void {
  const isLive = process.stderr.isTTY === true;
  let done = 0;
  let wrong = 0;
  return ({ ok }) => {
    done += 1;
    if (!ok) wrong += 1;
    const line = `${done} of ${total}${wrong > 0 ? `, ${wrong} failed` : ''}`;
    if (isLive) process.stderr.write(`\r${line}${done === total ? '\n' : ''}`);
    else if (done % 50 === 0 || done === total) process.stderr.write(`${line}\n`);
  };
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      channel: { type: 'string' },
      store: { type: 'string' },
      json: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  });
  const scenarios = chosen(values.only);
  const channels = oneOrAll<ChannelName>('channel', CHANNELS, values.channel);
  const stores = oneOrAll<StoreName>('store', STORES, values.store);
  if (values.list) {
    for (const { name, stands, atFshows } of scenarios) {
      console.log(`${name}\t${stands}${atFshows ? `\twith fshows: ${atFshows}` : ''}`);
    }
    return 0;
  }
  const progress = progressOf(scenarios.length * channels.length * stores.length);
  const nowMs = () => performance.now();
  const report = reportOf(await runInParts({ scenarios, channels, stores, progress, nowMs }));
  const paint = process.stdout.isTTY ? COLOURS : PLAIN;
  console.log(values.json ? JSON.stringify(report) : table(report, scenarios, paint));
  return report.failed > 0 ? 1 : 0;
}

runCommand(main, HELP);
