import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Collector } from '../src/collectors/collector.ts';
import { createCollectors } from '../src/collectors/index.ts';
import { parseSettings } from '../src/collectors/settings.ts';
import { perlText, shText } from './runText.ts';
import type { Run } from '../src/snapshot/snapshot.ts';
import { fakeSnapshot } from './fakeSnapshot.ts';
import { linesOf } from './lines.ts';
import { toolFolder } from './toolFolder.ts';

const which = (name: string): string =>
  ['/usr/bin/', '/bin/', '/usr/sbin/', '/sbin/'].map((folder) => folder + name).find((file) => existsSync(file)) ?? '';
const collectors = createCollectors(parseSettings({ 'textfile.directory': '/textfile' }).settings);
const collectorOf = (name: string): Collector => {
  const found = collectors.find((collector) => collector.name === name);
  if (found === undefined) {
    throw new Error(`no collector ${name}`);
  }
  return found;
};
const runOf = (name: string): Run => {
  const found = collectors.flatMap(({ runs = [] }) => runs).find((run) => run.name === name);
  if (found === undefined) {
    throw new Error(`no run ${name}`);
  }
  return found;
};

const tools = ['cat', 'sed', 'stat', 'sleep', 'uname', 'date', 'getconf', 'readlink'].map((name) => [
  name,
  which(name),
]);
const awks = { gawk: which('gawk'), mawk: which('mawk'), busybox: which('busybox'), none: '' };
const shells = { dash: [which('dash')], bash: [which('bash')], busybox: [which('busybox'), 'sh'] };
const kinds = Object.keys(shells).flatMap((shell) => Object.keys(awks).map((awk) => [shell, awk] as const)) as Array<
  [keyof typeof shells, keyof typeof awks]
>;

describe('runs of collectors', () => {
  let tree: string;
  const folders: Array<ReturnType<typeof toolFolder>> = [];
  const put = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
    writeFileSync(path.join(tree, file), text);
  };

  beforeAll(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'shellwatch-runs-'));
    const rest = (threads: number) => `1 1 1 0 -1 4 0 0 0 0 0 0 0 0 20 0 ${threads} 0 99`;
    put('proc/1/stat', `1 (init) S ${rest(1)}\n`);
    put('proc/20/stat', `20 (a) b) (c R) R ${rest(7)}\n`);
    put('proc/300/stat', `300 (kworker/0:1) I ${rest(1)}\n`);
    put('proc/4711/stat', `4711 (stat) D ${rest(1)}\n`);
    put('proc/4712/stat', `4712 (stat) S ${rest(1)}\n`);
    const line = (at: number, state: string, queues: string) =>
      `  ${at}: 0100007F:0035 00000000:0000 ${state} ${queues} 00:00000000 00000000 0 0 1 2 0000 0\n`;
    const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
    put('proc/net/udp', head + line(0, '07', '00000000:00000000') + line(11111, '07', '000000FF:00001000'));
    put('proc/net/udp6', head + line(0, '07', '00000001:00000000'));
    put(
      'proc/net/tcp',
      head +
        line(0, '0A', '00000000:00000003') +
        line(1, '01', '00000010:00000000') +
        line(2, '01', '00000001:00000000')
    );
    put('textfile/a.prom', '# TYPE job_ok gauge\njob_ok{path="/a b\\\\c"} 1');
    put('textfile/b.txt', 'not read 1\n');
  });
  afterAll(() => {
    rmSync(tree, { recursive: true });
    folders.forEach((folder) => folder.remove());
  });

  const onTree = (text: string) =>
    ['proc', 'textfile', 'sys', 'run'].reduce((all, root) => all.replaceAll(`/${root}/`, `${tree}/${root}/`), text);
  const inShell = (
    shell: keyof typeof shells,
    awk: keyof typeof awks,
    text: string,
    more: Record<string, string> = {}
  ) => {
    const folder = toolFolder({
      ...Object.fromEntries(tools),
      ...(awks[awk] === '' ? {} : { awk: awks[awk] }),
      ...more,
    });
    folders.push(folder);
    const [program = '', ...args] = shells[shell];
    return execFileSync(program, args, {
      input: onTree(text),
      encoding: 'utf8',
      env: { PATH: folder.path },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
  };
  const inPerl = (text: string) =>
    execFileSync('perl', ['-'], { input: onTree(text), encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'] });
  const collected = (name: string, runs: Record<string, string>) =>
    linesOf(collectorOf(name).collect(fakeSnapshot({ runs })));

  it.each(kinds)('%s with awk of %s counts processes and sockets', (shell, awk) => {
    const processes = inShell(shell, awk, shText(runOf('processes').script));
    expect(collected('processes', { processes })).toEqual([
      'node_processes_pids 5',
      'node_processes_state{state="D"} 1',
      'node_processes_state{state="I"} 1',
      'node_processes_state{state="R"} 1',
      'node_processes_state{state="S"} 2',
      'node_processes_threads 11',
    ]);
    const sockets = inShell(shell, awk, shText(runOf('sockets').script));
    expect(collected('udp_queues', { sockets })).toEqual([
      'node_udp_queues{ip="v4",queue="rx"} 4096',
      'node_udp_queues{ip="v4",queue="tx"} 255',
      'node_udp_queues{ip="v6",queue="rx"} 0',
      'node_udp_queues{ip="v6",queue="tx"} 1',
    ]);
    // TCP states need awk: a shell alone would be too slow for a busy server.
    expect(collected('tcpstat', { sockets })).toEqual(
      awk === 'none'
        ? []
        : [
            'node_tcp_connection_states{state="established"} 2',
            'node_tcp_connection_states{state="listen"} 1',
            'node_tcp_connection_states{state="rx_queued_bytes"} 3',
            'node_tcp_connection_states{state="tx_queued_bytes"} 17',
          ]
    );
  });

  it('perl counts the same', () => {
    const processes = inPerl(perlText(runOf('processes').perl ?? ''));
    expect(collected('processes', { processes })).toEqual(
      collected('processes', { processes: inShell('dash', 'gawk', shText(runOf('processes').script)) })
    );
    const sockets = inPerl(perlText((runOf('sockets').perl ?? '').replace('16, 3, 4', '16, 3, 99')));
    const udp = collected('udp_queues', { sockets });
    expect(udp).toEqual(collected('udp_queues', { sockets: inShell('dash', 'gawk', shText(runOf('sockets').script)) }));
    expect(collected('tcpstat', { sockets })).toContain('node_tcp_connection_states{state="established"} 2');
  });

  it.each(['dash', 'bash', 'busybox'] as const)('%s tells nothing of processes where others are hidden', (shell) => {
    const hidden = shText(runOf('processes').script).replaceAll('/proc/1/stat', '/proc/none/stat');
    expect(inShell(shell, 'gawk', hidden)).toBe('');
  });

  it('ss and perl ask sock_diag, which tells how long the queue of a listening socket may be', async () => {
    const backlog = 137;
    const server = createServer().listen({ host: '127.0.0.1', port: 0, backlog });
    await once(server, 'listening');
    const run = runOf('sockets');
    const valueOf = (sockets: string, state: string): number =>
      Number(
        collected('tcpstat', { sockets })
          .find((line) => line.includes(`"${state}"`))
          ?.split(' ')[1]
      );
    for (const sockets of [
      execFileSync('dash', { input: shText(run.script), encoding: 'utf8' }),
      execFileSync('perl', ['-'], { input: perlText(run.perl ?? ''), encoding: 'utf8' }),
    ]) {
      expect(valueOf(sockets, 'listen')).toBeGreaterThan(0);
      expect(valueOf(sockets, 'tx_queued_bytes')).toBeGreaterThanOrEqual(backlog);
    }
    server.close();
  });

  it.each(Object.keys(shells) as Array<keyof typeof shells>)('%s does the small runs', (shell) => {
    const plain = (name: string) => {
      const [program = '', ...args] = shells[shell];
      return execFileSync(program, args, { input: shText(runOf(name).script), encoding: 'utf8' });
    };
    expect(plain('page-size').trim()).toBe(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }).trim());
    expect(plain('machine').trim()).toBe(execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim());
    expect(plain('time-zone')).toMatch(/^[+-]\d{4} \S+\n$/);
    expect(plain('directories')).toContain('/sys/class/net\n');
    expect(linesOf(collectorOf('timex').collect(fakeSnapshot({ runs: { timex: plain('timex') } })))).toContain(
      'node_timex_tick_seconds 0.01'
    );
  });

  it('perl does them too, alike', () => {
    for (const name of ['page-size', 'directories']) {
      const run = runOf(name);
      const shell = execFileSync('dash', { input: shText(run.script), encoding: 'utf8' });
      expect(execFileSync('perl', ['-'], { input: perlText(run.perl ?? ''), encoding: 'utf8' })).toBe(shell);
    }
    const lines = linesOf(
      collectorOf('timex').collect(
        fakeSnapshot({
          runs: {
            timex: execFileSync('perl', ['-'], { input: perlText(runOf('timex').perl ?? ''), encoding: 'utf8' }),
          },
        })
      )
    );
    expect(lines).toHaveLength(17);
    expect(lines).toContain('node_timex_tick_seconds 0.01');
  });

  it.each(Object.keys(shells) as Array<keyof typeof shells>)(
    '%s reads text files, and tells of those it can not read',
    (shell) => {
      const stdout = inShell(
        shell,
        'none',
        shText(
          runOf('textfile').script,
          ['/textfile', '/textfile/none', `/text*`].map((directory) => onTree(`${directory}/`).replace(/\/$/, ''))
        )
      );
      const families = collectorOf('textfile').collect(fakeSnapshot({ runs: { textfile: stdout } }));
      expect(linesOf(families)).toEqual(
        expect.arrayContaining(['job_ok{path="/a b\\\\c"} 1', 'node_textfile_scrape_error 1'])
      );
      expect(stdout).toContain('/textfile/none\n');
    }
  );

  describe('filesystem', () => {
    /** The same run, which loses patience after two seconds instead of three. */
    const hasty = (text: string) => text.replace('sleep 3', 'sleep 2').replace('undef, undef, 3', 'undef, undef, 2');
    /** A stat that hangs on one path, and fails on another. */
    const fake = () => {
      const file = path.join(tree, 'stat');
      writeFileSync(
        file,
        `#!${which('dash')}
shift 3
for p; do case $p in *hang*) exec sleep 100 ;; *denied*) echo "stat: cannot read file system information for '$p': Permission denied" ;; *) echo "4096 10 5 4 100 90 $p" ;; esac; done\n`
      );
      chmodSync(file, 0o755);
      return { stat: file };
    };
    /** A killed process ends when it is next scheduled; here and there it stays a zombie for a while. */
    const ended = async (pid: string) => {
      const state = () => (existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ' Z ');
      while (!state().includes(' Z ')) {
        await setTimeout(20);
      }
    };
    const linesIn = (shell: keyof typeof shells, script: string, args: readonly string[]) =>
      inShell(shell, 'none', shText(script, args), fake())
        .split('\n')
        .filter((line) => line !== '')
        .sort();
    const ask = (shell: keyof typeof shells, ...args: string[]) => linesIn(shell, runOf('filesystem').script, args);

    it.each(Object.keys(shells) as Array<keyof typeof shells>)('%s asks all at once', (shell) => {
      expect(ask(shell, '0', '/', '0', "/it's a disk", '0', '/denied')).toEqual([
        '4096 10 5 4 100 90 /',
        "4096 10 5 4 100 90 /it's a disk",
        "stat: cannot read file system information for '/denied': Permission denied",
      ]);
    });

    it.each(['dash', 'busybox'] as const)('%s loses only the mount that hangs', async (shell) => {
      const lines = linesIn(shell, hasty(runOf('filesystem').script), ['0', '/', '0', '/hang', '0', '/data']);
      // The fake one writes each line at once, so that what it knew before it hung is told twice.
      const [root, data, hang] = [...new Set(lines)];
      expect([root, data]).toEqual(['4096 10 5 4 100 90 /', '4096 10 5 4 100 90 /data']);
      expect(hang).toMatch(/^timeout \d+ \/hang$/);
      await ended(hang?.split(' ')[1] ?? '');
    });

    it.each(Object.keys(shells) as Array<keyof typeof shells>)(
      '%s sends no second process after one that is stuck, and asks again once it is free',
      (shell) => {
        expect(ask(shell, '4711', '/hang', '4712', '/free', '9999', '/gone', '0', '/')).toEqual([
          '4096 10 5 4 100 90 /',
          '4096 10 5 4 100 90 /free',
          '4096 10 5 4 100 90 /gone',
          'timeout 4711 /hang',
        ]);
      }
    );

    it('dash has nothing to ask where there are no mounts', () => {
      expect(ask('dash')).toEqual([]);
    });

    const inPerlWith = (text: string, folder: string) =>
      execFileSync('perl', ['-'], {
        input: onTree(text),
        encoding: 'utf8',
        env: { PATH: `${folder}:${process.env.PATH ?? ''}` },
        stdio: ['pipe', 'pipe', 'ignore'],
      })
        .split('\n')
        .filter((line) => line !== '')
        .sort();

    it('perl asks the kernel itself', () => {
      const run = runOf('filesystem');
      const [root, none] = inPerlWith(perlText(run.perl ?? '', ['0', '/', '0', '/no such/mount']), tree);
      const [bsize, blocks] = (root ?? '').split(' ');
      const [said = ''] = execFileSync('stat', ['-f', '-c', '%s %b', '/'], { encoding: 'utf8' }).split('\n');
      expect(`${bsize} ${blocks}`).toBe(said);
      expect(root).toMatch(/^(\d+ ){6}\/$/);
      expect(none).toBe("stat: '/no such/mount': No such file or directory");
    });

    it('perl asks stat where it does not know the machine, and loses only the mount that hangs', () => {
      fake();
      const elsewhere = hasty(runOf('filesystem').perl ?? '')
        .replace('x86_64 => 137', 'vax => 1')
        .replace('aarch64 => 43', 'pdp => 1');
      const lines = inPerlWith(perlText(elsewhere, ['0', '/hang', '4711', '/stuck', '4712', '/free', '0', '/']), tree);
      expect(lines.slice(0, 2)).toEqual(['4096 10 5 4 100 90 /', '4096 10 5 4 100 90 /free']);
      expect(lines).toContain('timeout 4711 /stuck');
      expect(lines).toContainEqual(expect.stringMatching(/^timeout \d+ \/hang$/));
    });
  });
});
