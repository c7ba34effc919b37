/** The inside of a thread: one function and its calls. Bundled and started by function-thread.ts. */
import { createRequire } from 'node:module';
import { format } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import { resultJson } from '../function/result-json';
import { catchStrayFailures, withStrayFailures } from '../function/stray-failures';
import {
  errorOf,
  type FromThread,
  faultOf,
  LOG_LEVELS,
  type LogLevel,
  type Shape,
  type ThreadStart,
  type ToThread,
  unpacked,
} from './messages';

type CallMessage = Extract<ToThread, { kind: 'call' }>;

const { file, ours } = workerData as ThreadStart;
const asked = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
let asks = 0;
let httpclient: unknown;

/** What one call may send; a loop must not drown whoever listens. */
const MOST_LINES = 1_000;
const MOST_ASKS = 1_000;

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}

function loaded(): (ctx: unknown) => unknown {
  // Kept by Node.js from the first time on; what could not be loaded is tried again.
  const exported: unknown = createRequire(file)(file);
  if (typeof exported !== 'function') throw new Error('入口函数必须为 module.exports');
  return exported as (ctx: unknown) => unknown;
}

async function answer(message: CallMessage): Promise<void> {
  const { call } = message;
  try {
    const result = await withStrayFailures(async () => await loaded()(contextOf(message)));
    send({ kind: 'answer', call, json: resultJson(result) });
  } catch (thrown) {
    send({ kind: 'failure', call, fault: faultOf(thrown) });
  }
}

/** The documented context; what lies outside the thread is asked for. */
function contextOf({ call, args, env, shape }: CallMessage): object {
  const { cloud, mpserverless, collection } = asking(call, shape, []) as Record<string, Record<string, object>>;
  const commandsOf = (name: string) => asking(call, { collection: shape.collection ?? {} }, [], name).collection;
  return {
    args,
    env,
    logger: loggerOf(call),
    get httpclient() {
      httpclient ??= new (createRequire(ours)('urllib').HttpClient)();
      return httpclient;
    },
    cloud,
    mpserverless: { ...mpserverless, ...(collection ? { db: { ...mpserverless?.db, collection: commandsOf } } : {}) },
  };
}

function loggerOf(call: number): object {
  let lines = 0;
  const write = (level: LogLevel, text: string): void => {
    lines += 1;
    if (lines <= MOST_LINES) send({ kind: 'log', call, level, text });
    if (lines === MOST_LINES)
      send({ kind: 'log', call, level: 'warn', text: 'further lines of this call are dropped' });
  };
  return Object.fromEntries(
    LOG_LEVELS.map((level) => [level, (text: unknown, ...values: unknown[]) => write(level, format(text, ...values))]),
  );
}

/** A tree of functions of that shape, each of which asks the keeper. */
function asking(call: number, shape: Shape, path: string[], collection?: string): Record<string, unknown> {
  const members = Object.entries(shape).map(([name, inner]) => {
    const here = [...path, name];
    return [
      name,
      inner === true
        ? (...args: unknown[]) => ask(call, here, args, collection)
        : asking(call, inner, here, collection),
    ];
  });
  return Object.fromEntries(members);
}

function ask(call: number, path: string[], args: unknown[], collection?: string): Promise<unknown> {
  if (asked.size >= MOST_ASKS) return Promise.reject(new Error('too much is asked at once; wait for the answers'));
  asks += 1;
  const number = asks;
  return new Promise((resolve, reject) => {
    asked.set(number, { resolve, reject });
    // Arguments are JSON on the platform, and functions or promises in them would not travel.
    const plain = args.map((each) => (each === undefined ? undefined : JSON.parse(JSON.stringify(each) ?? 'null')));
    send({ kind: 'ask', call, ask: number, path, args: plain, ...(collection === undefined ? {} : { collection }) });
  });
}

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'ping') return send({ kind: 'pong' });
  if (message.kind === 'call') return void answer(message);
  const waiting = asked.get(message.ask);
  asked.delete(message.ask);
  if (message.kind === 'reply') waiting?.resolve(unpacked(message.parcel));
  else waiting?.reject(errorOf(message.fault));
});

const tell = (thrown: unknown): void => send({ kind: 'stray', fault: faultOf(thrown) });
catchStrayFailures({
  late: tell,
  forgotten: tell,
  uncaught: (thrown) => {
    tell(thrown);
    process.exit(1);
  },
});
