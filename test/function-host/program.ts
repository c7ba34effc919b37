/**
 * What the platform has around a function (reference serverless-platform 3), in a process of its own: loads one function and calls it
 * with the documented `ctx` and nothing else. Bundled into one file that lies outside the repository.
 */
import { join } from 'node:path';
import { format } from 'node:util';
import MPServerless from '@alicloud/mpserverless-node-sdk';
import { request } from 'urllib';
import { forgetYoungApis } from './forget-young-apis';

/** From whoever starts the process. */
export interface Start {
  /** `/tmp/function/<name>` on the platform. */
  folder: string;
  space: { spaceId: string; serverSecret: string; endpoint: string };
  /** Names in what `ctx.cloud` answers: as apps in the field read them, or as the documents print them. */
  answers: 'camelCase' | 'snake_case';
}

export interface Call {
  id: number;
  args: unknown;
  env: Record<string, string>;
  requestId: string;
  /** The platform's id of the caller; absent when nobody is signed in. */
  userId?: string;
}

export type Answer = { id: number; result?: unknown } | { id: number; error: { code?: string; message: string } };

type Entry = (ctx: object) => Promise<unknown>;
type Params = Record<string, unknown>;
interface Options {
  notify?: { url: string };
  appAuthToken?: string;
}
/** The parts of the SDK that its types hide. */
interface Sdk {
  user: unknown;
  file: unknown;
  db: unknown;
  function: { invoke(name: string, args: object): Promise<{ result?: unknown }> };
}

const start = JSON.parse(process.argv[2] ?? '') as Start;

function contextOf({ args, env, requestId, userId }: Call): object {
  const settings = { ...start.space, requestId, timeout: 20_000, ...(userId ? { userId } : {}) };
  const { db, user, file, function: functions } = new MPServerless(settings as never) as unknown as Sdk;
  return {
    args,
    env,
    logger: { info: log, warn: log, error: log, debug: log },
    httpclient: { request },
    mpserverless: { db, user, file, function: functions },
    cloud: cloudOf(functions),
  };
}

/** `ctx.cloud` over the preset function, by the wire of reference serverless-platform 4. */
function cloudOf(functions: Sdk['function']): object {
  const execute = async (method: string, params: Params, { notify, appAuthToken }: Options = {}) => {
    const $config = { ...(notify ? { notify } : {}), ...(appAuthToken ? { appAuthToken } : {}) };
    const { result } = await functions.invoke('alipay-openapi', { method, params: { ...params, $config } });
    return start.answers === 'camelCase' ? result : inSnakeCase(result);
  };
  const call = (method: string) => (params: Params, options?: Options) => execute(method, params, options);
  const getToken = (params: Params, options?: Options) =>
    execute('alipay.system.oauth.token', { grantType: 'authorization_code', ...params }, options);
  return {
    payment: {
      common: {
        create: call('alipay.trade.create'),
        query: call('alipay.trade.query'),
        refund: call('alipay.trade.refund'),
        close: call('alipay.trade.close'),
        cancel: call('alipay.trade.cancel'),
      },
    },
    base: { oauth: { getToken } },
    util: { generic: { execute } },
  };
}

function inSnakeCase(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const names = Object.entries(value).map(([name, inner]) => [name.replace(/[A-Z]/g, '_$&').toLowerCase(), inner]);
  return Object.fromEntries(names);
}

/** printf style, one line each. */
function log(text: string, ...values: unknown[]): void {
  process.stdout.write(`${format(text, ...values)}\n`);
}

function entryOf(): Entry {
  const entry: unknown = require(join(start.folder, 'index.js'));
  if (typeof entry !== 'function') throw new Error('入口函数必须为 module.exports');
  return entry as Entry;
}

async function answerTo(entry: () => Entry, call: Call): Promise<Answer> {
  try {
    // As JSON, because that is what leaves the platform.
    const text = JSON.stringify(await entry()(contextOf(call)));
    return { id: call.id, ...(text === undefined ? {} : { result: JSON.parse(text) }) };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { id: call.id, error: { ...(code ? { code } : {}), message } };
  }
}

forgetYoungApis();
let loaded: Entry | undefined;
const entry = () => {
  loaded ??= entryOf();
  return loaded;
};
process.on('message', async (call: Call) => process.send?.(await answerTo(entry, call)));
