import type { SettingTables } from './settings.ts';

/** Every table: each repository file tells its own, and they are put together here. */
export type Database = SettingTables;
