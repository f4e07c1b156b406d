import type { Actor } from '../../actor.ts';
import type { Clock } from '../../clock.ts';
import type { LogSourceRecord } from '../../store/logSources.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';

interface Pair {
  source: LogSourceRecord;
  server: { id: string; name: string };
}

/** Who goes on looking is not told again for so long: a page that reads every few seconds would fill the audit log. */
const quietMs = 3_600_000;
/** What was told is remembered up to so many; past that the oldest is forgotten, and told again at its next reading. */
const mostKnown = 20_000;

/** To read a source of type command is to run that command: who made it run, and where, is told to the audit log before it does. */
export type TellRuns = (actor: Actor, pairs: readonly Pair[]) => Promise<void>;

export function createTellRuns({ store, audit, clock }: { store: Store; audit: Audit; clock: Clock }): TellRuns {
  /** Until when a person, source and server need no further entry; the oldest first. */
  const known = new Map<string, number>();

  return async (actor, pairs) => {
    const bySource = new Map<LogSourceRecord, { servers: string[]; keys: string[] }>();
    for (const { source, server } of pairs) {
      // What a command was before it was changed, is told anew.
      const key = [actor.name, source.id, source.revision, server.id].join(' ');
      if (source.definition.type === 'command' && (known.get(key) ?? 0) <= clock.now()) {
        const entry = bySource.get(source) ?? { servers: [], keys: [] };
        entry.servers.push(server.name);
        entry.keys.push(key);
        bySource.set(source, entry);
      }
    }
    for (const [source, { servers, keys }] of bySource) {
      await audit.record(store.db, actor, { action: 'log_source.run', target: { type: 'log_source', id: source.id, name: source.definition.name }, details: { servers } });
      // Only now: what could not be told must be told at the next reading.
      for (const key of keys) {
        known.delete(key);
        known.set(key, clock.now() + quietMs);
      }
    }
    for (const key of known.keys()) {
      if (known.size <= mostKnown) {
        break;
      }
      known.delete(key);
    }
  };
}
