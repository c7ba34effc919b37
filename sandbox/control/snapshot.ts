import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Gateways } from '../start-gateways';
import { type ControlRefusal, refusal } from './control-refusal';

/** A later version of the sandbox may write its rows in another way. */
const VERSION = 1;

export const snapshotSchema = v.strictObject({
  version: v.literal(VERSION, `must be ${VERSION}`),
  takenAtMs: v.number(),
  /** Apps and buyers of the start, of whom the rows speak; newcomers are rows themselves. Keys are never part of it. */
  appIds: v.array(v.string()),
  buyerIds: v.array(v.string()),
  rows: v.array(v.tuple([v.string(), v.string(), v.unknown()])),
  /** SHA-256 over the rows: they are taken back unread, so they must be what was given out. */
  digest: v.string(),
});

/** Everything the sandbox remembers at one moment, as JSON. */
export type Snapshot = v.InferOutput<typeof snapshotSchema>;

/** Holds rows and a digest, so that a restore can refuse what was altered on the way. */
export function takeSnapshot({ alipay, fshows, puts }: Gateways): Snapshot {
  const { directory, clock } = alipay;
  // Through JSON once, as it will have gone before it comes back.
  const rows: Snapshot['rows'] = JSON.parse(JSON.stringify(puts()));
  return {
    version: VERSION,
    takenAtMs: clock.nowMs(),
    appIds: [...directory.apps, ...fshows.directory.apps].map(({ appId }) => appId),
    buyerIds: directory.buyers.map(({ userId }) => userId),
    rows,
    digest: digestOf(rows),
  };
}

/** Refuses, and leaves everything as it is, unless the snapshot is whole and speaks of nobody who does not exist here. */
export function restoreSnapshot(gateways: Gateways, snapshot: Snapshot): { rows: number } | ControlRefusal {
  const { rows, digest, appIds, buyerIds } = snapshot;
  if (digestOf(rows) !== digest) {
    return refusal('snapshot_altered', 'The rows are not those that the snapshot was taken with.');
  }
  const { alipay, fshows } = gateways;
  const { buyers } = alipay.directory;
  const apps = [...alipay.directory.apps, ...fshows.directory.apps];
  const isHere =
    appIds.every((id) => apps.some(({ appId }) => appId === id)) &&
    buyerIds.every((id) => buyers.some(({ userId }) => userId === id));
  if (!isHere) return refusal('snapshot_foreign', 'It was taken of a sandbox with other apps or buyers.');
  gateways.restore(rows);
  return { rows: rows.length };
}

function digestOf(rows: Snapshot['rows']): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}
