import type { Store } from '../store/open.ts';
import { createServerRepository, type ServerFilter, type ServerPage, type ServerRecord } from '../store/servers.ts';
import type { FleetBus } from './events.ts';

/** Pages that people have open at once; the one asked for longest ago goes first. */
const mostPages = 8;

/** A page of servers as they are stored. */
export type ReadServerPage = (filter: ServerFilter, page: ServerPage) => Promise<readonly ServerRecord[]>;

/**
 * Keeps pages until a server changes: open pages ask for the same ones every few seconds, and reading them anew was most of
 * what an answer took. Only this process writes servers, and tells the bus before it answers whoever changed one.
 */
export function createServerPages(store: Store, bus: FleetBus): ReadServerPage {
  const kept = new Map<string, readonly ServerRecord[]>();
  let changes = 0;
  const changed = (): void => {
    changes += 1;
    kept.clear();
  };
  bus.on('serverCreated', changed).on('serverUpdated', changed).on('serverDeleted', changed);

  return async (filter, page) => {
    const key = JSON.stringify([filter, page]);
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const before = changes;
    const rows = await createServerRepository(store.db).page(filter, page);
    // One that was read while a server changed may be of before or after.
    if (changes === before) {
      kept.set(key, rows);
      if (kept.size > mostPages) {
        kept.delete(kept.keys().next().value as string);
      }
    }
    return rows;
  };
}
