import { createOrder } from '../backend/flow/create-order';
import { buyerDoor } from '../backend/host/door';

export = buyerDoor(createOrder);
