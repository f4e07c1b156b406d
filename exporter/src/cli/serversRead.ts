import { Command } from 'commander';
import type { Server } from '../../../contract/server.ts';
import type { StatusState } from '../../../contract/status.ts';
import { ago } from './ago.ts';
import { show } from './output.ts';
import { allPages } from './pages.ts';
import { serverNamed } from './resolve.ts';
import type { Shell } from './shell.ts';
import { facts, table } from './table.ts';

const tagText = (tags: Server['tags']): string => Object.entries(tags).map(([key, value]) => `${key}=${value}`).join(' ');
const addressOf = ({ username, host, port }: Server): string => `${username}@${host.includes(':') ? `[${host}]` : host}${port === 22 ? '' : `:${port}`}`;
const stateText = ({ status }: Server): string => (status.reason === null ? status.state : `${status.state} (${status.reason})`);

function describe(server: Server): string {
  const { auth, status } = server;
  const login = `${auth.type}${auth.passphraseSet ? ', with passphrase' : ''}${auth.certificateSet ? ', with certificate' : ''}`;
  return facts([
    ['name', server.name],
    ['id', server.id],
    ['address', addressOf(server)],
    ['login', login],
    ['public key', auth.publicKey],
    ['jump', server.jump],
    ['tags', tagText(server.tags)],
    ['interval', server.interval ?? "the exporter's"],
    ['host keys', server.hostKeyPolicy],
    ['enabled', server.enabled ? 'yes' : 'no'],
    ['status', stateText(server)],
    ['', status.message],
    ['', status.detail],
    ['since', status.since],
    ['last seen', status.lastSeen ?? 'never'],
    ['next attempt', status.nextAttempt],
    ['notes', server.notes],
    ['changed', server.updatedAt],
  ].filter(([, value]) => value !== null && value !== '') as Array<[string, string]>);
}

interface ListOptions {
  tag?: string[];
  status?: StatusState;
  text?: string;
}

export function readingCommands(shell: Shell): Command[] {
  const { client } = shell;
  const list = new Command('list')
    .description('list servers with their status')
    .option('--tag <key=value...>', 'only those with this tag')
    .option('--status <state>', 'only those that are up, down, paused or pending')
    .option('--text <text>', 'only those with this in name, host, user or notes')
    .action(async ({ tag, status, text }: ListOptions, command: Command) => {
      const filter = { ...(tag === undefined ? {} : { tag }), ...(status === undefined ? {} : { status }), ...(text === undefined ? {} : { text }) };
      const servers = await allPages((cursor) => client.listServers({ query: { ...filter, limit: 1000, ...(cursor === undefined ? {} : { cursor }) } }));
      const rows = (all: Server[]) => all.map((server) => [server.name, addressOf(server), stateText(server), ago(server.status.lastSeen, Date.now()), tagText(server.tags)]);
      show(shell, command, servers, (all) => (all.length === 0 ? 'No servers. Add one: shellwatch servers add NAME USER@HOST --key FILE\n' : table(['NAME', 'ADDRESS', 'STATUS', 'LAST SEEN', 'TAGS'], rows(all))));
    });
  const one = new Command('show')
    .description('show one server')
    .argument('<server>', 'name or id')
    .action(async (name: string, _options, command: Command) => show(shell, command, await serverNamed(client, name), describe));
  return [list, one];
}
