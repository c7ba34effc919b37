import { askRefund } from '../backend/flow/ask-refund';
import { buyerDoor } from '../backend/host/door';

export = buyerDoor(askRefund);
