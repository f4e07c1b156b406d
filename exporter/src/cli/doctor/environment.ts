import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { sqliteFileOf } from '../../store/open.ts';
import { storeAddress } from '../../wire/places.ts';
import type { Check, Finding } from './finding.ts';

function nativeCrypto(): Finding {
  try {
    createRequire(import.meta.url)('ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
    return { level: 'ok', about: 'SSH cryptography', text: 'native' };
  } catch {
    const advice = 'Install a C++ compiler (Debian: g++ make) and run `npm rebuild ssh2`, or `npm run postinstall`: it takes a third of the CPU then.';
    return { level: 'warning', about: 'SSH cryptography', text: 'not native, so it costs more CPU', advice };
  }
}

/** The machine, Node and the settings. */
export const environment: Check = async ({ config }) => {
  const address = storeAddress(config);
  return [
    { level: 'ok', about: 'Node', text: `${process.version}, ${availableParallelism()} CPUs` },
    nativeCrypto(),
    { level: 'ok', about: 'settings', text: `data folder ${config.dataDir}, ${sqliteFileOf(address) === undefined ? 'PostgreSQL' : `database ${sqliteFileOf(address)}`}` },
    ...config.unknown.map((name): Finding => ({ level: 'warning', about: 'settings', text: `${name} is no setting`, advice: 'docs/configuration.md lists them.' })),
  ];
};
