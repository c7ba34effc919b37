/** `npm run failover`: purchases while the first of two channels is killed at every step of the protocol. */
import { parseArgs } from 'node:util';
import type { ChannelName } from '../cloudfunctions/backend/order/order';
import { campaign, type Row, SITUATIONS } from '../test/failover/campaign';
import { Misuse, runCommand, wholeNumber } from './run-command';

const HELP = `Usage: npm run failover [-- --purchases <n>] [--seed <n>] [--first alipay|fshows] [--json]

A shop with two channels, each a real gateway of the sandbox behind a proxy that kills it at one step of the protocol: before a
create, after it was sent, after its effect, in the middle of the reply, or for the rest of the run. Buyers wait, and pay what they are
offered. Afterwards the sandbox's books are compared with the orders. Ends with 1 when an order kept more than one
payment, or when fewer than 99.9 % were paid.

  --purchases <n>  of each row, default 1000
  --seed <n>       default 1; the same seed, the same run
  --first <name>   only with this channel as the first; both without
  --json           {rows:[{first, situation, purchases, kills, paid, paidElsewhere, wrong, returned, waitedMs}], ok}
  --help           this text
`;

/** What must be paid of a thousand. */
const LEAST_PAID_PER_MILLE = 999;

function firsts(name: string | undefined): readonly ChannelName[] {
  if (name === undefined) return ['alipay', 'fshows'];
  if (name === 'alipay' || name === 'fshows') return [name];
  throw new Misuse(`--first must be alipay or fshows, not ${name}`);
}

function isGood({ wrong, paid, purchases }: Row): boolean {
  return wrong === 0 && paid * 1_000 >= purchases * LEAST_PAID_PER_MILLE;
}

function line({ first, situation, purchases, kills, paid, paidElsewhere, wrong, returned, waitedMs }: Row): string {
  const percent = `${Math.floor((paid * 100_000) / purchases) / 1_000} %`;
  const cells = [purchases, kills, paid, percent, paidElsewhere, wrong, returned];
  const waits = [waitedMs.median, waitedMs.longest].map((ms) => `${ms / 1_000} s`);
  return [first.padEnd(8), situation.padEnd(25), ...[...cells, ...waits].map((cell) => String(cell).padStart(11))].join(
    '',
  );
}

const HEAD = [
  'first'.padEnd(8),
  'killed'.padEnd(25),
  ...['purchases', 'kills', 'paid', '', 'elsewhere', 'wrong', 'returned', 'wait p50', 'longest'].map((name) =>
    name.padStart(11),
  ),
].join('');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      purchases: { type: 'string', default: '1000' },
      seed: { type: 'string', default: '1' },
      first: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const purchases = wholeNumber('purchases', values.purchases, 1);
  const seed = wholeNumber('seed', values.seed, 0);
  const chosen = firsts(values.first);
  const rows: Row[] = [];
  if (!values.json) console.log(HEAD);
  for (const first of chosen) {
    for (const situation of SITUATIONS) {
      const row = await campaign({ first, situation, purchases, seed });
      rows.push(row);
      if (!values.json) console.log(line(row));
    }
  }
  const ok = rows.every(isGood);
  if (values.json) console.log(JSON.stringify({ rows, ok }));
  return ok ? 0 : 1;
}

runCommand(main, HELP);
