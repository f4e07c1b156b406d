import type { StoreMigration } from '../migrate.ts';
import { commands } from './0020_commands.ts';
import { core } from './0001_core.ts';

/** Every step of the schema, in order. */
export const migrations: readonly StoreMigration[] = [core, commands];
