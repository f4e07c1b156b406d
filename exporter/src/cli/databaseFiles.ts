import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { backup } from '../fleet/backup.ts';
import { restore } from '../fleet/restore.ts';
import { inspectMasterKey } from '../fleet/vault.ts';
import { openStore, sqliteFileOf } from '../store/open.ts';
import { StoreRefusal } from '../store/refusal.ts';
import { masterKeySource, storeAddress } from '../wire/places.ts';
import { show } from './output.ts';
import { UsageError, type Shell } from './shell.ts';

/** What a database refuses is told as a sentence, without a stack. */
export async function orUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof StoreRefusal ? new UsageError(error.message) : error;
  }
}

const keyPlace = (config: Config): string => {
  const source = masterKeySource(config);
  return 'file' in source ? source.file : 'of the configuration';
};

export const backupCommand = (shell: Shell): Command =>
  new Command('backup')
    .description('copy the database to a new file, while the service runs or not')
    .argument('<file>')
    .action((file: string, _options, command: Command) =>
      orUsage(async () => {
        const { config } = shell;
        const store = await openStore({ ...storeAddress(config), inspect: inspectMasterKey(masterKeySource(config)) });
        const report = await backup({ store, file }).finally(() => store.close());
        const text = `Wrote ${report.file} (${report.bytes} bytes).\nKeep the master key ${keyPlace(config)} too, in another place: without it the credentials in the copy can not be read.\n`;
        show(shell, command, report, () => text);
      })
    );

export const restoreCommand = (shell: Shell): Command =>
  new Command('restore')
    .description('put a backup in the place of the database; the service has to be stopped')
    .argument('<file>')
    .action((from: string, _options, command: Command) =>
      orUsage(async () => {
        const { config } = shell;
        const file = sqliteFileOf(storeAddress(config));
        if (file === undefined) {
          throw new StoreRefusal('This database is a PostgreSQL, which has its own tools for this: pg_restore.');
        }
        const report = await restore({ from, file, source: masterKeySource(config), clock: systemClock });
        const lines = [
          `Restored ${file} with ${report.servers} servers.`,
          ...(report.formerDatabase === undefined ? [] : [`The database of before is ${report.formerDatabase}.`]),
          ...(report.keyTakenBack ? [`The backup is of before a rekey: the master key of then is back in ${keyPlace(config)}.`] : []),
        ];
        show(shell, command, report, () => `${lines.join('\n')}\n`);
      })
    );
