import { single, type Family } from '../../metrics/family.ts';
import type { SpecsBook } from './specs.ts';

/** shellwatch_specs_changed_timestamp_seconds of each server, kept in memory because every poll takes it along. */
export async function createChangedFamily(book: SpecsBook): Promise<{ of(serverId: string): Family[]; at(serverId: string): number | undefined; remove(serverId: string): void }> {
  const changedAt = new Map((await book.lastChanges()).map(({ serverId, at }) => [serverId, at]));
  book.changed.listen(({ data }) => changedAt.set(data.id, Date.parse(data.at)));
  return {
    of(serverId) {
      const at = changedAt.get(serverId);
      return at === undefined ? [] : [single('gauge', 'shellwatch_specs_changed_timestamp_seconds', 'When the hardware or system of the server was last seen to change.', at / 1000)];
    },
    /** ms */
    at: (serverId) => changedAt.get(serverId),
    remove: (serverId) => void changedAt.delete(serverId),
  };
}
