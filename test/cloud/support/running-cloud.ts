import './embedded-database';

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { AlipayAccount } from '../../../cloud/alipay-cloud';
import type { CloudOptions } from '../../../cloud/cloud-options';
import { type Cloud, createCloud } from '../../../cloud/create-cloud';
import type { Ports } from '../../../cloud/faces';
import { cloudLog } from '../../../cloud/log';
import { createSandbox, type Sandbox } from '../../../sandbox/create-sandbox';
import { writeFunctions } from './function-files';

export const SPACE_ID = 'space-1';
export const CLIENT_SECRET = 'secret-1';

export interface CloudSettings extends Partial<Omit<CloudOptions, 'functionsRoot'>> {
  /** Name → source of `index.js`. */
  functions?: Record<string, string>;
  triggers?: unknown;
}

export interface RunningCloud extends Cloud {
  sandbox: Sandbox;
  functionsRoot: string;
  /** What was logged, one JSON text per line. */
  logLines: string[];
}

let sharedSandbox: Promise<Sandbox> | undefined;
afterAll(async () => (await sharedSandbox)?.close());

/** One for all clouds of a test file: most of its start is making keys. */
function sandboxOfThisFile(): Promise<Sandbox> {
  sharedSandbox ??= createSandbox({ port: 0 });
  return sharedSandbox;
}

/** A listening cloud beside a sandbox of Alipay, with the given functions; `close()` ends it and removes all files. */
export async function runningCloud({
  functions = {},
  triggers = {},
  ...settings
}: CloudSettings = {}): Promise<RunningCloud> {
  const functionsRoot = await mkdtemp(join(tmpdir(), 'shouyin-functions-'));
  await writeFunctions(functionsRoot, functions, triggers);
  const sandbox = await sandboxOfThisFile();
  const { log, logLines } = recordedLog();
  const alipay = accountAt(sandbox);
  const options: CloudOptions = {
    port: 0,
    database: { kind: 'memory-embedded' },
    space: { spaceId: SPACE_ID, clientSecret: CLIENT_SECRET, appId: alipay.appId },
    alipay,
    backend: () => ({ merchant: { name: 'from the host' } }) as unknown as Ports,
    functionsRoot,
    log,
    ...settings,
  };
  const clean = () => rm(functionsRoot, { recursive: true });
  try {
    const cloud = await createCloud(options);
    const close = () => cloud.close().finally(clean);
    return { ...cloud, close, sandbox, functionsRoot, logLines };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** The sandbox's first app, as the cloud is told about it. */
export function accountAt(sandbox: Sandbox): AlipayAccount {
  const [app] = sandbox.apps;
  if (!app) throw new Error('the sandbox has no app');
  const { appId, appPrivateKeyPkcs1, alipayPublicKey, gateway } = app;
  return { appId, privateKey: appPrivateKeyPkcs1, alipayPublicKey, gateway };
}

/** The log of a cloud, kept for looking at, at the level that says most. */
export function recordedLog(): { log: Logger; logLines: string[] } {
  const logLines: string[] = [];
  const log = cloudLog('debug', { write: (line: string) => void logLines.push(line) });
  return { log, logLines };
}
