import { StoreRefusal } from '../../store/refusal.ts';
import { sqliteFileOf } from '../../store/open.ts';
import { masterKeySource, storeAddress } from '../../wire/places.ts';
import type { Check } from './finding.ts';

/** The database file and whether the master key at hand opens its secrets; read only, the service may run. */
export const database: Check = async ({ config }) => {
  const file = sqliteFileOf(storeAddress(config));
  if (file === undefined) {
    return [{ level: 'ok', about: 'database', text: 'PostgreSQL; the service tells how it is' }];
  }
  const [{ Kysely, CamelCasePlugin }, { inspectSqlite }, { inspectMasterKey }] = await Promise.all([import('kysely'), import('../../store/sqlite.ts'), import('../../fleet/vault.ts')]);
  try {
    const found = inspectSqlite(file);
    if (found === undefined) {
      return [{ level: 'ok', about: 'database', text: 'empty so far' }];
    }
    const db = new Kysely<never>({ dialect: found.dialect, plugins: [new CamelCasePlugin()] });
    try {
      await inspectMasterKey(masterKeySource(config))(db as never);
    } finally {
      await db.destroy();
    }
    return [
      { level: 'ok', about: 'database', text: 'undamaged' },
      { level: 'ok', about: 'master key', text: 'opens the stored credentials' },
    ];
  } catch (error) {
    if (error instanceof StoreRefusal) {
      return [{ level: 'failure', about: 'database', text: error.message }];
    }
    throw error;
  }
};
