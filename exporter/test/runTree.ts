import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Collector } from '../src/collectors/collector.ts';
import { createCollectors } from '../src/collectors/index.ts';
import { parseSettings } from '../src/collectors/settings.ts';
import type { Run } from '../src/snapshot/snapshot.ts';
import { toolFolder } from './toolFolder.ts';

export const which = (name: string): string =>
  ['/usr/bin/', '/bin/', '/usr/sbin/', '/sbin/'].map((folder) => folder + name).find((file) => existsSync(file)) ?? '';

const collectors = createCollectors(parseSettings({ 'textfile.directory': '/textfile' }).settings);

function demand<T>(found: T | undefined, what: string): T {
  if (found === undefined) {
    throw new Error(`no ${what}`);
  }
  return found;
}
export const collectorOf = (name: string): Collector =>
  demand(
    collectors.find((collector) => collector.name === name),
    `collector ${name}`
  );
export const runOf = (name: string): Run =>
  demand(
    collectors.flatMap(({ runs = [] }) => runs).find((run) => run.name === name),
    `run ${name}`
  );

const tools = ['cat', 'sed', 'stat', 'sleep', 'uname', 'date', 'getconf', 'readlink'];
export const awks = { gawk: which('gawk'), mawk: which('mawk'), busybox: which('busybox'), none: '' };
export type Awk = keyof typeof awks;
export const shells = { dash: [which('dash')], bash: [which('bash')], busybox: [which('busybox'), 'sh'] };
export type Shell = keyof typeof shells;
export const shellNames = Object.keys(shells) as Shell[];

/** Processes, sockets and text files of a server of the tests' own. */
function files(): Record<string, string> {
  const rest = (threads: number) => `1 1 1 0 -1 4 0 0 0 0 0 0 0 0 20 0 ${threads} 0 99`;
  const line = (at: number, state: string, queues: string) =>
    `  ${at}: 0100007F:0035 00000000:0000 ${state} ${queues} 00:00000000 00000000 0 0 1 2 0000 0\n`;
  const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const tcp = [
    line(0, '0A', '00000000:00000003'),
    line(1, '01', '00000010:00000000'),
    line(2, '01', '00000001:00000000'),
  ];
  return {
    'proc/1/stat': `1 (init) S ${rest(1)}\n`,
    'proc/20/stat': `20 (a) b) (c R) R ${rest(7)}\n`,
    'proc/300/stat': `300 (kworker/0:1) I ${rest(1)}\n`,
    'proc/4711/stat': `4711 (stat) D ${rest(1)}\n`,
    'proc/4712/stat': `4712 (stat) S ${rest(1)}\n`,
    'proc/net/udp': head + line(0, '07', '00000000:00000000') + line(11111, '07', '000000FF:00001000'),
    'proc/net/udp6': head + line(0, '07', '00000001:00000000'),
    'proc/net/tcp': head + tcp.join(''),
    'textfile/a.prom': '# TYPE job_ok gauge\njob_ok{path="/a b\\\\c"} 1',
    'textfile/b.txt': 'not read 1\n',
  };
}

export interface RunTree {
  /** Where it lies. */
  folder: string;
  /** A text in which the server's paths are those of the tree. */
  onTree(text: string): string;
  /** What a shell prints that finds nothing but a few programs, one of the awks and `more` of the test's own. */
  inShell(shell: Shell, awk: Awk, text: string, more?: Record<string, string>): string;
  /** What perl prints; it finds the programs of `path` before those of this machine. */
  inPerl(text: string, path?: string): string;
  remove(): void;
}

/** A tree of files that the runs of collectors are tried on. Remove it in afterAll. */
export function runTree(): RunTree {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-runs-'));
  for (const [file, text] of Object.entries(files())) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const made: Array<ReturnType<typeof toolFolder>> = [];
  const onTree = (text: string): string =>
    ['proc', 'textfile', 'sys', 'run'].reduce((all, root) => all.replaceAll(`/${root}/`, `${folder}/${root}/`), text);
  return {
    folder,
    onTree,
    inShell(shell, awk, text, more = {}) {
      const found = toolFolder({
        ...Object.fromEntries(tools.map((name) => [name, which(name)])),
        ...(awks[awk] === '' ? {} : { awk: awks[awk] }),
        ...more,
      });
      made.push(found);
      const [program = '', ...args] = shells[shell];
      return execFileSync(program, args, {
        input: onTree(text),
        encoding: 'utf8',
        env: { PATH: found.path },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
    },
    inPerl: (text, before) =>
      execFileSync('perl', ['-'], {
        input: onTree(text),
        encoding: 'utf8',
        env: { PATH: [...(before === undefined ? [] : [before]), process.env.PATH ?? ''].join(':') },
        stdio: ['pipe', 'pipe', 'ignore'],
      }),
    remove() {
      rmSync(folder, { recursive: true });
      made.forEach((one) => one.remove());
    },
  };
}
