import './embedded-database';

import { migrateCloud } from '../../../cloud/cloud-tables';
import { openDatabase } from '../../../cloud/database';
import { commands, type ExecuteCommand } from '../../../cloud/document/commands';
import type { DocumentTables } from '../../../cloud/document/document-tables';
import { documents } from '../../../cloud/document/documents';
import { testClock } from '../../support/test-clock';
import { recordedLog } from './running-cloud';

export interface DocumentExecution {
  execute: ExecuteCommand;
  /** The name of a collection that nobody has used. */
  newCollection(): string;
  close(): Promise<void>;
}

/** The document database alone, without doors. */
export async function documentExecution(): Promise<DocumentExecution> {
  const db = await openDatabase({ kind: 'memory-embedded' }, recordedLog().log);
  await migrateCloud(db);
  let collections = 0;
  return {
    execute: commands(documents(db.withTables<DocumentTables>(), 'space-1', testClock())),
    newCollection() {
      collections += 1;
      return `collection-${collections}`;
    },
    close: () => db.destroy(),
  };
}
