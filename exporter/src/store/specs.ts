import { sql, type Generated, type Kysely, type Selectable } from 'kysely';
import type { SpecChange, SpecsData, SpecsSummary } from '../../../contract/specs.ts';
import { toJson, type Flag, type JsonText, type Millis } from './columns.ts';
import type { Database } from './schema.ts';

/** What a list shows of a server's specs, without its name and times. */
export type SpecsFacts = Omit<SpecsSummary, 'id' | 'name' | 'readAt' | 'changedAt'>;

export interface SpecsTables {
  specs: {
    serverId: string;
    readAt: Millis;
    changedAt: Millis;
    /** The way they were read, as specsReading tells it. */
    reading: number;
    specs: JsonText<SpecsData>;
    summary: JsonText<SpecsFacts>;
    os: string | null;
    kernel: string | null;
    architecture: string | null;
    searchText: string;
  };
  specsVersions: {
    seq: Generated<number>;
    serverId: string;
    at: Millis;
    isFirst: Flag;
    changes: JsonText<SpecChange[]>;
    specs: JsonText<SpecsData>;
  };
}

export type SpecsRow = Selectable<SpecsTables['specs']>;
export type SpecsVersionRow = Selectable<SpecsTables['specsVersions']>;

export interface SpecsFilter {
  text?: string | undefined;
  tags?: ReadonlyArray<{ name: string; value?: string | undefined }>;
  os?: string | undefined;
  kernel?: string | undefined;
  architecture?: string | undefined;
}

/** Versions kept of a server. */
const keptVersions = 500;
const contains = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

export type SpecsRepository = ReturnType<typeof createSpecsRepository>;

/** Give it a transaction to take part in one. */
export function createSpecsRepository(db: Kysely<Database>) {
  return {
    of: (serverId: string): Promise<SpecsRow | undefined> => db.selectFrom('specs').selectAll().where('serverId', '=', serverId).executeTakeFirst(),
    async save(row: SpecsRow): Promise<void> {
      const { serverId: _, ...changed } = row;
      await db
        .insertInto('specs')
        .values(row)
        .onConflict((conflict) => conflict.column('serverId').doUpdateSet(changed))
        .execute();
    },
    /** Read again, and nothing changed. */
    async seen(serverId: string, readAt: Millis): Promise<void> {
      await db.updateTable('specs').set({ readAt }).where('serverId', '=', serverId).execute();
    },
    async addVersion({ changes, specs, ...row }: Omit<SpecsVersionRow, 'seq' | 'changes' | 'specs'> & { changes: SpecChange[]; specs: SpecsData }): Promise<void> {
      await db.insertInto('specsVersions').values({ ...row, changes: toJson(changes), specs: toJson(specs) }).execute();
      const edge = await db.selectFrom('specsVersions').select('seq').where('serverId', '=', row.serverId).orderBy('seq', 'desc').offset(keptVersions).limit(1).executeTakeFirst();
      if (edge !== undefined) {
        await db.deleteFrom('specsVersions').where('serverId', '=', row.serverId).where('seq', '<=', edge.seq).execute();
      }
    },
    /** Newest first. */
    versions(serverId: string, before: number | undefined, limit: number): Promise<SpecsVersionRow[]> {
      const query = db.selectFrom('specsVersions').selectAll().where('serverId', '=', serverId).orderBy('seq', 'desc').limit(limit);
      return (before === undefined ? query : query.where('seq', '<', before)).execute();
    },
    /** Changes of all servers since a time, newest first; first readings are none. */
    changesSince: (at: Millis, limit: number) =>
      db
        .selectFrom('specsVersions')
        .innerJoin('servers', 'servers.id', 'specsVersions.serverId')
        .select(['specsVersions.serverId as serverId', 'servers.name as name', 'specsVersions.at as at', 'specsVersions.changes as changes'])
        .where('specsVersions.at', '>=', at)
        .where('isFirst', '=', 0)
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute(),
    /** When each server's specs were last seen to change; the first reading is no change. */
    async lastChanges(): Promise<Array<{ serverId: string; at: Millis }>> {
      const rows = await db.selectFrom('specsVersions').select(({ fn }) => ['serverId', fn.max('at').as('at')]).where('isFirst', '=', 0).groupBy('serverId').execute();
      return rows.map(({ serverId, at }) => ({ serverId, at: Number(at) }));
    },
    /** By name, with the server's. */
    page(filter: SpecsFilter, after: string | undefined, limit: number | undefined) {
      let query = db
        .selectFrom('specs')
        .innerJoin('servers', 'servers.id', 'specs.serverId')
        .select(['servers.id as id', 'servers.name as name', 'servers.nameKey as nameKey', 'specs.readAt as readAt', 'specs.changedAt as changedAt', 'specs.summary as summary'])
        .orderBy('servers.nameKey');
      query = limit === undefined ? query : query.limit(limit);
      query = after === undefined ? query : query.where('servers.nameKey', '>', after);
      query = filter.os === undefined ? query : query.where('specs.os', '=', filter.os);
      query = filter.kernel === undefined ? query : query.where('specs.kernel', '=', filter.kernel);
      query = filter.architecture === undefined ? query : query.where('specs.architecture', '=', filter.architecture);
      if (filter.text !== undefined && filter.text !== '') {
        const text = contains(filter.text);
        query = query.where((eb) => eb.or([sql<boolean>`specs.search_text like ${text} escape '\\'`, sql<boolean>`servers.search_text like ${text} escape '\\'`]));
      }
      for (const tag of filter.tags ?? []) {
        query = query.where(({ exists, selectFrom }) => {
          const rows = selectFrom('serverTags').select('serverTags.name').whereRef('serverTags.serverId', '=', 'servers.id').where('serverTags.name', '=', tag.name);
          return exists(tag.value === undefined ? rows : rows.where('serverTags.value', '=', tag.value));
        });
      }
      return query.execute();
    },
  };
}
