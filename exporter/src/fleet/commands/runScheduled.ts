import type { CommandRecord } from '../../store/commands.ts';
import type { Store } from '../../store/open.ts';
import { schedule, type Audit } from '../audit.ts';
import type { Round } from './commandScheduler.ts';
import type { Runner } from './runs.ts';

/** Names of servers that an entry of the audit log lists; it tells how many more there are. */
const mostNames = 50;

/** Starts what a schedule made due. The first run of a round that began writes the audit entry of them all. */
export function createRunScheduled({ runner, audit, store }: { runner: Runner; audit: Audit; store: Store }) {
  const noted = new WeakSet<Round>();
  return async ({ id, definition }: CommandRecord, server: { id: string; name: string }, round: Round): Promise<void> => {
    const given = Object.fromEntries(definition.parameters.flatMap(({ name, default: value }) => (value === null ? [] : [[name, value]])));
    await runner.start({ id: round.batch, commandId: id, definition, servers: [server], given, startedBy: 'schedule', actor: schedule.name, concurrency: 1 });
    if (!noted.has(round)) {
      const more = round.servers.length - mostNames;
      const details = { batch: round.batch, servers: round.servers.slice(0, mostNames), ...(more > 0 ? { moreServers: more } : {}), values: given };
      await audit.record(store.db, schedule, { action: 'command.run', target: { type: 'command', id, name: definition.name }, details });
      noted.add(round);
    }
  };
}
