import { queryOrder } from '../backend/flow/query-order';
import { buyerDoor } from '../backend/host/door';

export = buyerDoor(queryOrder);
