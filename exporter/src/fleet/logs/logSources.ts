import { randomUUID } from 'node:crypto';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { LogSource, LogSourceInput } from '../../../../contract/logSource.ts';
import { selects } from '../../../../contract/selector.ts';
import type { Actor } from '../../actor.ts';
import { instant, type Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { Session } from '../../ssh/session.ts';
import { createLogSourceRepository, type LogSourceRecord, type LogSourceRepository } from '../../store/logSources.ts';
import type { Store } from '../../store/open.ts';
import type { Audit } from '../audit.ts';
import { decodeCursor, encodeCursor, pageOfRows } from '../cursor.ts';
import { compilePattern } from '../pattern.ts';
import { requireRevision } from '../revision.ts';
import type { TellRuns } from './commandRuns.ts';
import { problemOf, stateOf, type SourceProblem } from './problem.ts';
import { wrongField } from './refusals.ts';
import { remoteRead } from './remoteRead.ts';
import { timeFormatFault } from './timeFormat.ts';

export interface LogFleetServer {
  id: string;
  name: string;
  tags: Readonly<Record<string, string>>;
  enabled: boolean;
}

export interface LogSourcesDeps {
  store: Store;
  audit: Audit;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
  /** A source was made, changed or deleted; its followers have to know. */
  onChange: (sourceId: string) => Promise<void> | void;
  tellRuns: TellRuns;
}

const list = 'logSources';
const position = z.tuple([z.string()]);
const checkMs = 10_000;

/** Checks what a schema can not. Throws Failure `unprocessable` with the field. */
function checkSource(source: LogSourceInput, now: number): void {
  if (source.pattern !== null) {
    const { groups } = compilePattern(source.pattern, 'pattern');
    if (source.format === 'pattern' && groups.length === 0) {
      throw wrongField('pattern', 'names no part of a line; write groups such as (?P<time>…) (?P<level>…) (?P<message>…)');
    }
  }
  // Empty is what a form leaves: as not told.
  const timeFault = source.timeFormat ? timeFormatFault(source.timeFormat, now) : undefined;
  if (timeFault !== undefined) {
    throw wrongField('timeFormat', timeFault);
  }
  if (source.multiline !== null) {
    compilePattern(source.multiline, 'multiline');
  }
  source.rules.forEach((rule, index) => compilePattern(rule.pattern, `rules.${index}.pattern`));
  if (source.type === 'command' && (source.count || source.rules.length > 0)) {
    throw wrongField(source.count ? 'count' : 'rules', 'the output of a command is not counted: it is run only while somebody looks; let it write to a file, or save it as a command with a metric');
  }
  const twice = source.rules.find((rule, index) => source.rules.findIndex((other) => other.name === rule.name) !== index);
  if (twice !== undefined) {
    throw wrongField('rules', `${twice.name} is there twice`);
  }
  if (!DateTime.local({ zone: source.timeZone }).isValid) {
    throw wrongField('timeZone', 'no time zone of this name is known');
  }
}

/** Which of the servers a source is on. */
export const serversOf = <S extends LogFleetServer>(source: LogSourceInput, servers: readonly S[]): S[] =>
  servers.filter((server) => (source.serverId === null ? source.selector !== null && selects(source.selector, server) : server.id === source.serverId));

type State = LogSource['states'][number];

/** Log sources: list, create, read, replace, delete, check. */
export function createLogSources(deps: LogSourcesDeps) {
  const { store, audit, clock } = deps;
  const sources = createLogSourceRepository(store.db);
  const states = new Map<string, Map<string, State>>();

  function view(record: LogSourceRecord, servers: readonly LogFleetServer[]): LogSource {
    const known = states.get(record.id);
    return {
      ...record.definition,
      id: record.id,
      revision: record.revision,
      createdAt: instant(record.createdAt),
      updatedAt: instant(record.updatedAt),
      states: serversOf(record.definition, servers).map((server) => known?.get(server.id) ?? { serverId: server.id, serverName: server.name, state: 'unknown', message: null, checkedAt: null }),
    };
  }
  const one = async (record: LogSourceRecord): Promise<LogSource> => view(record, await deps.servers());

  async function record(id: string): Promise<LogSourceRecord> {
    const found = await sources.byId(id);
    if (found === undefined) {
      throw new Failure('log_source_not_found');
    }
    return found;
  }

  async function check(source: LogSourceInput): Promise<void> {
    checkSource(source, clock.now());
    if (source.serverId !== null && !(await deps.servers()).some((server) => server.id === source.serverId)) {
      throw new Failure('server_not_found', { details: [{ field: 'serverId', message: 'no server has this id' }] });
    }
  }

  async function freeName(writer: LogSourceRepository, name: string, id?: string): Promise<void> {
    const holder = await writer.byName(name);
    if (holder !== undefined && holder.id !== id) {
      throw new Failure('name_taken', { details: [{ field: 'name', message: 'another log source has this name' }] });
    }
  }

  function note(sourceId: string, server: { id: string; name: string }, problem: SourceProblem | undefined): void {
    const known = states.get(sourceId) ?? new Map<string, State>();
    known.set(server.id, { serverId: server.id, serverName: server.name, state: stateOf(problem), message: problem?.message ?? null, checkedAt: instant(clock.now()) });
    states.set(sourceId, known);
  }

  async function look(found: LogSourceRecord, server: LogFleetServer): Promise<void> {
    const signal = AbortSignal.timeout(checkMs);
    try {
      const { pieces } = await remoteRead(await deps.session(server.id, signal), found.definition, { bytes: 1, lines: 1, rotated: false }, signal);
      const bad = pieces.find((piece) => piece.state !== 'ok');
      note(found.id, server, bad && { code: bad.state, message: bad.message ?? '' });
    } catch (error) {
      note(found.id, server, problemOf(error));
    }
  }

  const target = (found: LogSourceRecord) => ({ type: 'log_source', id: found.id, name: found.definition.name });

  return {
    record,
    all: sources.all,
    note,

    async list(query: { server?: string | undefined; text?: string | undefined; cursor?: string | undefined; limit: number }) {
      const after = decodeCursor(list, position, query.cursor)?.[0];
      const [all, servers] = await Promise.all([sources.all(), deps.servers()]);
      const rows = all.filter(
        ({ definition }) =>
          (after === undefined || definition.name > after) &&
          (query.text === undefined || definition.name.toLowerCase().includes(query.text.toLowerCase())) &&
          (query.server === undefined || serversOf(definition, servers).some((server) => server.id === query.server))
      );
      return pageOfRows(rows.slice(0, query.limit + 1), query.limit, (row) => view(row, servers), (row) => encodeCursor(list, [row.definition.name]));
    },
    get: async (id: string): Promise<LogSource> => one(await record(id)),

    async create(definition: LogSourceInput, actor: Actor): Promise<LogSource> {
      await check(definition);
      const now = clock.now();
      const created: LogSourceRecord = { id: randomUUID(), definition, revision: 1, createdAt: now, updatedAt: now };
      await store.exclusively(async (tx) => {
        const writer = createLogSourceRepository(tx);
        await freeName(writer, definition.name);
        await writer.insert(created);
        await audit.record(tx, actor, { action: 'log_source.create', target: target(created), details: { after: definition } });
      });
      await deps.onChange(created.id);
      return one(created);
    },

    async replace(id: string, definition: LogSourceInput, ifMatch: string | undefined, actor: Actor): Promise<LogSource> {
      const old = await record(id);
      requireRevision(ifMatch, old.revision);
      await check(definition);
      const changed: LogSourceRecord = { ...old, definition, revision: old.revision + 1, updatedAt: clock.now() };
      await store.exclusively(async (tx) => {
        const writer = createLogSourceRepository(tx);
        await freeName(writer, definition.name, id);
        if (!(await writer.update(changed, old.revision))) {
          throw new Failure('precondition_failed');
        }
        await audit.record(tx, actor, { action: 'log_source.replace', target: target(changed), details: { before: old.definition, after: definition } });
      });
      states.delete(id);
      await deps.onChange(id);
      return one(changed);
    },

    async remove(id: string, ifMatch: string | undefined, actor: Actor): Promise<void> {
      const old = await record(id);
      requireRevision(ifMatch, old.revision);
      await store.exclusively(async (tx) => {
        await createLogSourceRepository(tx).remove(id);
        await audit.record(tx, actor, { action: 'log_source.delete', target: target(old), details: { before: old.definition } });
      });
      states.delete(id);
      await deps.onChange(id);
    },

    async check(id: string, actor: Actor): Promise<LogSource> {
      const found = await record(id);
      const servers = serversOf(found.definition, await deps.servers());
      await deps.tellRuns(actor, servers.map((server) => ({ source: found, server })));
      await Promise.all(servers.map((server) => look(found, server)));
      return one(found);
    },
  };
}

export type LogSources = ReturnType<typeof createLogSources>;
