import { PlatformError } from '../platform-error';
import { readParams } from '../signed-request';
import type { CommandResult, ExecuteCommand } from './commands';

/** Arguments of each command in the order in which the SDKs take them; options come last. */
const ARGUMENTS = {
  find: ['query'],
  findOne: ['query'],
  count: ['query'],
  distinct: ['key', 'query'],
  aggregate: ['pipeline'],
  insertOne: ['doc'],
  insertMany: ['docs'],
  updateOne: ['filter', 'update'],
  updateMany: ['filter', 'update'],
  replaceOne: ['filter', 'doc'],
  findOneAndUpdate: ['filter', 'update'],
  findOneAndReplace: ['filter', 'replacement'],
  findOneAndDelete: ['filter'],
  deleteOne: ['filter'],
  deleteMany: ['filter'],
} as const;

type CommandName = keyof typeof ARGUMENTS;
type Reply = CommandResult & { success: true };
/** A collection as both SDKs have it. */
type Collection = Record<CommandName, (...args: unknown[]) => Promise<Reply>>;

/** `ctx.mpserverless.db` (reference serverless-platform 1.6). */
export interface FunctionDatabase {
  collection(name: string): Collection;
  /** Rejects: not offered here. */
  startTransaction(): Promise<never>;
}

/** The documents as a function of the self-hosted cloud gets them: what goes in and out is what the SDK would send and read. */
export function functionDatabase(execute: ExecuteCommand): FunctionDatabase {
  async function send(params: Record<string, unknown>): Promise<Reply> {
    const { affectedDocs, result } = await execute(readParams(JSON.stringify(params)));
    return { success: true, affectedDocs, result: withDates(result) };
  }
  return {
    collection(collection) {
      const calls = Object.entries(ARGUMENTS).map(([command, names]) => {
        const call = (...given: unknown[]) => {
          const args = Object.fromEntries(names.map((name, index) => [name, given[index]]));
          return send({ collection, ...args, options: given[names.length], command });
        };
        return [command, call];
      });
      return Object.fromEntries(calls) as Collection;
    },
    async startTransaction() {
      await send({ command: 'startTransaction', options: {} });
      throw new PlatformError('InternalServerError', 'a transaction began that nobody offers');
    },
  };
}

/** Text in exactly the form that a Date takes in JSON is a time in the database (reference serverless-platform 1.6). */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function withDates(value: unknown): unknown {
  if (typeof value === 'string') return TIME.test(value) && !Number.isNaN(Date.parse(value)) ? new Date(value) : value;
  if (Array.isArray(value)) return value.map(withDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withDates(inner)]));
}
