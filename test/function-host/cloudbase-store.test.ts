import { cloudbaseDatabase } from '../../cloudfunctions/backend/host/cloudbase-database';
import { serverlessStore } from '../../cloudfunctions/backend/store/serverless';
import { orderStoreContract } from '../contract/order-store';
import { faasDatabase } from './faas-database';

describe('the order store in the document database of Cloudbase', () => {
  orderStoreContract(async () => serverlessStore(cloudbaseDatabase(faasDatabase().database)));

  test('asks for nothing that is not translated', () => {
    const orders = cloudbaseDatabase(faasDatabase().database).collection('orders');
    expect(() => orders.deleteMany({ orderNo: { $in: ['A'] } })).rejects.toThrow('is not translated');
    expect(() => orders.deleteMany({ version: { $gt: 1, $lt: 3 } })).rejects.toThrow('is not translated');
  });
});
