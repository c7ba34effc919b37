import { listCatalog } from '../backend/flow/list-catalog';
import { openDoor } from '../backend/host/door';

export = openDoor(listCatalog);
