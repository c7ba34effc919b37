import { showToOperator } from '../backend/flow/show-to-operator';
import { operatorDoor } from '../backend/host/door';

export = operatorDoor(showToOperator);
