import type { ReaderRung } from '../../exporter/src/ssh/session.ts';

const common = {
  cat: '/bin/cat',
  sh: '/bin/sh',
  env: '/usr/bin/env',
  ls: '/bin/ls',
  stat: '/usr/bin/stat',
  timeout: '/usr/bin/timeout',
  sleep: '/bin/sleep',
  readlink: '/bin/readlink',
  find: '/usr/bin/find',
  uname: '/bin/uname',
  getconf: '/usr/bin/getconf',
  date: '/bin/date',
  sed: '/bin/sed',
  ss: '/usr/bin/ss',
};

/** What a server has installed, so that the reader finds this rung of its ladder. */
export const rungs = {
  perl: { rung: 'perl', tools: { ...common, perl: '/usr/bin/perl', awk: '/usr/bin/mawk' } },
  gawk: { rung: 'awk', tools: { ...common, awk: '/usr/bin/gawk' } },
  mawk: { rung: 'awk', tools: { ...common, awk: '/usr/bin/mawk' } },
  'busybox awk': { rung: 'awk', tools: { ...common, busybox: '/bin/busybox' } },
  sh: { rung: 'sh', tools: { ...common, sh: '/bin/dash' } },
  exec: { rung: 'exec', tools: { cat: '/bin/cat', ls: '/bin/ls' } },
} as const satisfies Record<string, { rung: ReaderRung; tools: Record<string, string> }>;
export type RungName = keyof typeof rungs;
export const rungNames = Object.keys(rungs) as RungName[];
