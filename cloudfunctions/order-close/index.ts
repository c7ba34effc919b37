import { closeOrder } from '../backend/flow/close-order';
import { buyerDoor } from '../backend/host/door';

export = buyerDoor(closeOrder);
