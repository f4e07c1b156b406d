import path from 'node:path';
import type { Config } from '../config.ts';
import type { MasterKeySource } from '../fleet/masterKey.ts';

/** Where the master key comes from. */
export const masterKeySource = (config: Config): MasterKeySource =>
  config.masterKey === undefined ? { file: config.masterKeyFile ?? path.join(config.dataDir, 'master-key') } : { value: config.masterKey.reveal() };

/** Where the database is. */
export const storeAddress = (config: Config) => ({ url: config.databaseUrl?.reveal(), file: path.join(config.dataDir, 'shellwatch.db') });
