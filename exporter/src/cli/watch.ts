import { Command, InvalidArgumentError } from 'commander';
import { parseDuration } from '../duration.ts';
import { UsageError, type Shell } from './shell.ts';

const leastInterval = 500;

function intervalOf(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms < leastInterval) {
    throw new InvalidArgumentError('a duration of at least 500ms is expected, such as 2s');
  }
  return ms;
}

async function watch(shell: Shell, destinations: string[], intervalMs: number): Promise<void> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new UsageError('watch draws on a terminal; `shellwatch probe` prints the values once.');
  }
  // Loaded here alone, so that the other commands start at once.
  const { watchServers } = await import('./watch/watchServers.ts');
  await watchServers(shell, destinations, intervalMs, stdin, stdout);
}

/** Live vitals of any hosts one can ssh to. */
export const watchCommand = (shell: Shell): Command =>
  new Command('watch')
    .description('show live vitals of hosts in the terminal; needs no service, uses your own ~/.ssh')
    .argument('<destination...>', 'as for ssh: HOST, USER@HOST, or names from ~/.ssh/config')
    .option('-i, --interval <duration>', 'time between two looks', intervalOf, 2_000)
    .action((destinations: string[], { interval }: { interval: number }) => watch(shell, destinations, interval));
