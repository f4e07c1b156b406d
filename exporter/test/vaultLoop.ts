// Writes and reads a secret, or changes the master key, over and over until it is killed: node vaultLoop.ts write|rekey FILE KEY_FILE
import { writeSync } from 'node:fs';
import { systemClock } from '../src/clock.ts';
import { rekey } from '../src/fleet/rekey.ts';
import { inspectMasterKey, openVault } from '../src/fleet/vault.ts';
import { openStore } from '../src/store/open.ts';

const [work, file, keyFile] = process.argv.slice(2) as [string, string, string];
const source = { file: keyFile };
const store = await openStore({ file, inspect: inspectMasterKey(source) });
const vault = await openVault({ store, source, clock: systemClock });

for (let count = 1; ; count += 1) {
  if (work === 'rekey') {
    await rekey({ store, source, clock: systemClock });
  } else {
    await store.exclusively((tx) => vault.put(tx, { record: 'setting:loop', serverId: null }, { value: `value ${count}` }));
    const { value } = await vault.get('setting:loop');
    if (value !== `value ${count}`) {
      throw new Error(`${value} is not what was written`);
    }
  }
  writeSync(1, `${count}\n`);
}
