import { audit } from './auditor';
import { type NodeProgram, nodeProgram } from './node-process';
import { openShop, type Shop } from './shop';
import type { Mending, Situation } from './situation';

/** Every situation, killed at every point, mended in every way: spread over several shops, each with a database of its own. */
export interface Campaign {
  run(flow: string, situations: readonly Situation[]): Promise<CampaignReport>;
  /** One line for each flow that was run. */
  summary(): string;
  close(): Promise<void>;
}

export interface CampaignReport {
  /** What did not end as it must, in words. */
  faults: string[];
  /** How many points the flow has in all its situations. */
  points: number;
  kills: number;
  /** Points of the run without a crash that did not come again: what runs in parallel differs a little from run to run. */
  missed: number;
}

/** How often a node that lived, because its point did not come, is tried again. */
const MOST_TRIES = 5;

interface Case {
  situation: Situation;
  mending: Mending;
  /** The point at which the node dies; 0 lets it live. */
  crashAt: number;
}

interface Outcome {
  faults: string[];
  /** The points of the counted command, when the node lived; undefined when it died. */
  points?: number;
}

export async function campaign(databaseUrls: readonly string[]): Promise<Campaign> {
  const program: NodeProgram = await nodeProgram();
  const shops = await Promise.all(databaseUrls.map((url) => openShop(program, url)));
  const lines: string[] = [];
  return {
    async run(flow, situations) {
      const alive = casesWithoutCrash(situations);
      const dry = await playAll(shops, alive);
      const crashes = alive.flatMap((one, index) => crashesOf(one, dry[index]?.points ?? 0));
      const outcomes = [...dry];
      let missed = crashes;
      for (let tries = 0; tries < MOST_TRIES && missed.length > 0; tries += 1) {
        const wet = await playAll(shops, missed);
        outcomes.push(...wet);
        missed = missed.filter((_, index) => wet[index]?.points !== undefined);
      }
      const first = dry.filter((_, index) => alive[index]?.mending === alive[index]?.situation.mendings[0]);
      const report = {
        faults: outcomes.flatMap(({ faults }) => faults),
        points: first.reduce((sum, { points = 0 }) => sum + points, 0),
        kills: crashes.length - missed.length,
        missed: missed.length,
      };
      lines.push(`${flow}: ${report.points} points, killed ${report.kills} times`);
      return report;
    },
    summary: () => lines.join('\n'),
    async close() {
      await Promise.all(shops.map((shop) => shop.close()));
      await program.dispose();
    },
  };
}

function casesWithoutCrash(situations: readonly Situation[]): Case[] {
  return situations.flatMap((situation) => situation.mendings.map((mending) => ({ situation, mending, crashAt: 0 })));
}

function crashesOf(alive: Case, points: number): Case[] {
  return Array.from({ length: points }, (_, index) => ({ ...alive, crashAt: index + 1 }));
}

/** Plays all cases, each shop taking the next when it is free. Outcomes are in the order of the cases. */
async function playAll(shops: readonly Shop[], cases: readonly Case[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  let taken = 0;
  const take = () => {
    taken += 1;
    return { index: taken - 1, one: cases[taken - 1] };
  };
  await Promise.all(
    shops.map(async (shop) => {
      let next = take();
      await shop.restart(next.one?.crashAt ?? 0);
      while (next.one) {
        const { index, one } = next;
        next = take();
        outcomes[index] = await play(shop, one, next.one?.crashAt ?? 0).catch((error: unknown) => broken(one, error));
        // Whatever was left of a case that broke off, the next begins with a node that knows where to die.
        if (outcomes[index]?.faults.length) await shop.restart(next.one?.crashAt ?? 0);
      }
    }),
  );
  return outcomes;
}

/** The node that takes the place of the dead one mends what that one left; it then is the next to die, at its own point. */
async function play(shop: Shop, one: Case, nextCrashAt: number): Promise<Outcome> {
  const { situation, mending, crashAt } = one;
  await shop.clear();
  await situation.prepare(shop);
  shop.count();
  await situation.strike(shop);
  const end = await shop.ended();
  const left = await shop.stored();
  await shop.restart(nextCrashAt);
  await mending.mend(shop);
  const wrong = [...shop.contradictions, ...audit(await shop.evidence(), mending.ends(left))];
  if (crashAt === 0 && end.kind === 'died') wrong.push('it died unasked');
  const where = end.kind === 'died' ? `killed ${end.at} (${crashAt})` : 'not killed';
  return {
    faults: wrong.map((fault) => `${nameOf(one)}, ${where}: ${fault}`),
    points: end.kind === 'quiet' ? end.points.length : undefined,
  };
}

function broken(one: Case, error: unknown): Outcome {
  const message = error instanceof Error ? error.message : String(error);
  return { faults: [`${nameOf(one)}, killed at point ${one.crashAt}: ${message}`] };
}

function nameOf({ situation, mending }: Case): string {
  return `${situation.name}; then ${mending.name}`;
}
