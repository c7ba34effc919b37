import { type Kysely, type Migration, Migrator } from 'kysely';
import { documentTables } from './document/document-tables';
import { sessionTables } from './session/session-tables';

/** Run in the order of their names, each once per database. Never change one that has been released; add another. */
const MIGRATIONS: Record<string, Migration> = {
  '001-first-tables': sessionTables,
  '002-documents': documentTables,
};

/** Brings the cloud's own tables up to date. Several nodes may start at once. */
export async function migrateCloud<DB>(db: Kysely<DB>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableName: 'cloud_migration',
    migrationLockTableName: 'cloud_migration_lock',
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
