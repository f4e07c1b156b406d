import type { StoreMigration } from '../migrate.ts';
import { commands } from './0020_commands.ts';
import { logs } from './0021_logs.ts';
import { core } from './0001_core.ts';
import { history } from './0010_history.ts';
import { specs } from './0011_specs.ts';
import { specsReading } from './0035_specs_reading.ts';
import { thresholds } from './0030_thresholds.ts';
import { escalation } from './0032_escalation.ts';
import { incidents } from './0031_incidents.ts';
import { outboxRepeats } from './0034_outbox_repeats.ts';
import { telegram } from './0033_telegram.ts';

/** Every step of the schema, in order. */
export const migrations: readonly StoreMigration[] = [core, history, specs, commands, logs, thresholds, incidents, escalation, telegram, outboxRepeats, specsReading];
