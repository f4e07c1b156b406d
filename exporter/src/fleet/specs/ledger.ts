import { isDeepStrictEqual } from 'node:util';
import type { SpecChange, SpecsData } from '../../../../contract/specs.ts';
import type { Clock } from '../../clock.ts';
import { flag, fromJson, toJson } from '../../store/columns.ts';
import type { Store } from '../../store/open.ts';
import { createSpecsRepository, type SpecsRow } from '../../store/specs.ts';
import { diffSpecs } from './diff.ts';
import { specsReading } from './parseSpecs.ts';
import { searchTextOf, summaryOf } from './summary.ts';

/** What a reading turned out to be. */
export interface Entered {
  row: SpecsRow;
  /** Empty when nothing changed, and for the first reading. */
  changes: SpecChange[];
}

/**
 * Keeps a reading: always as the newest, and as a version of its own when it differs from the one before. One that was made in
 * another way than the one before is compared with nothing.
 */
export function createLedger(store: Store, clock: Clock, reading: number = specsReading) {
  return (serverId: string, specs: SpecsData): Promise<Entered> =>
    store.db.transaction().execute(async (tx) => {
      const repository = createSpecsRepository(tx);
      const before = await repository.of(serverId);
      const at = clock.now();
      const last = before === undefined ? undefined : fromJson(before.specs);
      const changes = last === undefined || before?.reading !== reading ? [] : diffSpecs(last, specs);
      if (before?.reading === reading && changes.length === 0 && isDeepStrictEqual(last, specs)) {
        await repository.seen(serverId, at);
        return { row: { ...before, readAt: at }, changes };
      }
      const isFirst = before === undefined;
      const row: SpecsRow = {
        serverId,
        readAt: at,
        changedAt: isFirst || changes.length > 0 ? at : before.changedAt,
        reading,
        specs: toJson(specs),
        summary: toJson(summaryOf(specs)),
        os: specs.os.name,
        kernel: specs.kernel,
        architecture: specs.architecture,
        searchText: searchTextOf(specs),
      };
      await repository.save(row);
      if (isFirst || changes.length > 0) {
        await repository.addVersion({ serverId, at, isFirst: flag(isFirst), changes, specs });
      }
      return { row, changes };
    });
}
