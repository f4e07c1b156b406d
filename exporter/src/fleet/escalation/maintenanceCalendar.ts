import type { z } from 'zod';
import type { MaintenanceCalendar } from '../../../../contract/maintenance.ts';
import { instant } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { DefinitionRecord, Definitions } from '../../store/definitions.ts';
import { occurrencesBetween } from './windows.ts';

const mostDays = 100;
const most = 1000;

/** When windows are open between two instants, in order. */
export function maintenanceCalendar(windows: ReadonlyArray<DefinitionRecord<Definitions['maintenance']>>, query: { from: string; to: string }): z.input<typeof MaintenanceCalendar> {
  const [from, to] = [Date.parse(query.from), Date.parse(query.to)];
  if (to <= from || to - from > mostDays * 86_400_000) {
    const message = `is not after from, or more than ${mostDays} days later`;
    throw new Failure('unprocessable', { message: `to: ${message}`, details: [{ field: 'to', message }] });
  }
  const all = windows
    .flatMap(({ id, definition }) => occurrencesBetween(definition, { from, to }, most + 1).map((one) => ({ ...one, windowId: id, name: definition.name })))
    .sort((a, b) => a.from - b.from);
  return { items: all.slice(0, most).map(({ windowId, name, ...span }) => ({ windowId, name, from: instant(span.from), to: instant(span.to) })), more: all.length > most };
}
