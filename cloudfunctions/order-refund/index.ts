import { refundOrder } from '../backend/flow/refund-order';
import { operatorDoor } from '../backend/host/door';

export = operatorDoor(refundOrder);
