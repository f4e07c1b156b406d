import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** More ids than this are not worth a list of parameters: the whole table is read. */
const maxListed = 500;

/** The tags of servers, in the order of their names. */
export function createTagReader(db: Kysely<Database>) {
  return {
    async of(ids: readonly string[]): Promise<Map<string, Record<string, string>>> {
      const found = new Map<string, Record<string, string>>();
      if (ids.length === 0) {
        return found;
      }
      const all = db.selectFrom('serverTags').selectAll().orderBy('serverId').orderBy('name');
      for (const { serverId, name, value } of await (ids.length > maxListed ? all : all.where('serverId', 'in', ids)).execute()) {
        const tags = found.get(serverId) ?? {};
        tags[name] = value;
        found.set(serverId, tags);
      }
      return found;
    },
    async replace(serverId: string, tags: Readonly<Record<string, string>>): Promise<void> {
      await db.deleteFrom('serverTags').where('serverId', '=', serverId).execute();
      const rows = Object.entries(tags).map(([name, value]) => ({ serverId, name, value }));
      if (rows.length > 0) {
        await db.insertInto('serverTags').values(rows).execute();
      }
    },
  };
}
