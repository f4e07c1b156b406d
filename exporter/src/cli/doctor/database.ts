import { StoreRefusal } from '../../store/refusal.ts';
import { sqliteFileOf } from '../../store/open.ts';
import { masterKeySource, storeAddress } from '../../wire/places.ts';
import type { Check } from './finding.ts';

/** The database, and whether the master key at hand opens its secrets; read only, the service may run. */
export const database: Check = async ({ config }) => {
  const address = storeAddress(config);
  const [{ inspectDatabase }, { inspectMasterKey }] = await Promise.all([import('../../store/open.ts'), import('../../fleet/vault.ts')]);
  try {
    if (!(await inspectDatabase({ ...address, inspect: inspectMasterKey(masterKeySource(config)) }))) {
      return [{ level: 'ok', about: 'database', text: 'empty so far' }];
    }
    return [
      { level: 'ok', about: 'database', text: sqliteFileOf(address) === undefined ? 'PostgreSQL answers' : 'undamaged' },
      { level: 'ok', about: 'master key', text: 'opens the stored credentials' },
    ];
  } catch (error) {
    if (error instanceof StoreRefusal) {
      return [{ level: 'failure', about: 'database', text: error.message }];
    }
    throw error;
  }
};
