import { resendEvent } from '../backend/flow/resend-event';
import { operatorDoor } from '../backend/host/door';

export = operatorDoor(resendEvent);
