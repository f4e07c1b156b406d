import { Command, InvalidArgumentError } from 'commander';
import type { MaintenanceWindow } from '../../../contract/maintenance.ts';
import { parseDuration } from '../duration.ts';
import { show } from './output.ts';
import { ifMatchOf, serverNamed } from './resolve.ts';
import { UsageError, type Shell } from './shell.ts';
import { table } from './table.ts';

const longestMs = 31 * 86_400_000;

function length(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < 60_000 || ms > longestMs) {
    throw new InvalidArgumentError('write a duration from 1m to 31d, such as 15m');
  }
  return ms;
}

const listText = (windows: MaintenanceWindow[]): string =>
  windows.length === 0 ? 'No maintenance is planned.\n' : table(['NAME', 'NOW', 'FROM', 'TO', 'REASON'], windows.map(({ name, active, nextFrom, nextTo, reason }) => [name, active ? 'yes' : '', nextFrom ?? 'over', nextTo, reason]));

/** Times in which nobody is told: before a planned reboot, from a script. Recurring ones are made in the app. */
export function maintenanceCommands(shell: Shell): Command {
  const { client } = shell;
  const list = new Command('list').description('maintenance windows').action(async (_options, command: Command) => show(shell, command, (await client.listMaintenance({})).items, listText));
  const start = new Command('start')
    .description('tell nobody about these servers from now on, for a time')
    .argument('<server...>', 'names or ids')
    .option('--for <duration>', 'such as 15m', length, 15 * 60_000)
    .option('--name <name>', 'of the window; the servers and the time unless told')
    .option('--reason <text>', 'what for', '')
    .action(async (named: string[], { for: ms, name, reason }: { for: number; name?: string; reason: string }, command: Command) => {
      const servers = await Promise.all(named.map((one) => serverNamed(client, one)));
      const from = new Date();
      const called = name ?? `${servers.map((server) => server.name).join(' ')} ${from.toISOString()}`.slice(-128);
      const when = { type: 'once' as const, from: from.toISOString(), to: new Date(from.getTime() + ms).toISOString() };
      const window = await client.createMaintenance({ body: { name: called, selector: { servers: servers.map(({ id }) => id) }, when, reason } });
      show(shell, command, window, () => `Nobody is told until ${when.to}: ${window.name}\n`);
    });
  const end = new Command('end')
    .description('end a window now: what is not well is told')
    .argument('<window>', 'name or id')
    .action(async (named: string) => {
      const window = (await client.listMaintenance({})).items.find(({ id, name }) => id === named || name === named);
      if (window === undefined) {
        throw new UsageError(`No maintenance window is named ${named}.`);
      }
      await client.deleteMaintenance({ params: { id: window.id }, ifMatch: ifMatchOf(window) });
      shell.out(`Ended ${window.name}.\n`);
    });
  return [list, start, end].reduce((group, command) => group.addCommand(command), new Command('maintenance').description('times in which nobody is told'));
}
