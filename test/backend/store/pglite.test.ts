import type { Kysely } from 'kysely';
import { type OrderDatabase, postgresStore } from '../../../cloudfunctions/backend/store/postgres';
import { migrateOrders } from '../../../cloudfunctions/backend/store/postgres-migrations';
import { orderStoreContract } from '../../contract/order-store';
import { embedded } from '../../support/postgres-databases';

describe('the PostgreSQL order store on the embedded database', () => {
  let db: Kysely<OrderDatabase>;
  beforeAll(async () => {
    db = embedded();
    await migrateOrders(db);
  });
  afterAll(() => db.destroy());

  orderStoreContract(async () => {
    await db.deleteFrom('orders').execute();
    return postgresStore(db);
  });
});
