import { sql } from 'kysely';
import type { BackendDeps } from '../../cloud/cloud-options';
import type { Ports } from '../../cloud/faces';
import { serverlessStore } from '../../cloudfunctions/backend/store/serverless';
import { orderStoreContract } from '../contract/order-store';
import { usePostgres } from '../support/postgres';
import { type RunningCloud, runningCloud } from './support/running-cloud';
import { type ServerSdk, serverClient, serverKeyPair } from './support/server-client';

const server = usePostgres();

/** The store that our functions use on the platform, over the server SDK and `POST /server`; a server, because there writers really race. */
describe('orders in the document database of this cloud', () => {
  const { publicKey, privateKey } = serverKeyPair();
  let cloud: RunningCloud;
  let sdk: ServerSdk;
  let db: BackendDeps['db'];
  beforeAll(async () => {
    const backend = (deps: BackendDeps) => {
      db = deps.db;
      return {} as Ports;
    };
    const database = { kind: 'server', url: await server.newDatabase() } as const;
    cloud = await runningCloud({ backend, serverKeys: [publicKey], database });
    sdk = serverClient(cloud, { privateKey });
  });
  afterAll(() => cloud.close());

  orderStoreContract(async () => {
    await sql`truncate cloud_document`.execute(db);
    return serverlessStore(sdk.db);
  });
});
