import type { Clock } from '../../cloudfunctions/backend/flow/ports';
import type { Command, NodeSettings } from './commands';
import { type CommandEnd, type NodeProcess, type NodeProgram, nodeProcess, type RunningCommand } from './node-process';

/** The place of a server: one node after the other takes it, each when the one before has died or gone. */
export interface NodeSeat {
  /** Gives one command to the node. */
  start(command: Command): RunningCommand;
  /** Gives one command to the node, and waits until all that it began is over. Undefined when the node died of it. */
  run(command: Command): Promise<unknown>;
  /** Counts the crash points of the next command, or of the next notify that comes. */
  count(): void;
  /** How the counted command ended. Throws when there was none. */
  ended(): Promise<CommandEnd>;
  /** Waits until all is over that the last command began. */
  atRest(): Promise<void>;
  /** Starts another node; the one before ends, if it has not died. */
  restart(crashAt: number): Promise<void>;
  /** The last node ends. */
  leave(): Promise<void>;
}

export function nodeSeat(program: NodeProgram, settings: NodeSettings, clock: Clock): NodeSeat {
  let node: NodeProcess | undefined;
  let isCounting = false;
  let counted: Promise<CommandEnd> | undefined;
  let last: Promise<CommandEnd> | undefined;

  function start(command: Command): RunningCommand {
    if (!node) throw new Error('no node was started');
    const running = node.run(command, clock.nowMs(), isCounting);
    if (isCounting) counted = running.end;
    isCounting = false;
    last = running.end;
    return running;
  }

  return {
    start,
    async run(command) {
      const running = start(command);
      const reply = await running.reply;
      const end = await running.end;
      if (end.kind === 'died' && running.end !== counted) throw new Error(`the node died unasked: ${end.at}`);
      return reply;
    },
    count() {
      isCounting = true;
      counted = undefined;
    },
    async ended() {
      if (!counted) throw new Error('nothing was counted: the command never came');
      return counted;
    },
    async atRest() {
      await last;
    },
    async restart(crashAt) {
      await node?.end();
      isCounting = false;
      node = nodeProcess(program, settings, crashAt);
    },
    async leave() {
      await node?.end();
    },
  };
}
