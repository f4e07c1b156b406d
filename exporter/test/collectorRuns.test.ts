import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from './fakeSnapshot.ts';
import { linesOf } from './lines.ts';
import { perlText, shText } from './runText.ts';
import { awks, collectorOf, runOf, runTree, shellNames, shells, type Awk, type RunTree } from './runTree.ts';

const kinds = shellNames.flatMap((shell) => (Object.keys(awks) as Awk[]).map((awk) => [shell, awk] as const));

describe('runs of collectors', () => {
  let tree: RunTree;
  beforeAll(() => {
    tree = runTree();
  });
  afterAll(() => tree.remove());

  const collected = (name: string, runs: Record<string, string>) =>
    linesOf(collectorOf(name).collect(fakeSnapshot({ runs })));

  it.each(kinds)('%s with awk of %s counts processes and sockets', (shell, awk) => {
    const processes = tree.inShell(shell, awk, shText(runOf('processes').script));
    expect(collected('processes', { processes })).toEqual([
      'node_processes_pids 5',
      'node_processes_state{state="D"} 1',
      'node_processes_state{state="I"} 1',
      'node_processes_state{state="R"} 1',
      'node_processes_state{state="S"} 2',
      'node_processes_threads 11',
    ]);
    const sockets = tree.inShell(shell, awk, shText(runOf('sockets').script));
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
    const processes = tree.inPerl(perlText(runOf('processes').perl ?? ''));
    expect(collected('processes', { processes })).toEqual(
      collected('processes', { processes: tree.inShell('dash', 'gawk', shText(runOf('processes').script)) })
    );
    const sockets = tree.inPerl(perlText((runOf('sockets').perl ?? '').replace('16, 3, 4', '16, 3, 99')));
    const udp = collected('udp_queues', { sockets });
    expect(udp).toEqual(
      collected('udp_queues', { sockets: tree.inShell('dash', 'gawk', shText(runOf('sockets').script)) })
    );
    expect(collected('tcpstat', { sockets })).toContain('node_tcp_connection_states{state="established"} 2');
  });

  it.each(['dash', 'bash', 'busybox'] as const)('%s tells nothing of processes where others are hidden', (shell) => {
    const hidden = shText(runOf('processes').script).replaceAll('/proc/1/stat', '/proc/none/stat');
    expect(tree.inShell(shell, 'gawk', hidden)).toBe('');
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

  it.each(shellNames)('%s does the small runs', (shell) => {
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

  it.each(shellNames)('%s reads text files, and tells of those it can not read', (shell) => {
    const stdout = tree.inShell(
      shell,
      'none',
      shText(
        runOf('textfile').script,
        ['/textfile', '/textfile/none', `/text*`].map((directory) => tree.onTree(`${directory}/`).replace(/\/$/, ''))
      )
    );
    const families = collectorOf('textfile').collect(fakeSnapshot({ runs: { textfile: stdout } }));
    expect(linesOf(families)).toEqual(
      expect.arrayContaining(['job_ok{path="/a b\\\\c"} 1', 'node_textfile_scrape_error 1'])
    );
    expect(stdout).toContain('/textfile/none\n');
  });
});
