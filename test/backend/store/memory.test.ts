import { memoryStore } from '../../../cloudfunctions/backend/store/memory';
import { orderStoreContract } from '../../contract/order-store';

describe('the memory order store', () => {
  orderStoreContract(async () => memoryStore());
});
