import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { OrderDatabase } from '../cloudfunctions/backend/store/postgres';

/** A statement as the store sent it, with the values it sent. */
export interface SentStatement {
  statement: string;
  values: readonly unknown[];
}

export interface Plan {
  statement: string;
  /** `values`: planned for these very values. `any`: planned once for all values, as a prepared statement may be. */
  plannedFor: 'values' | 'any';
  plan: string[];
  /** What is wrong with it; absent when it goes through an index and sorts no list. */
  fault?: string;
}

/** How the database would run each statement now, either way. */
export async function plansOf(db: Kysely<OrderDatabase>, sent: readonly SentStatement[]): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const { statement, values } of sent) {
    const ran = statement.startsWith('select') ? 'analyze, buffers, timing off, summary off, ' : '';
    const forValues = CompiledQuery.raw(`explain (${ran}costs off) ${statement}`, [...values]);
    const forAny = CompiledQuery.raw(`explain (generic_plan, costs off) ${statement}`);
    plans.push(judged(statement, 'values', await explain(db, forValues)));
    plans.push(judged(statement, 'any', await db.connection().execute((one) => withoutSeqScan(one, forAny))));
  }
  return plans;
}

// --- Internal helpers ---

async function explain(db: Kysely<OrderDatabase>, query: CompiledQuery): Promise<string[]> {
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(query as CompiledQuery<{ 'QUERY PLAN': string }>);
  return rows.map((row) => row['QUERY PLAN']);
}

/** As connections of `preparingPool` are set. */
async function withoutSeqScan(one: Kysely<OrderDatabase>, query: CompiledQuery): Promise<string[]> {
  await sql`set enable_seqscan = off`.execute(one);
  const plan = await explain(one, query);
  await sql`reset enable_seqscan`.execute(one);
  return plan;
}

function judged(statement: string, plannedFor: Plan['plannedFor'], plan: string[]): Plan {
  const fault = faultOf(statement, plan.join('\n'));
  return { statement, plannedFor, plan, ...(fault ? { fault } : {}) };
}

function faultOf(statement: string, plan: string): string | undefined {
  // An insert looks for its number in the primary key without showing it as a scan.
  if (statement.startsWith('insert')) return plan.includes('orders_pkey') ? undefined : 'does not use the primary key';
  if (/Seq Scan|Bitmap/.test(plan)) return 'reads more of the table than it answers';
  if (!/Index (Only )?Scan using orders_(pkey|due|of_buyer|refund_asked)/.test(plan)) return 'goes through no index';
  // Orders due at the very same millisecond may be sorted among themselves.
  if (/^\s*(->\s+)?Sort( \(|$)/m.test(plan)) return 'sorts a whole list';
  return undefined;
}
