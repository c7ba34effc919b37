import { listRefundAsks } from '../backend/flow/list-refund-asks';
import { operatorDoor } from '../backend/host/door';

export = operatorDoor(listRefundAsks);
