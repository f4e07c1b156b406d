import { isDeepStrictEqual } from 'node:util';
import { stringify as toYaml } from 'yaml';
import type { z } from 'zod';
import { issueText } from '../../../../contract/issueText.ts';
import type { BulkServers, ImportFormat, ImportInput, ImportReport, ImportRow } from '../../../../contract/import.ts';
import { selects } from '../../../../contract/selector.ts';
import { ServerCreate, type Server, type ServerPatch } from '../../../../contract/server.ts';
import type { Actor } from '../../actor.ts';
import { Failure } from '../../errors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Servers } from '../servers.ts';
import { fromAnsibleIni, fromAnsibleYaml } from './ansibleImport.ts';
import type { Candidate } from './candidate.ts';
import { fromSshConfig } from './sshConfigImport.ts';
import { fromCsv, fromJson, tagsText } from './tableImport.ts';

type Format = z.infer<typeof ImportFormat>;
type Row = z.infer<typeof ImportRow>;

const readers: Record<Format, (text: string) => Candidate[]> = {
  'ssh-config': fromSshConfig,
  'ansible-ini': fromAnsibleIni,
  'ansible-yaml': fromAnsibleYaml,
  csv: fromCsv,
  json: fromJson,
};

const maxRows = 10_000;
const wholeFleet = { limit: 1000, sort: 'name' as const };

interface Planned {
  row: Row;
  candidate: Candidate;
  create?: Omit<ServerCreate, 'jump'> | undefined;
  present?: Server | undefined;
}

/** What files may tell of a server beside its credential, its tags and its jump server. */
const settingsOf = ({ name, host, port, username, interval, hostKeyPolicy, enabled, notes }: Candidate | Server | Omit<ServerCreate, 'jump'>) => ({ name, host, port, username, interval, hostKeyPolicy, enabled, notes });

/** Orders rows so that a jump server comes before those behind it. */
function jumpsFirst(planned: readonly Planned[]): Planned[] {
  const byName = new Map(planned.map((one) => [one.row.name.toLowerCase(), one]));
  const done = new Set<Planned>();
  const visit = (one: Planned, path: ReadonlySet<Planned>): void => {
    const jump = one.candidate.jumpName == null ? undefined : byName.get(one.candidate.jumpName.toLowerCase());
    if (jump !== undefined && !done.has(jump) && !path.has(jump)) {
      visit(jump, new Set([...path, one]));
    }
    done.add(one);
  };
  planned.forEach((one) => !done.has(one) && visit(one, new Set()));
  return [...done];
}

const ansibleVars = ({ host, port, username, jump }: Pick<ServerCreate, 'host' | 'port' | 'username' | 'jump'>): Record<string, string | number> => ({
  ansible_host: host,
  ansible_port: port,
  ansible_user: username,
  ...(jump == null ? {} : { ansible_ssh_common_args: `-J ${jump}` }),
});

/** Import with preview, export without secrets, and one change on many servers. */
export function createImports({ servers, jobs }: { servers: Servers; jobs: Jobs }) {
  async function fleet(): Promise<Server[]> {
    const all: Server[] = [];
    let cursor: string | undefined;
    do {
      const page = await servers.list({ ...wholeFleet, cursor } as Parameters<Servers['list']>[0]);
      all.push(...page.items);
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    return all;
  }

  function plan(input: ImportInputValue, candidate: Candidate, present: Server | undefined, ids: ReadonlyMap<string, string>, known: ReadonlySet<string>): Planned {
    const base: Row = { row: candidate.row, name: candidate.name, result: 'error', message: null, server: null, authType: null, jumpName: candidate.jumpName ?? null, serverId: present?.id ?? null };
    const failed = (message: string): Planned => ({ candidate, row: { ...base, message } });
    if (candidate.problem !== undefined) {
      return failed(candidate.problem);
    }
    const auth = candidate.auth ?? input.auth;
    if (auth === undefined && present === undefined) {
      return failed(candidate.identityFile === undefined ? 'no credential: give one for the rows that have none' : `the key ${candidate.identityFile} is not here: give a credential, or import with the command line, which reads it`);
    }
    if (candidate.jumpName != null && !known.has(candidate.jumpName.toLowerCase())) {
      return failed(`the jump server ${candidate.jumpName} is neither in this file nor in the fleet`);
    }
    const told = Object.fromEntries(Object.entries(settingsOf(candidate)).filter(([, value]) => value !== undefined));
    const tags = { ...(candidate.tags ?? present?.tags), ...candidate.addTags, ...input.tags };
    const parsed = ServerCreate.safeParse({ ...(present === undefined ? {} : settingsOf(present)), ...told, tags, auth: auth ?? { type: 'agent' } });
    if (!parsed.success) {
      return failed(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issueText(issue)}`).join('; '));
    }
    const { jump: _, ...create } = parsed.data;
    const { auth: _auth, ...shown } = parsed.data;
    const jumpId = candidate.jumpName == null ? candidate.jumpName : ids.get(candidate.jumpName.toLowerCase());
    const same = auth === undefined && present !== undefined && isDeepStrictEqual({ ...settingsOf(create), tags }, { ...settingsOf(present), tags: present.tags }) && (candidate.jumpName === undefined || jumpId === present.jump);
    const result = present === undefined ? 'create' : !input.update ? 'skip' : same ? 'same' : 'update';
    return {
      candidate,
      create,
      present,
      row: { ...base, result, server: shown, authType: auth?.type ?? null, message: result === 'skip' ? 'a server of this name is there already; choose update to change it' : null },
    };
  }

  type ImportInputValue = z.output<typeof ImportInput>;

  async function carryOut({ row, create, present, candidate }: Planned, hasAuth: boolean, ids: Map<string, string>, actor: Actor): Promise<void> {
    const jump = candidate.jumpName == null ? (candidate.jumpName === null ? null : (present?.jump ?? null)) : (ids.get(candidate.jumpName.toLowerCase()) ?? null);
    if (candidate.jumpName != null && jump === null) {
      throw new Failure('unprocessable', { message: `its jump server ${candidate.jumpName} was not imported` });
    }
    if (create === undefined) {
      return;
    }
    const { auth, hostKey: _key, ...settings } = create;
    const server = present === undefined ? await servers.create({ ...create, jump }, actor) : await servers.patch(present.id, { ...settings, jump, ...(hasAuth ? { auth } : {}) } as ServerPatch, `"${present.revision}"`, actor);
    row.serverId = server.id;
    if (present !== undefined && server.revision === present.revision) {
      row.result = 'same';
    }
    ids.set(server.name.toLowerCase(), server.id);
  }

  return {
    async run(input: ImportInputValue, actor: Actor): Promise<ImportReport> {
      let candidates: Candidate[];
      try {
        candidates = readers[input.format](input.text);
      } catch (error) {
        throw new Failure('unprocessable', { message: `This is no ${input.format}: ${(error as Error).message.split('\n', 1)[0]}`, details: [{ field: 'text', message: 'can not be read' }] });
      }
      if (candidates.length > maxRows) {
        throw new Failure('unprocessable', { message: `At most ${maxRows} servers in one import.` });
      }
      const present = new Map((await fleet()).map((server) => [server.name.toLowerCase(), server]));
      const known = new Set([...present.keys(), ...candidates.map((candidate) => candidate.name.toLowerCase())]);
      const ids = new Map([...present].map(([name, server]) => [name, server.id]));
      const planned = candidates.map((candidate) => plan(input, candidate, present.get(candidate.name.toLowerCase()), ids, known));
      if (!input.dryRun) {
        const work = jumpsFirst(planned).filter(({ row }) => row.result === 'create' || row.result === 'update');
        const job = jobs.start('import', `Import of ${work.length} servers`, work.length, actor);
        for (const one of work) {
          try {
            await carryOut(one, one.candidate.auth !== undefined || input.auth !== undefined, ids, actor);
            job.step(true);
          } catch (error) {
            Object.assign(one.row, { result: 'error', message: (error as Error).message });
            job.step(false, `${one.row.name}: ${(error as Error).message}`);
          }
        }
        job.finish('finished');
      }
      const rows = planned.map(({ row }) => row);
      const count = (result: Row['result']) => rows.filter((row) => row.result === result).length;
      return { dryRun: input.dryRun, rows, created: count('create'), updated: count('update'), failed: count('error') };
    },

    /** Every server without secrets; `jump` by name, so that the file can be imported elsewhere. */
    async export(format: Format): Promise<string> {
      const all = await fleet();
      const nameOf = new Map(all.map((server) => [server.id, server.name]));
      const rows = all.map(({ name, host, port, username, tags, jump, interval, hostKeyPolicy, enabled, notes }) => ({ name, host, port, username, jump: jump === null ? null : (nameOf.get(jump) ?? null), tags, interval, hostKeyPolicy, enabled, notes }));
      switch (format) {
        case 'json':
          return `${JSON.stringify({ servers: rows }, null, 2)}\n`;
        case 'csv': {
          const cell = (value: unknown): string => {
            const text = value === null ? '' : typeof value === 'object' ? tagsText(value as Record<string, string>) : String(value);
            // A leading = + - @ would be a formula in a spreadsheet.
            const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
            return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
          };
          const head = 'name,host,port,username,jump,tags,interval,hostKeyPolicy,enabled,notes';
          return [head, ...rows.map((row) => [row.name, row.host, row.port, row.username, row.jump, row.tags, row.interval, row.hostKeyPolicy, row.enabled, row.notes].map(cell).join(','))].join('\n').concat('\n');
        }
        case 'ssh-config':
          return rows.map((row) => [`Host ${row.name}`, `  HostName ${row.host}`, `  Port ${row.port}`, `  User ${row.username}`, ...(row.jump === null ? [] : [`  ProxyJump ${row.jump}`])].join('\n')).join('\n\n').concat('\n');
        case 'ansible-yaml':
          return toYaml({ all: { hosts: Object.fromEntries(rows.map((row) => [row.name, ansibleVars(row)])) } });
        case 'ansible-ini': {
          const quoted = (value: string | number): string => (/^[\w.:@/-]+$/.test(String(value)) ? String(value) : String(value).includes('"') ? `'${value}'` : `"${value}"`);
          return rows.map((row) => [row.name, ...Object.entries(ansibleVars(row)).map(([name, value]) => `${name}=${quoted(value)}`)].join(' ')).join('\n').concat('\n');
        }
      }
    },

    async bulk({ selector, change }: z.output<typeof BulkServers>, actor: Actor) {
      const chosen = (await fleet()).filter((server) => selects(selector, server));
      if (chosen.length === 0) {
        throw new Failure('unprocessable', { message: 'No server is chosen.', details: [{ field: 'selector', message: 'means no server' }] });
      }
      const job = jobs.start('bulk_edit', `Change of ${chosen.length} servers`, chosen.length, actor);
      const results = [];
      // Those behind a jump server go before it, or it could not be deleted.
      const depth = (server: Server): number => (server.jump === null ? 0 : 1 + depth(chosen.find((one) => one.id === server.jump) ?? ({ jump: null } as Server)));
      for (const server of change.delete ? [...chosen].sort((a, b) => depth(b) - depth(a)) : chosen) {
        try {
          const ifMatch = `"${server.revision}"`;
          if (change.delete) {
            await servers.remove(server.id, ifMatch, actor);
          } else {
            const { enabled, addTags, removeTags, interval } = change;
            const tags = Object.fromEntries(Object.entries({ ...server.tags, ...addTags }).filter(([name]) => !removeTags?.includes(name)));
            await servers.patch(server.id, { tags, ...(enabled === undefined ? {} : { enabled }), ...(interval === undefined ? {} : { interval }) } as ServerPatch, ifMatch, actor);
          }
          results.push({ id: server.id, name: server.name, ok: true, code: null, message: null });
          job.step(true);
        } catch (error) {
          const code = error instanceof Failure ? error.code : 'internal';
          results.push({ id: server.id, name: server.name, ok: false, code, message: (error as Error).message });
          job.step(false, `${server.name}: ${(error as Error).message}`);
        }
      }
      job.finish('finished');
      return { results };
    },
  };
}

export type Imports = ReturnType<typeof createImports>;
