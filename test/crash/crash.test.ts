/**
 * A node dies by SIGKILL at every point at which it waits for the outside, before and after each effect; another one starts on the
 * same database; and all comes to the end that it would have come to.
 */
import { type PostgresServer, postgresServer } from '../support/postgres';
import { type Campaign, campaign } from './campaign';
import { createSituations } from './create-situations';
import { notifySituations } from './notify-situations';
import { refundSituations } from './refund-situations';
import type { Situation } from './situation';
import { sweepSituations } from './sweep-situations';

let postgres: PostgresServer;
let killing: Campaign;

beforeAll(async () => {
  postgres = await postgresServer();
  killing = await campaign(await Promise.all([1, 2, 3, 4].map(postgres.newDatabase)));
});
afterAll(async () => {
  await killing?.close();
  await postgres?.stop();
  process.stdout.write(`${killing?.summary()}\n`);
});

const flows: [string, Situation[]][] = [
  ['create', createSituations],
  ['notify', notifySituations],
  ['refund', refundSituations],
  ['sweep', sweepSituations],
];

describe.each(flows)('a node that is killed at every await of %s', (flow, situations) => {
  test('and started again on the same database brings all to its end', async () => {
    const { faults, points, kills, missed } = await killing.run(flow, situations);
    expect(faults).toEqual([]);
    expect(points).toBeGreaterThan(situations.length * 5);
    expect(kills).toBeGreaterThan(missed * 20);
  }, 300_000);
});
