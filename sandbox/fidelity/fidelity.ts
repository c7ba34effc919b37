import { RULES } from '../alipay/rules';
import type { Basis, Behaviour } from './behaviour';
import { MONEY } from './money';
import { NOTIFIES } from './notifies';
import { PROTOCOL } from './protocol';
import { TRADES } from './trades';

/** Everything the sandbox does, by what it is about. */
export const FIDELITY: Readonly<Record<string, readonly Behaviour[]>> = {
  'The gateway': PROTOCOL,
  Trades: TRADES,
  'Refunds, balances and bills': MONEY,
  Notifies: NOTIFIES,
};

const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  documented: 'documented',
  observed: 'observed',
  assumed: '**assumed**',
};

/** `docs/fidelity.md`, word by word. */
export function fidelityDocument(): string {
  const all = Object.values(FIDELITY).flat();
  const count = (basis: Basis) => all.filter((behaviour) => behaviour.basis === basis).length;
  return [
    '# How true the sandbox is',
    '',
    'Nothing here was run against a real Alipay account. Each behaviour is **documented** by Alipay, **observed** in its SDK, its',
    'gateway or public captures, or **assumed** because nothing says. Numbers in brackets are sections of the project’s reference',
    'on Alipay’s trade APIs. A rule in the last column changes the behaviour; of its values, or the examples given, the first is',
    'what the sandbox does unless told. How to set rules, and faults on command, are in [sandbox.md](sandbox.md).',
    '',
    `${all.length} behaviours: ${count('documented')} documented, ${count('observed')} observed, ${count('assumed')} assumed.`,
    '',
    'Written from `sandbox/fidelity/` by `node --import tsx scripts/write-fidelity.ts`; a test compares the two, and looks up for',
    'each behaviour the test that shows it.',
    '',
    ...Object.entries(FIDELITY).flatMap(([heading, behaviours]) => section(heading, behaviours)),
  ].join('\n');
}

function section(heading: string, behaviours: readonly Behaviour[]): string[] {
  return [
    `## ${heading}`,
    '',
    '| behaviour | basis | known from | changed by |',
    '|---|---|---|---|',
    ...behaviours.map(row),
    '',
  ];
}

function row({ behaviour, basis, source, rule }: Behaviour): string {
  const change = rule ? `\`${rule}\`: ${RULES[rule].choices.map((choice) => JSON.stringify(choice)).join(', ')}` : '';
  return `| ${behaviour} | ${BASIS_WORDS[basis]} | ${source} | ${change} |`;
}
