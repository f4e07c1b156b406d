import { Command } from 'commander';
import { createLog } from '../log.ts';
import type { Service } from '../main.ts';
import { settleAfterStart } from '../settle.ts';
import { StoreRefusal } from '../store/refusal.ts';
import { version } from '../version.ts';
import { UsageError, type Shell } from './shell.ts';

/** The process ends by itself before that; whoever sent the signal should not have to wait for a hanging part. */
const longestStop = 4_800;

function announce(shell: Shell, { url, adminTokenFile }: Service): void {
  shell.error(`Shellwatch ${version} listens at ${url}\n`);
  shell.error(adminTokenFile === undefined ? 'The admin token is the one that was given.\n' : `The admin token is in ${adminTokenFile}\n`);
  shell.error('Add a server: npm run -s shellwatch -- servers add NAME USER@HOST --key FILE\n');
}

async function serve(shell: Shell): Promise<void> {
  const { config } = shell;
  settleAfterStart();
  const log = createLog(config.logLevel);
  config.unknown.forEach((name) => log.warn({ name }, 'this variable is no setting; docs/configuration.md lists them'));
  const fatal = (error: unknown): void => {
    log.fatal({ err: error }, 'the service can not go on');
    process.exit(1);
  };
  process.on('uncaughtException', fatal).on('unhandledRejection', fatal);
  // Loaded here alone: the other commands are thin and should start at once.
  const { startService } = await import('../main.ts');
  const service = await startService(config, log).catch((error: NodeJS.ErrnoException) => {
    if (error instanceof StoreRefusal) {
      throw new UsageError(error.message);
    }
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
      throw new UsageError(`Can not listen on ${config.listen.host}:${config.listen.port} (${error.code}). Set SHELLWATCH_LISTEN to another address.`);
    }
    throw error;
  });
  log.info({ url: service.url, version }, 'listening');
  if (service.adminTokenFile !== undefined) {
    log.info({ file: service.adminTokenFile }, 'the admin token is in this file');
  }
  if (shell.interactive) {
    announce(shell, service);
  }
  let stopping = false;
  const stop = (signal: string): void => {
    // A second Ctrl-C (npm passes one on besides the terminal's) must not cut the first one short.
    if (stopping) {
      return;
    }
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), longestStop).unref();
    void service.stop().then(() => {
      log.info('stopped');
      process.exit(0);
    }, fatal);
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

export const serveCommand = (shell: Shell): Command =>
  new Command('serve').description('run the service in the foreground; settings come from the environment').action(() => serve(shell));
