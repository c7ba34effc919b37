import { serverlessStore } from '../../../cloudfunctions/backend/store/serverless';
import { orderStoreContract } from '../../contract/order-store';
import { type ServerlessDatabase, serverlessDatabase } from '../../support/serverless-database';

describe.each([
  { indexes: 'with its unique index', uniqueField: 'orderNo' },
  { indexes: 'whose unique index was forgotten', uniqueField: undefined },
])("the order store in the platform's database $indexes", ({ uniqueField }) => {
  let database: ServerlessDatabase;
  beforeAll(async () => {
    database = await serverlessDatabase({ uniqueField });
  });
  afterAll(() => database.close());

  orderStoreContract(async () => {
    database.documents.clear();
    return serverlessStore(database.db);
  });
});
