import { z } from 'zod';
import type { Server, ServerQuery } from '../../../contract/server.ts';
import type { StatusState } from '../../../contract/status.ts';
import type { Clock } from '../clock.ts';
import type { Store } from '../store/open.ts';
import { createServerRepository, nameKey, type ServerFilter, type ServerRecord } from '../store/servers.ts';
import { decodeCursor, encodeCursor, pageOfRows } from './cursor.ts';
import type { FleetBus } from './events.ts';
import { createServerPages } from './serverPages.ts';
import { serverOf, statusFor, type StatusOf } from './serverView.ts';

export interface ServerPageReply {
  items: Server[];
  next: string | null;
}

/** What needs a person comes first. */
const stateOrder: Record<StatusState, number> = { down: 0, pending: 1, paused: 2, up: 3 };
const StoredPosition = z.tuple([z.union([z.string(), z.number()]), z.string()]);
const StatusPosition = z.tuple([z.number(), z.string()]);

function filterOf({ text, tag }: ServerQuery): ServerFilter {
  const tags = [tag ?? []].flat().map((one) => {
    const at = one.indexOf('=');
    return at < 0 ? { name: one } : { name: one.slice(0, at), value: one.slice(at + 1) };
  });
  return { text, tags };
}

/** Lists servers: by what is stored in the database, by status in memory, where alone it is known. */
export function createServerList({ store, bus, statusOf, clock }: { store: Store; bus: FleetBus; statusOf: StatusOf; clock: Clock }) {
  const readPage = createServerPages(store, bus);
  const show = (record: ServerRecord): Server => serverOf(record, statusFor(record, statusOf, clock.now()));

  async function byStored(query: ServerQuery): Promise<ServerPageReply> {
    const { sort, cursor, limit } = query;
    const by = sort.endsWith('createdAt') ? 'createdAt' : 'nameKey';
    const position = decodeCursor(`servers ${sort}`, StoredPosition, cursor);
    const after = position && { value: position[0], id: position[1] };
    const page = { by, descending: sort.startsWith('-'), after, limit: limit + 1 } as const;
    const rows = await readPage(filterOf(query), page);
    const value = (row: ServerRecord) => (by === 'createdAt' ? row.createdAt : nameKey(row.name));
    return pageOfRows(rows, limit, show, (last) => encodeCursor(`servers ${sort}`, [value(last), last.id]));
  }

  /** By state and name; or, among those of one state, as they are stored. */
  async function byStatus(query: ServerQuery): Promise<ServerPageReply> {
    const { sort, status, cursor, limit } = query;
    const list = `servers ${sort} by status`;
    const position = decodeCursor(list, StatusPosition, cursor);
    const servers = createServerRepository(store.db);
    const rank = (row: { state: StatusState; createdAt: number }) => (sort.endsWith('status') ? stateOrder[row.state] : sort.endsWith('createdAt') ? row.createdAt : 0);
    const compare = (a: { rank: number; nameKey: string }, b: { rank: number; nameKey: string }) =>
      (a.rank - b.rank || (a.nameKey < b.nameKey ? -1 : Number(a.nameKey > b.nameKey))) * (sort.startsWith('-') ? -1 : 1);
    const rows = (await servers.matching(filterOf(query)))
      .map((row) => ({ ...row, state: statusFor({ ...row, enabled: row.enabled === 1 }, statusOf, clock.now()).state }))
      .filter((row) => status === undefined || row.state === status)
      .map((row) => ({ id: row.id, nameKey: row.nameKey, rank: rank(row) }))
      .filter((row) => position === undefined || compare(row, { rank: position[0], nameKey: position[1] }) > 0)
      .sort(compare)
      .slice(0, limit + 1);
    const records = new Map((await servers.byIds(rows.slice(0, limit).map((row) => row.id))).map((record) => [record.id, record]));
    const page = pageOfRows(rows, limit, (row) => records.get(row.id), (last) => encodeCursor(list, [last.rank, last.nameKey]));
    // One that was deleted between the two reads is not there any more.
    return { ...page, items: page.items.filter((record) => record !== undefined).map(show) };
  }

  return (query: ServerQuery): Promise<ServerPageReply> => {
    const stored = query.status === undefined && !query.sort.endsWith('status');
    return stored ? byStored(query) : byStatus(query);
  };
}
