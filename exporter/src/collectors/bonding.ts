import type { Snapshot } from '../snapshot/snapshot.ts';
import { familySet } from '../metrics/familySet.ts';
import type { Collector } from './collector.ts';
import { words } from './lines.ts';

const masters = '/sys/class/net/bonding_masters';
const slaves = '/sys/class/net/*/bonding/slaves';
/** Kernels before 3.9 name the links of a bond's devices slave_*. */
const links = ['lower', 'slave'] as const;

const set = familySet({
  slaves: ['gauge', 'node_bonding_slaves', 'Devices the bond is made of.'],
  active: ['gauge', 'node_bonding_active', 'Devices of the bond whose link is up.'],
});

function linkState(snapshot: Snapshot, master: string, slave: string): string {
  for (const link of links) {
    const text = snapshot.read(`/sys/class/net/${master}/${link}_${slave}/bonding_slave/mii_status`);
    if (text !== undefined) {
      return text.trim();
    }
  }
  throw new Error(`/sys/class/net/${master}: no mii_status of ${slave}`);
}

/** Kernel documentation, networking/bonding: masters, their devices, and what MII monitoring says of each. */
export const bonding: Collector = {
  name: 'bonding',
  reads: [
    { path: masters, tier: 'medium' },
    { path: slaves, tier: 'medium' },
    ...links.map((link) => ({ path: `/sys/class/net/*/${link}_*/bonding_slave/mii_status`, tier: 'medium' as const })),
  ],
  collect(snapshot) {
    const text = snapshot.read(masters);
    if (text === undefined) {
      return undefined;
    }
    const { add, families } = set();
    for (const master of words(text)) {
      const names = words(snapshot.read(`/sys/class/net/${master}/bonding/slaves`) ?? '');
      add('slaves', { master }, names.length);
      add('active', { master }, names.filter((slave) => linkState(snapshot, master, slave) === 'up').length);
    }
    return families();
  },
};
