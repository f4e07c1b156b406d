import { Command } from 'commander';
import { reasonMessage } from '../../../contract/status.ts';
import { SshFailure } from '../ssh/session.ts';
import { UsageError, type Shell } from './shell.ts';

/** What a person can do about a host that could not be read. */
export function failureText(destination: string, { reason, detail }: SshFailure): string {
  const known = reason.endsWith('host_key_unverified')
    ? ` Connect once with \`ssh ${destination}\`, compare and accept its key there, then try again.`
    : '';
  return `${destination}: ${reasonMessage(reason)} (${reason}: ${detail})${known}`;
}

async function probe(shell: Shell, destination: string): Promise<void> {
  // Loaded here alone, so that the other commands start at once.
  const [{ createPersonPolling }, { exposition }] = await Promise.all([
    import('./person/personPolling.ts'),
    import('../metrics/exposition.ts'),
  ]);
  const { polling } = await createPersonPolling([destination], { shell, intervalMs: 15_000 });
  try {
    const { families } = await polling.scheduler.pollNow(destination);
    shell.out(exposition(families));
  } catch (error) {
    throw error instanceof SshFailure ? new UsageError(failureText(destination, error)) : error;
  } finally {
    await polling.stop();
  }
}

/** Any host one can ssh to, as a node_exporter target in one line. */
export const probeCommand = (shell: Shell): Command =>
  new Command('probe')
    .description("print a host's node_exporter metrics once; needs no service, uses your own ~/.ssh")
    .argument('<destination>', 'as for ssh: HOST, USER@HOST, or a name from ~/.ssh/config')
    .action((destination: string) => probe(shell, destination));
