import './support/embedded-database';

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateCloud } from '../../cloud/cloud-tables';
import type { CloudDatabase, DatabaseChoice } from '../../cloud/database';
import { openDatabase } from '../../cloud/database';
import type { SessionTables } from '../../cloud/session/session-tables';
import { sessions } from '../../cloud/session/sessions';
import { users } from '../../cloud/session/users';
import { usePostgres } from '../support/postgres';
import { testClock } from '../support/test-clock';
import { recordedLog } from './support/running-cloud';

const SPACE = { spaceId: 'space-1', appId: 'app-1' };
const USER_ID = '2088000000000001';
const OPEN_ID = 'open-1';

const server = usePostgres();

const databases: { name: string; choice(folder: string): Promise<DatabaseChoice> }[] = [
  { name: 'the embedded database', choice: async (folder) => ({ kind: 'embedded', folder }) },
  { name: 'a server', choice: async () => ({ kind: 'server', url: await server.newDatabase() }) },
];

describe.each(databases)('users of an app, on $name,', ({ choice }) => {
  const clock = testClock();
  const { log } = recordedLog();
  let folder: string;
  let database: DatabaseChoice;
  let db: CloudDatabase;
  const tables = () => db.withTables<SessionTables>();
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shouyin-users-'));
    database = await choice(join(folder, 'database'));
    db = await openDatabase(database, log);
    await migrateCloud(db);
  });
  beforeEach(async () => {
    await tables().deleteFrom('cloud_user').execute();
  });
  afterAll(async () => {
    await db.destroy();
    await rm(folder, { recursive: true });
  });

  test('find their tables in place at every later start', async () => {
    await migrateCloud(db);
    expect(await users(tables(), SPACE, clock).get('nobody')).toBeNull();
  });

  test.each`
    first                                               | again
    ${{ alipayUserId: USER_ID }}                        | ${{ alipayUserId: USER_ID }}
    ${{ alipayOpenId: OPEN_ID }}                        | ${{ alipayOpenId: OPEN_ID }}
    ${{ alipayUserId: USER_ID }}                        | ${{ alipayUserId: USER_ID, alipayOpenId: OPEN_ID }}
    ${{ alipayOpenId: OPEN_ID }}                        | ${{ alipayUserId: USER_ID, alipayOpenId: OPEN_ID }}
    ${{ alipayUserId: USER_ID, alipayOpenId: OPEN_ID }} | ${{ alipayUserId: USER_ID }}
    ${{ alipayUserId: USER_ID, alipayOpenId: OPEN_ID }} | ${{ alipayOpenId: OPEN_ID }}
  `('are the same person as $first and as $again', async ({ first, again }) => {
    const people = users(tables(), SPACE, clock);
    const before = await people.signIn(first);
    clock.advance(1_000);
    const after = await people.signIn(again);
    expect(after).toEqual({
      ...first,
      ...again,
      userId: before.userId,
      createdAtMs: before.createdAtMs,
      lastSeenAtMs: clock.nowMs(),
    });
    expect(await people.get(before.userId)).toEqual(after);
  });

  test('keep the person of the user id when each identity was a person of its own', async () => {
    const people = users(tables(), SPACE, clock);
    await people.signIn({ alipayOpenId: OPEN_ID });
    const byUserId = await people.signIn({ alipayUserId: USER_ID });
    const both = await people.signIn({ alipayUserId: USER_ID, alipayOpenId: OPEN_ID });
    expect(both.userId).toBe(byUserId.userId);
  });

  test('are different people in another space or app', async () => {
    const spaces = [SPACE, { ...SPACE, spaceId: 'space-2' }, { ...SPACE, appId: 'app-2' }];
    const people = await Promise.all(
      spaces.map((space) => users(tables(), space, clock).signIn({ alipayUserId: USER_ID })),
    );
    expect(new Set(people.map(({ userId }) => userId)).size).toBe(3);
  });

  test('are one person when twenty first visits come at once', async () => {
    const people = users(tables(), SPACE, clock);
    const visits = Array.from({ length: 20 }, () => people.signIn({ alipayUserId: USER_ID }));
    expect(new Set((await Promise.all(visits)).map(({ userId }) => userId)).size).toBe(1);
  });

  test('and their sessions outlive the node that made them', async () => {
    const people = users(tables(), SPACE, clock);
    const user = await people.signIn({ alipayUserId: USER_ID });
    const token = await sessions(tables(), people, clock).open(user);
    const otherNode = sessions(tables(), users(tables(), SPACE, clock), clock);
    expect(await otherNode.use(token)).toMatchObject({ userId: user.userId, alipayUserId: USER_ID });
    expect(await otherNode.use('made-up')).toBeNull();
  });

  test('have sessions that another node may have extended', async () => {
    const people = users(tables(), SPACE, clock);
    const [oneNode, otherNode] = [sessions(tables(), people, clock), sessions(tables(), people, clock)];
    const token = await oneNode.open(await people.signIn({ alipayUserId: USER_ID }));
    await otherNode.use(token);
    clock.advance(25 * 60_000);
    expect(await oneNode.use(token)).not.toBeNull();
  });
});

describe('the tables of users and sessions', () => {
  test('are made once when several nodes start at the same time', async () => {
    const url = await server.newDatabase();
    const { log } = recordedLog();
    const nodes = await Promise.all([1, 2, 3].map(() => openDatabase({ kind: 'server', url }, log)));
    await Promise.all(nodes.map((node) => migrateCloud(node)));
    await Promise.all(nodes.map((node) => node.destroy()));
  });
});
