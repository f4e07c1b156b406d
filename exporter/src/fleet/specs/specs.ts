import { z } from 'zod';
import type { Specs, SpecsData, SpecsQuery, SpecsSummary, SpecsVersion } from '../../../../contract/specs.ts';
import type { SpecsChanged } from '../../../../contract/feedTopics.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { PolledServer } from '../../poll/directory.ts';
import { fromJson } from '../../store/columns.ts';
import type { Store } from '../../store/open.ts';
import { createSpecsRepository, type SpecsFilter, type SpecsRow } from '../../store/specs.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../cursor.ts';
import { createChannel, type Channel } from '../feed/channel.ts';
import { specsCsv } from './csv.ts';
import { createLedger } from './ledger.ts';

export interface SpecsOptions {
  store: Store;
  clock: Clock;
  find: (id: string) => Promise<PolledServer | undefined>;
  /** Reads a server now; rejects with a Failure. */
  read: (id: string) => Promise<SpecsData>;
}

/** Hardware and system of every server, now and before. */
export interface SpecsBook {
  readonly changed: Channel<SpecsChanged>;
  get(id: string): Promise<Specs>;
  /** Reads now; those who ask meanwhile share it. */
  refresh(id: string): Promise<Specs>;
  history(id: string, page: { cursor?: string | undefined; limit: number }): Promise<{ items: SpecsVersion[]; next: string | null }>;
  list(query: SpecsQuery): Promise<{ items: SpecsSummary[]; next: string | null }>;
  csv(query: Omit<SpecsQuery, 'cursor' | 'limit'>): Promise<string>;
  /** Changes since a time, newest first. */
  recent(since: number, limit: number): Promise<SpecsChanged[]>;
  /** When each server's specs were last seen to change, milliseconds; servers whose never did are left out. */
  lastChanges(): Promise<Array<{ serverId: string; at: number }>>;
}

const Position = z.tuple([z.number().int().positive()]);
const NamePosition = z.tuple([z.string()]);

const viewOf = (id: string, name: string, row: SpecsRow): Specs => ({ id, name, readAt: instant(row.readAt), changedAt: instant(row.changedAt), specs: fromJson(row.specs) });

function filterOf({ text, tag, os, kernel, architecture }: Omit<SpecsQuery, 'cursor' | 'limit'>): SpecsFilter {
  const tags = [tag ?? []].flat().map((one) => {
    const at = one.indexOf('=');
    return at < 0 ? { name: one } : { name: one.slice(0, at), value: one.slice(at + 1) };
  });
  return { text, tags, os, kernel, architecture };
}

export function createSpecsBook({ store, clock, find, read }: SpecsOptions): SpecsBook {
  const repository = createSpecsRepository(store.db);
  const enter = createLedger(store, clock);
  const changed = createChannel<SpecsChanged>(clock, { keep: 500 });
  const underWay = new Map<string, Promise<Specs>>();

  const demand = async (id: string): Promise<PolledServer> => {
    const server = await find(id);
    if (server === undefined) {
      throw new Failure('server_not_found');
    }
    return server;
  };
  const readNow = async (id: string): Promise<Specs> => {
    const { name } = await demand(id);
    const { row, changes } = await enter(id, await read(id));
    if (changes.length > 0) {
      changed.publish({ id, name, at: instant(row.changedAt), changes });
    }
    return viewOf(id, name, row);
  };
  const summaries = (rows: Awaited<ReturnType<typeof repository.page>>): SpecsSummary[] =>
    rows.map(({ id, name, readAt, changedAt, summary }) => ({ id, name, readAt: instant(readAt), changedAt: instant(changedAt), ...fromJson(summary) }));

  return {
    changed,
    async get(id) {
      const { name } = await demand(id);
      const row = await repository.of(id);
      if (row === undefined) {
        throw new Failure('specs_not_read');
      }
      return viewOf(id, name, row);
    },
    refresh(id) {
      const reading = underWay.get(id) ?? readNow(id).finally(() => underWay.delete(id));
      underWay.set(id, reading);
      return reading;
    },
    async history(id, { cursor, limit }) {
      await demand(id);
      const rows = await repository.versions(id, decodeCursor(`specs ${id}`, Position, cursor)?.[0], limit + 1);
      const item = (row: (typeof rows)[number]): SpecsVersion => ({ id: String(row.seq), at: instant(row.at), first: row.isFirst === 1, changes: fromJson(row.changes), specs: fromJson(row.specs) });
      return pageOfRows(rows, limit, item, (last) => encodeCursor(`specs ${id}`, [last.seq]));
    },
    async list({ cursor, limit, ...query }) {
      const rows = await repository.page(filterOf(query), decodeCursor('specs', NamePosition, cursor)?.[0], limit + 1);
      const { items, next } = pageOfRows(rows, limit, (row) => row, (last) => encodeCursor('specs', [last.nameKey]));
      return { items: summaries(items), next };
    },
    csv: async (query) => specsCsv(summaries(await repository.page(filterOf(query), undefined, undefined))),
    recent: async (since, limit) => (await repository.changesSince(since, limit)).map(({ serverId, name, at, changes }) => ({ id: serverId, name, at: instant(at), changes: fromJson(changes) })),
    lastChanges: () => repository.lastChanges(),
  };
}
