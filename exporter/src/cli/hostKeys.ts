import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import type { KnownHostsReport, ServerHostKey } from '../../../contract/hostKey.ts';
import { show } from './output.ts';
import { serverNamed } from './resolve.ts';
import { UsageError, type Shell } from './shell.ts';
import { table } from './table.ts';

const keyLine = (title: string, key: { type: string; fingerprint: string } | null): string => `${title.padEnd(8)}${key === null ? 'none' : `${key.type} ${key.fingerprint}`}\n`;
const keyText = ({ state, seen, pinnedKeys }: ServerHostKey): string =>
  `${keyLine('seen', seen)}${pinnedKeys.length === 0 ? keyLine('pinned', null) : pinnedKeys.map((key) => keyLine('pinned', key)).join('')}state   ${state}\n`;

const howToCompare = (type: string): string =>
  `Compare it with what the server itself says:\n  ssh-keygen -lf /etc/ssh/ssh_host_${type.replace(/^ssh-|-.*$/g, '')}_key.pub\n`;

async function decide(shell: Shell, name: string, { seen }: ServerHostKey): Promise<string> {
  if (seen === null) {
    throw new UsageError(`${name} has shown no host key yet; \`shellwatch servers test ${name}\` asks for it.`);
  }
  if (!shell.interactive) {
    throw new UsageError(`Name the fingerprint that was compared: shellwatch servers accept ${name} ${seen.fingerprint}`);
  }
  shell.out(`${name} shows ${seen.type} ${seen.fingerprint}\n${howToCompare(seen.type)}`);
  if ((await shell.ask('Is it the same? (yes/no) ')) !== 'yes') {
    throw new UsageError('Nothing was accepted.');
  }
  return seen.fingerprint;
}

const importText = ({ lines, pinned }: KnownHostsReport): string =>
  `${table(['LINE', 'RESULT', 'KEY', 'SERVERS', ''], lines.map((line) => [line.line, line.result, line.fingerprint, line.servers.map(({ name }) => name).join(', '), line.message]))}${pinned} pinned.\n`;

export function hostKeyCommands(shell: Shell): Command[] {
  const { client } = shell;
  const hostKey = new Command('host-key')
    .description('show the host key seen and those pinned')
    .argument('<server>', 'name or id')
    .option('--forget', 'forget the pinned ones')
    .action(async (name: string, { forget }: { forget?: boolean }, command: Command) => {
      const { id } = await serverNamed(client, name);
      show(shell, command, forget === true ? await client.forgetHostKey({ params: { id } }) : await client.getHostKey({ params: { id } }), keyText);
    });
  const accept = new Command('accept')
    .description('pin the host key that was seen, after comparing it')
    .argument('<server>', 'name or id')
    .argument('[fingerprint]', 'the one that was compared; asked for on a terminal')
    .action(async (named: string, given: string | undefined, _options, command: Command) => {
      const { id, name } = await serverNamed(client, named);
      const fingerprint = given ?? (await decide(shell, name, await client.getHostKey({ params: { id } })));
      show(shell, command, await client.acceptHostKey({ params: { id }, body: { fingerprint } }), keyText);
    });
  const known = new Command('import-known-hosts')
    .description('pin host keys from a known_hosts file')
    .argument('<file>', '- reads standard input')
    .option('--dry-run', 'only tell what would happen')
    .action(async (file: string, { dryRun = false }: { dryRun?: boolean }, command: Command) => {
      const text = file === '-' ? await shell.stdin() : readFileSync(file, 'utf8');
      show(shell, command, await client.importKnownHosts({ body: { text, dryRun } }), importText);
    });
  return [hostKey, accept, known];
}
