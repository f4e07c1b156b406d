import { Command } from 'commander';
import type { Server } from '../../../contract/server.ts';
import { parseAddress } from './address.ts';
import { authOf, withPassphrase } from './authFlags.ts';
import { show } from './output.ts';
import { ifMatchOf, serverId, serverNamed } from './resolve.ts';
import { fieldsOf, serverFlags, type ServerOptions } from './serverFlags.ts';
import { UsageError, type Shell } from './shell.ts';

function addCommand(shell: Shell): Command {
  const { client } = shell;
  return serverFlags(new Command('add'))
    .description('add a server')
    .argument('<name>', 'its name, which becomes the label `instance`')
    .argument('<address>', 'user@host, user@host:port')
    .option('--disabled', 'do not poll it yet')
    .action(async (name: string, address: string, options: ServerOptions & { disabled?: boolean }, command: Command) => {
      const { username = options.user, host, port } = parseAddress(address);
      if (username === undefined) {
        throw new UsageError('Name the user to log in as: user@host.');
      }
      const given = await authOf(shell, options);
      if (given === undefined) {
        throw new UsageError('Name one way to log in: --key, --password, --keyboard-interactive or --agent.');
      }
      const { auth: _none, ...fields } = await fieldsOf(client, options);
      const server = await withPassphrase(shell, given, (auth = given) =>
        client.createServer({ body: { ...fields, name, host, username, ...(port === undefined ? {} : { port }), ...(options.disabled ? { enabled: false } : {}), auth } })
      );
      const next = server.hostKeyPolicy === 'strict' ? `Next: shellwatch servers accept ${server.name}, once its host key was seen and compared.\n` : '';
      show(shell, command, server, () => `Added ${server.name} (${server.id}).\n${next}`);
    });
}

function editCommand(shell: Shell): Command {
  const { client } = shell;
  return serverFlags(new Command('edit'))
    .description('change a server; what is not named stays')
    .argument('<server>', 'name or id')
    .option('--name <name>', 'another name')
    .option('--host <host>', 'another address')
    .option('--no-jump', 'reach it directly')
    .option('--no-trust-first', 'an unknown host key waits for a person')
    .action(async (named: string, options: ServerOptions & { name?: string; host?: string }, command: Command) => {
      const before = await serverNamed(client, named);
      const fields = { ...(await fieldsOf(client, options)), ...(options.name === undefined ? {} : { name: options.name }), ...(options.host === undefined ? {} : { host: options.host }) };
      const given = await authOf(shell, options);
      if (Object.keys(fields).length === 0 && given === undefined) {
        throw new UsageError('Nothing to change; `shellwatch servers edit --help` lists what can be.');
      }
      const server = await withPassphrase(shell, given, (auth) =>
        client.patchServer({ params: { id: before.id }, body: { ...fields, ...(auth === undefined ? {} : { auth }) }, ifMatch: ifMatchOf(before) })
      );
      show(shell, command, server, () => `Changed ${server.name}.\n`);
    });
}

function removeCommand(shell: Shell): Command {
  const { client } = shell;
  return new Command('rm')
    .alias('remove')
    .description('delete a server and all that was kept of it')
    .argument('<server>', 'name or id')
    .option('--yes', 'do not ask')
    .action(async (name: string, { yes }: { yes?: boolean }) => {
      const server = await serverNamed(client, name);
      const sure = yes === true || (await shell.ask(`Delete ${server.name} and all that was kept of it? Type its name: `)) === server.name;
      if (!sure) {
        throw new UsageError('Nothing was deleted.');
      }
      await client.deleteServer({ params: { id: server.id }, ifMatch: ifMatchOf(server) });
      shell.out(`Deleted ${server.name}.\n`);
    });
}

export function changingCommands(shell: Shell): Command[] {
  const { client } = shell;
  const act = (name: string, about: string, run: (id: string) => Promise<unknown>, text: (reply: never) => string) =>
    new Command(name)
      .description(about)
      .argument('<server>', 'name or id')
      .action(async (named: string, _options, command: Command) => show(shell, command, (await run(await serverId(client, named))) as never, text));
  return [
    addCommand(shell),
    editCommand(shell),
    removeCommand(shell),
    act('toggle', 'enable a disabled server, disable an enabled one', (id) => client.toggleServer({ params: { id } }), ({ name, enabled }: Server) => `${name} is ${enabled ? 'enabled' : 'disabled'}.\n`),
    act('start', 'start polling, or retry now', (id) => client.startMonitor({ params: { id } }), ({ name, state }: Server['status']) => `${name} is polled (${state}).\n`),
    act('stop', 'stop polling and close the session', (id) => client.stopMonitor({ params: { id } }), ({ name, state }: Server['status']) => `${name} is not polled (${state}).\n`),
  ];
}
