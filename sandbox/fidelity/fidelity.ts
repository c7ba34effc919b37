import { RULES } from '../alipay/rules';
import { FSHOWS_RULES, type FshowsRuleName } from '../fshows/rules';
import type { Basis, Behaviour } from './behaviour';
import { FSHOWS_GATEWAY } from './fshows-gateway';
import { FSHOWS_MONEY } from './fshows-money';
import { FSHOWS_NOTIFIES } from './fshows-notifies';
import { FSHOWS_TRADES } from './fshows-trades';
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

/** The same of the other gateway. */
export const FSHOWS_FIDELITY: Readonly<Record<string, readonly Behaviour<FshowsRuleName>[]>> = {
  'Fshows: the gateway': FSHOWS_GATEWAY,
  'Fshows: trades': FSHOWS_TRADES,
  'Fshows: fees, refunds and bills': FSHOWS_MONEY,
  'Fshows: notifies': FSHOWS_NOTIFIES,
};

const BASIS_WORDS: Readonly<Record<Basis, string>> = {
  documented: 'documented',
  observed: 'observed',
  assumed: '**assumed**',
};

/** `docs/fidelity.md`, word by word. */
export function fidelityDocument(): string {
  return [
    '# How true the sandbox is',
    '',
    'Nothing here was run against a real Alipay account. Each behaviour is **documented** by Alipay, **observed** in its SDK, its',
    'gateway or public captures, or **assumed** because nothing says. Numbers in brackets are sections of the project’s reference',
    'on Alipay’s trade APIs. A rule in the last column changes the behaviour; of its values, or the examples given, the first is',
    'what the sandbox does unless told. How to set rules, and faults on command, are in [sandbox.md](sandbox.md).',
    '',
    counted(Object.values(FIDELITY).flat()),
    '',
    'Written from `sandbox/fidelity/` by `node --import tsx scripts/write-fidelity.ts`; a test compares the two, and looks up for',
    'each behaviour the test that shows it.',
    '',
    ...Object.entries(FIDELITY).flatMap(([heading, behaviours]) => section(heading, behaviours, RULES)),
    ...fshowsIntroduction(),
    ...Object.entries(FSHOWS_FIDELITY).flatMap(([heading, behaviours]) => section(heading, behaviours, FSHOWS_RULES)),
  ].join('\n');
}

function fshowsIntroduction(): string[] {
  return [
    '## Fshows',
    '',
    'The second gateway, of a clearing platform. Its one public document covers the create call; the rest is **observed** in the',
    'vendor’s published code, in its clients and in captured notifies, or **assumed**. Numbers in brackets are sections of the',
    'project’s reference on Fshows. Its rules are its own: see [sandbox-fshows.md](sandbox-fshows.md).',
    '',
    counted(Object.values(FSHOWS_FIDELITY).flat()),
    '',
  ];
}

function counted(all: readonly { basis: Basis }[]): string {
  const count = (basis: Basis) => all.filter((behaviour) => behaviour.basis === basis).length;
  const [documented, observed, assumed] = (['documented', 'observed', 'assumed'] as const).map(count);
  return `${all.length} behaviours: ${documented} documented, ${observed} observed, ${assumed} assumed.`;
}

type Rules = Readonly<Record<string, { choices: readonly unknown[] }>>;

function section(heading: string, behaviours: readonly Behaviour<string>[], rules: Rules): string[] {
  return [
    `## ${heading}`,
    '',
    '| behaviour | basis | known from | changed by |',
    '|---|---|---|---|',
    ...behaviours.map((behaviour) => row(behaviour, rules)),
    '',
  ];
}

function row({ behaviour, basis, source, rule }: Behaviour<string>, rules: Rules): string {
  const choices = rule === undefined ? [] : (rules[rule]?.choices ?? []);
  const change = rule ? `\`${rule}\`: ${choices.map((choice) => JSON.stringify(choice)).join(', ')}` : '';
  return `| ${behaviour} | ${BASIS_WORDS[basis]} | ${source} | ${change} |`;
}
