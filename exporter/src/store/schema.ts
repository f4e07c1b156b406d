import type { AuditTables } from './audit.ts';
import type { CommandTables } from './commands.ts';
import type { DefinitionTables } from './definitions.ts';
import type { EscalationTables } from './escalations.ts';
import type { HistoryTables } from './history.ts';
import type { HostKeyTables } from './hostKeys.ts';
import type { IncidentAlertTables } from './incidentAlerts.ts';
import type { IncidentEventTables } from './incidentEvents.ts';
import type { IncidentTables } from './incidents.ts';
import type { LogTables } from './logSources.ts';
import type { OutboxTables } from './outbox.ts';
import type { RunTables } from './runs.ts';
import type { SecretTables } from './secrets.ts';
import type { ServerTables } from './servers.ts';
import type { SettingTables } from './settings.ts';
import type { TelegramTables } from './telegramCodes.ts';
import type { ThresholdTables } from './thresholds.ts';
import type { SpecsTables } from './specs.ts';
import type { TokenTables } from './tokens.ts';

/** Every table: each repository file tells its own, and they are put together here. */
export type Database = ServerTables & HostKeyTables & SecretTables & TokenTables & AuditTables & SettingTables & CommandTables & RunTables & LogTables & HistoryTables & SpecsTables & ThresholdTables & IncidentTables & IncidentAlertTables & IncidentEventTables & DefinitionTables & EscalationTables & OutboxTables & TelegramTables;
