import { listOrders } from '../backend/flow/list-orders';
import { buyerDoor } from '../backend/host/door';

export = buyerDoor(listOrders);
