import * as v from 'valibot';
import { toBeijingTime } from '../beijing-time';
import type { SandboxClock } from '../clock';
import type { ExchangeLog } from '../exchange-log';
import type { Control } from './control';
import { clockInput, logInput } from './input-schemas';
import { clockReply, logEntryReply } from './reply-schemas';
import { get, post, type Route } from './route';
import { snapshotSchema } from './snapshot';

/** Ten thousand trades with their notifies fit. */
const LONGEST_SNAPSHOT_BYTES = 64 * 1024 * 1024;

/** The sandbox as a whole: its time, its memory, its traffic. */
export function stateRoutes(control: Control, clock: SandboxClock, log: Pick<ExchangeLog, 'entries'>): Route[] {
  const clockView = () => ({ nowMs: clock.nowMs(), now: toBeijingTime(clock.nowMs()), isFrozen: clock.isFrozen() });
  /** One change after another: two that move the time at once would take it back. */
  let lastChange: Promise<void> = Promise.resolve();

  return [
    get('/api/clock', { summary: 'The sandbox’s time; `now` is Beijing’s', reply: clockReply, handle: clockView }),
    post('/api/clock', {
      summary: 'Freezes, resumes, advances or sets the time; answers when what fell due is done',
      input: clockInput,
      reply: clockReply,
      async handle(change) {
        lastChange = lastChange.then(() => changed(clock, change));
        await lastChange;
        return clockView();
      },
    }),
    get('/api/snapshot', {
      summary: 'Everything remembered, for taking it back later',
      reply: snapshotSchema,
      handle: control.snapshot,
    }),
    post('/api/snapshot', {
      summary: 'Takes a snapshot back in the place of everything remembered; the time stays',
      input: snapshotSchema,
      reply: v.object({ rows: v.number() }),
      refusals: ['snapshot_altered', 'snapshot_foreign'],
      bodyLimitBytes: LONGEST_SNAPSHOT_BYTES,
      handle: control.restore,
    }),
    get('/api/log', {
      summary: 'Requests, answers and notifies of late, oldest first; `since` is the seq of the last one known',
      input: logInput,
      reply: v.object({ entries: v.array(logEntryReply) }),
      handle: (range) => ({ entries: log.entries(range) }),
    }),
    post('/api/reset', {
      summary:
        'Forgets trades, new buyers, notifies, codes, faults and log, puts rules back; keeps apps, the other buyers, keys and the time',
      reply: v.object({ isReset: v.literal(true) }),
      handle() {
        control.reset();
        return { isReset: true };
      },
    }),
  ];
}

async function changed(clock: SandboxClock, change: v.InferOutput<typeof clockInput>): Promise<void> {
  if (change.action === 'freeze') clock.freeze();
  if (change.action === 'resume') clock.resume();
  if (change.action === 'advance') await clock.advance(change.durationMs);
  if (change.action === 'jump') await clock.jump(change.toMs);
}
