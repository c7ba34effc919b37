import { sweepOrders } from '../backend/flow/sweep-orders';
import { timerDoor } from '../backend/host/door';

export = timerDoor(sweepOrders);
