import { Command } from 'commander';
import type { Actor } from '../actor.ts';
import { systemClock } from '../clock.ts';
import { parseMasterKey } from '../fleet/masterKey.ts';
import { rekey } from '../fleet/rekey.ts';
import { readSecretFile } from '../fleet/secretFile.ts';
import { inspectMasterKey } from '../fleet/vault.ts';
import { openStore } from '../store/open.ts';
import { StoreRefusal } from '../store/refusal.ts';
import { masterKeySource, storeAddress } from '../wire/places.ts';
import { orUsage } from './databaseFiles.ts';
import { show } from './output.ts';
import type { Shell } from './shell.ts';

const actor: Actor = { name: 'cli', role: 'admin', from: 'local' };

function newKeyOf(file: string | undefined): Buffer | undefined {
  if (file === undefined) {
    return undefined;
  }
  const text = readSecretFile(file);
  if (text === undefined) {
    throw new StoreRefusal(`There is no file ${file}.`);
  }
  return parseMasterKey(text, file);
}

export const rekeyCommand = (shell: Shell): Command =>
  new Command('rekey')
    .description('seal all stored credentials with a new master key, while the service runs or not')
    .option('--new-key-file <file>', 'the new key; made anew unless told, needed when SHELLWATCH_MASTER_KEY holds the present one')
    .action(({ newKeyFile }: { newKeyFile?: string }, command: Command) =>
      orUsage(async () => {
        const source = masterKeySource(shell.config);
        const newKey = newKeyOf(newKeyFile);
        const store = await openStore({ ...storeAddress(shell.config), inspect: inspectMasterKey(source) });
        const report = await rekey({ store, source, clock: systemClock, actor, ...(newKey === undefined ? {} : { newKey }) }).finally(() => store.close());
        const lines = [
          `Sealed ${report.secrets} secrets with the new master key (key id ${report.keyId}).`,
          'file' in source
            ? `It is in ${source.file}; a service that runs uses it from now on. The former key is in ${report.formerKeyFile}: delete it when no backup needs it any more.`
            : 'Put it in SHELLWATCH_MASTER_KEY and restart the service. Keep the former key as long as a backup needs it.',
        ];
        show(shell, command, report, () => `${lines.join('\n')}\n`);
      })
    );
