import { sweepOrders } from '../backend/flow/sweep-orders';
import { openDoor } from '../backend/host/door';

export = openDoor(sweepOrders);
