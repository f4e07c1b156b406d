import { EventEmitter } from 'node:events';
import type { Kysely } from 'kysely';
import type { EventKind } from '../../store/incidentEvents.ts';
import type { IncidentRecord } from '../../store/incidents.ts';
import type { Database } from '../../store/schema.ts';

/** One thing that happened to an incident, and what the incident is after it. */
export interface IncidentChange {
  kind: EventKind;
  incident: IncidentRecord;
  actor: string;
  channel: string | null;
  text: string;
}

/** Told after the change is in the store. */
export interface IncidentEvents {
  change: [IncidentChange];
}

export type IncidentBus = EventEmitter<IncidentEvents>;
export const createIncidentBus = (): IncidentBus => new EventEmitter<IncidentEvents>();

/**
 * Called inside the transaction of the changes: what is written here (an escalation that begins or ends)
 * is there if and only if the changes are, whatever happens to the process.
 */
export type WithIncidentChanges = (tx: Kysely<Database>, changes: readonly IncidentChange[]) => Promise<void>;
