import { receiveNotify } from '../backend/flow/receive-notify';
import { messageDoor } from '../backend/host/door';

export = messageDoor((ports, message) => receiveNotify(ports, 'alipay', message));
