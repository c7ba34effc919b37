import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { projectRoot } from '../support/source-tree';
import type { Command, News, NodeSettings, Order } from './commands';

/** The node's program, bundled and soon compiled as well: nodes are started by the hundred. */
export interface NodeProgram {
  folder: string;
  dispose(): Promise<void>;
}

export async function nodeProgram(): Promise<NodeProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'shouyin-crash-'));
  await build({
    entryPoints: ['node', 'quick-start'].map((name) => join(projectRoot, 'test', 'crash', `${name}.ts`)),
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['pg-native'],
    logLevel: 'warning',
  });
  return { folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

/** How a command ended: the node has come to rest, having passed these points, or has died at its own. */
export type CommandEnd = { kind: 'quiet'; points: string[] } | Death;

interface Death {
  kind: 'died';
  /** The point, or what it said in dying of something else. */
  at: string;
}

export interface RunningCommand {
  /** Undefined when the node died before it could reply. Rejects when the flow threw. */
  reply: Promise<unknown>;
  end: Promise<CommandEnd>;
}

export interface NodeProcess {
  run(command: Command, nowMs: number, isCounted: boolean): RunningCommand;
  /** Ends it in peace, if it has not died yet. */
  end(): Promise<void>;
}

/** Starts a node that kills itself at its point of that number, once it is told to count; 0 never does. */
export function nodeProcess({ folder }: NodeProgram, settings: NodeSettings, crashAt: number): NodeProcess {
  const child = fork(join(folder, 'quick-start.js'), [join(folder, 'node.js'), join(folder, 'node.cache')], {
    env: { NODE_SETTINGS: JSON.stringify(settings), CRASH_AT: String(crashAt) },
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const died = deathOf(child);
  let lastId = 0;

  function news<Kind extends News['kind']>(id: number, ...kinds: Kind[]): Promise<Extract<News, { kind: Kind }>> {
    return new Promise((resolve) => {
      child.on('message', function listen(message: News) {
        if (message.id !== id || !kinds.includes(message.kind as Kind)) return;
        child.off('message', listen);
        resolve(message as Extract<News, { kind: Kind }>);
      });
    });
  }

  return {
    run(command, nowMs, isCounted) {
      lastId += 1;
      const order: Order = { id: lastId, command, nowMs, isCounted };
      const reply = Promise.race([news(order.id, 'replied', 'threw'), died]).then(replyOf);
      const end = Promise.race([news(order.id, 'quiet'), died]);
      // A node that has just died takes no orders; that it died is what comes of this one.
      child.send(order, () => {});
      return { reply, end };
    },
    async end() {
      if (child.connected) child.disconnect();
      await died;
    },
  };
}

function replyOf(news: Exclude<News, { kind: 'quiet' }> | Death): unknown {
  if (news.kind === 'threw') throw new Error(`the flow threw: ${news.message}`);
  return news.kind === 'replied' ? news.reply : undefined;
}

/** Its end, when all that it said in dying has been read. */
async function deathOf(child: ChildProcess): Promise<Death> {
  const [[code, signal], said] = await Promise.all([once(child, 'exit'), child.stderr ? text(child.stderr) : '']);
  return { kind: 'died', at: signal === 'SIGKILL' ? said.trim() : `exit ${code} ${signal}: ${said}` };
}
