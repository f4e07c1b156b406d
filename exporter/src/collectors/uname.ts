import type { Run } from '../snapshot/snapshot.ts';
import type { Collector } from './collector.ts';

const files = {
  sysname: '/proc/sys/kernel/ostype',
  release: '/proc/sys/kernel/osrelease',
  version: '/proc/sys/kernel/version',
  nodename: '/proc/sys/kernel/hostname',
  domainname: '/proc/sys/kernel/domainname',
} as const;
const labels = Object.keys(files) as Array<keyof typeof files>;

/** The one field of uname(2) that /proc has only since Linux 6.1 (/proc/sys/kernel/arch). */
export const machine: Run = { name: 'machine', tier: 'static', script: 'uname -m' };

/** uname(2). A host name changes without a reboot, so these files are read more often than the static ones. */
export const uname: Collector = {
  name: 'uname',
  reads: labels.map((label) => ({
    path: files[label],
    tier: label === 'nodename' || label === 'domainname' ? 'medium' : 'static',
  })),
  runs: [machine],
  collect(snapshot) {
    const found = labels.map((label) => [label, snapshot.read(files[label])?.trim()] as const);
    if (found.some(([, text]) => text === undefined)) {
      return undefined;
    }
    const known = Object.fromEntries(found) as Record<(typeof labels)[number], string>;
    const sample = { labels: { ...known, machine: snapshot.run(machine.name)?.stdout.trim() ?? '' }, value: 1 };
    return [
      { type: 'gauge', name: 'node_uname_info', help: 'Kernel and host by uname(2); always 1.', samples: [sample] },
    ];
  },
};
