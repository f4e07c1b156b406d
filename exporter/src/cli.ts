#!/usr/bin/env node
import { connect } from './cli/connect.ts';
import { backupCommand, restoreCommand } from './cli/databaseFiles.ts';
import { doctorCommand } from './cli/doctor.ts';
import { probeCommand } from './cli/probe.ts';
import { createProgram, errorText } from './cli/program.ts';
import { rekeyCommand } from './cli/rekey.ts';
import { serveCommand } from './cli/serve.ts';
import type { Shell } from './cli/shell.ts';
import { terminal } from './cli/terminal.ts';
import { watchCommand } from './cli/watch.ts';
import { readConfig } from './config.ts';
import { version } from './version.ts';

try {
  const config = readConfig();
  const shell: Shell = { config, client: connect(config), ...terminal };
  await createProgram(shell, version, [serveCommand(shell), rekeyCommand(shell), backupCommand(shell), restoreCommand(shell), probeCommand(shell), watchCommand(shell), doctorCommand(shell)]).parseAsync();
} catch (error) {
  const text = errorText(error);
  if (text === undefined) {
    throw error;
  }
  terminal.error(text);
  process.exitCode = 1;
}
