import { sql } from 'kysely';
import type { BackendDeps } from '../../cloud/create-cloud';
import type { DatabaseChoice } from '../../cloud/database';
import type { Ports } from '../../cloud/faces';
import { serverlessStore } from '../../cloudfunctions/backend/store/serverless';
import { orderStoreContract } from '../contract/order-store';
import { usePostgres } from '../support/postgres';
import { type RunningCloud, runningCloud } from './support/running-cloud';
import { type ServerSdk, serverClient, serverKeyPair } from './support/server-client';

const server = usePostgres();

const databases: { name: string; choice(): Promise<DatabaseChoice> }[] = [
  { name: 'the embedded database', choice: async () => ({ kind: 'memory-embedded' }) },
  { name: 'a server', choice: async () => ({ kind: 'server', url: await server.newDatabase() }) },
];

/** The store that our functions use on the platform, over the server SDK and `POST /server`. */
describe.each(databases)('orders in the document database of this cloud, on $name', ({ choice }) => {
  const { publicKey, privateKey } = serverKeyPair();
  let cloud: RunningCloud;
  let sdk: ServerSdk;
  let db: BackendDeps['db'];
  beforeAll(async () => {
    const backend = (deps: BackendDeps) => {
      db = deps.db;
      return {} as Ports;
    };
    cloud = await runningCloud({ backend, serverKeys: [publicKey], database: await choice() });
    sdk = serverClient(cloud, { privateKey });
  });
  afterAll(() => cloud.close());

  orderStoreContract(async () => {
    await sql`truncate cloud_document`.execute(db);
    return serverlessStore(sdk.db);
  });
});
