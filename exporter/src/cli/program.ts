import { Command } from 'commander';
import { ApiError } from '../../../contract/client.ts';
import type { FieldError } from '../../../contract/errors.ts';
import { ConfigError } from '../config.ts';
import { Failure } from '../errors.ts';
import { auditCommand } from './auditLog.ts';
import { completionCommand } from './completion.ts';
import { hostKeyCommands } from './hostKeys.ts';
import { maintenanceCommands } from './maintenance.ts';
import { changingCommands } from './serversChange.ts';
import { importCommands } from './serversImport.ts';
import { readingCommands } from './serversRead.ts';
import { testCommand } from './serversTest.ts';
import { UsageError, type Shell } from './shell.ts';
import { telegramCommands } from './telegram.ts';
import { tokenCommands } from './tokens.ts';

/** Everything `shellwatch` can do. `local` commands work without a service: serve, probe, rekey … */
export function createProgram(shell: Shell, version: string, local: readonly Command[]): Command {
  const program = new Command('shellwatch')
    .description('Watches Linux servers over plain SSH, with nothing installed on them.')
    .version(version)
    .option('--json', 'print replies as JSON');
  const servers = new Command('servers').description('the servers of the fleet');
  for (const command of [...readingCommands(shell), testCommand(shell), ...changingCommands(shell), ...hostKeyCommands(shell), ...importCommands(shell)]) {
    servers.addCommand(command);
  }
  for (const command of [...local, servers, tokenCommands(shell), telegramCommands(shell), maintenanceCommands(shell), auditCommand(shell)]) {
    program.addCommand(command);
  }
  program.addCommand(completionCommand(shell, program));
  settle(program, shell);
  return program;
}

/** Commands that were made apart do not inherit how errors are told. */
function settle(command: Command, shell: Shell): void {
  command.showHelpAfterError('Run it with --help to see how it is used.').configureOutput({ writeOut: shell.out, writeErr: shell.error });
  command.commands.forEach((sub) => settle(sub, shell));
}

const fieldLines = (details: unknown): string =>
  Array.isArray(details) ? (details as FieldError[]).filter((item) => typeof item?.message === 'string').map(({ field, message }) => `  ${field}: ${message}\n`).join('') : '';

/** An error as the lines a person reads; undefined for one that is a bug and deserves its stack. */
export function errorText(error: unknown): string | undefined {
  if (error instanceof ApiError || error instanceof Failure) {
    return `${error.message} (${error.code})\n${fieldLines(error.details)}`;
  }
  return error instanceof UsageError || error instanceof ConfigError ? `${error.message}\n` : undefined;
}
