import type { Kysely } from 'kysely';
import { type OrderDatabase, postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { preparingPool } from '../../../cloudfunctions/backend/store/postgres-pool';
import { orderStoreContract } from '../../contract/order-store';
import { usePostgres } from '../../support/postgres';
import { onServer } from '../../support/postgres-databases';

const postgres = usePostgres();

describe.each([
  { server: 'a PostgreSQL server', face: preparingPool, options: undefined },
  {
    server: 'a server that isolates strictly',
    face: undefined,
    options: '-c default_transaction_isolation=serializable',
  },
])('the PostgreSQL order store on $server', ({ face, options }) => {
  let db: Kysely<OrderDatabase>;
  beforeAll(async () => {
    db = onServer({ connectionString: await postgres.newDatabase(), options }, face);
    await migrateOrders(db);
  });
  afterAll(() => db.destroy());

  orderStoreContract(async () => {
    await db.deleteFrom('orders').execute();
    return postgresStore(db);
  });
});
