import { receiveNotify } from '../backend/flow/receive-notify';
import { messageDoor } from '../backend/host/door';
import { notifyAddress } from '../backend/host/notify-address';

export = messageDoor((ports, message) => receiveNotify(ports, notifyAddress(message.path), message));
