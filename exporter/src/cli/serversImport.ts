import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Command, Option } from 'commander';
import type { ImportReport } from '../../../contract/import.ts';
import type { Candidate } from '../fleet/imports/candidate.ts';
import { fromAnsibleIni, fromAnsibleYaml } from '../fleet/imports/ansibleImport.ts';
import { fromSshConfig } from '../fleet/imports/sshConfigImport.ts';
import { readWithIncludes } from '../ssh/opensshConfig.ts';
import { authFlags, authOf, type AuthOptions } from './authFlags.ts';
import { show } from './output.ts';
import { UsageError, type Shell } from './shell.ts';
import { table } from './table.ts';

const formats = ['ssh-config', 'ansible-ini', 'ansible-yaml', 'csv', 'json'] as const;
type Format = (typeof formats)[number];

interface ImportOptions extends AuthOptions {
  format?: Format;
  update?: boolean;
  yes?: boolean;
}

/** By its name: people seldom think of a format's. */
function formatOf(file: string): Format {
  const byEnding: Record<string, Format> = { '.csv': 'csv', '.json': 'json', '.yml': 'ansible-yaml', '.yaml': 'ansible-yaml', '.ini': 'ansible-ini' };
  return byEnding[path.extname(file).toLowerCase()] ?? (path.basename(file) === 'hosts' ? 'ansible-ini' : 'ssh-config');
}

const reportText = ({ rows, dryRun, created, updated, failed }: ImportReport): string =>
  `${table(
    ['NAME', 'RESULT', 'ADDRESS', 'THROUGH', ''],
    rows.map((row) => [row.name, row.result, row.server === null ? '' : `${row.server.username}@${row.server.host}:${row.server.port}`, row.jumpName ?? '', row.message ?? ''])
  )}${dryRun ? `Nothing is saved yet: ${created} to create, ${updated} to change` : `${created} created, ${updated} changed`}, ${failed} with problems.\n`;

interface FromHere {
  text: string;
  /** What could not be taken along, for the person to see. */
  notes: string[];
}

/** Keys stand on this machine, so what an ssh_config or an inventory says is made into rows here, with the keys it names. */
function withKeys(rows: readonly Candidate[], home: string): FromHere {
  const notes: string[] = [];
  const keyOf = ({ name, identityFile }: Candidate): string | undefined => {
    const file = identityFile?.replace(/^~(?=\/)/, home).replaceAll('%d', home);
    if (file !== undefined && !existsSync(file)) {
      notes.push(`${name}: the key ${identityFile} is not there.`);
    }
    return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  };
  const taken = rows.flatMap((row) => {
    const { name, host, port, username, jumpName, addTags, auth, problem } = row;
    if (problem !== undefined) {
      notes.push(`${name}: ${problem}.`);
      return [];
    }
    const privateKey = keyOf(row);
    return [{ name, host, port, username: username ?? os.userInfo().username, jump: jumpName, addTags, auth: privateKey === undefined ? auth : { type: 'key', privateKey } }];
  });
  return { text: JSON.stringify(taken), notes };
}

/** What a file of a kind that names keys tells; undefined for other kinds, which go to the service as they are. Throws UsageError for one that can not be read. */
async function rowsOf(format: Format, file: string, home: string): Promise<Candidate[] | undefined> {
  try {
    switch (format) {
      case 'ssh-config':
        return fromSshConfig(await readWithIncludes(file, { name: os.userInfo().username, home }));
      case 'ansible-ini':
        return fromAnsibleIni(readFileSync(file, 'utf8'));
      case 'ansible-yaml':
        return fromAnsibleYaml(readFileSync(file, 'utf8'));
      default:
        return undefined;
    }
  } catch (error) {
    throw new UsageError(`${file} can not be read as ${format}: ${(error as Error).message.split('\n', 1)[0]}`);
  }
}

/** `servers import` and `servers export`. */
export function importCommands(shell: Shell): Command[] {
  const { client } = shell;
  const bring = authFlags(new Command('import'))
    .description('add many servers from a file; shows what would happen first')
    .argument('[file]', 'ssh_config, Ansible inventory, CSV or JSON', '~/.ssh/config')
    .addOption(new Option('--format <format>', 'what the file is; known by its name where it can be').choices(formats))
    .option('--update', 'change servers that are there already')
    .option('--yes', 'carry it out without asking')
    .action(async (named: string, options: ImportOptions, command: Command) => {
      const home = os.homedir();
      const file = named.replace(/^~(?=\/)/, home);
      if (!existsSync(file)) {
        throw new UsageError(`${named} is not there.`);
      }
      const format = options.format ?? formatOf(file);
      const rows = await rowsOf(format, file, home);
      const { text, notes } = rows === undefined ? { text: readFileSync(file, 'utf8'), notes: [] } : withKeys(rows, home);
      notes.forEach((note) => shell.error(`${note}\n`));
      const auth = await authOf(shell, options);
      const body = { format: rows === undefined ? format : ('json' as const), text, update: options.update === true, ...(auth === undefined ? {} : { auth }) };
      const preview = await client.importServers({ body });
      if (options.yes !== true) {
        show(shell, command, preview, reportText);
        if (!shell.interactive || preview.created + preview.updated === 0 || (await shell.ask('Carry it out? (yes/no) ')) !== 'yes') {
          return;
        }
      }
      show(shell, command, await client.importServers({ body: { ...body, dryRun: false } }), reportText);
    });
  const give = new Command('export')
    .description('print every server, without secrets, in a form that can be imported')
    .addOption(new Option('--format <format>', 'of the output').choices(formats).default('json'))
    .action(async ({ format }: { format: Format }) => shell.out(await client.exportServers({ query: { format } })));
  return [bring, give];
}
