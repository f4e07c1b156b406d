import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { os } from './os.ts';
import { processes } from './processes.ts';
import { selinux } from './selinux.ts';
import { tcpstat } from './tcpstat.ts';
import { time } from './time.ts';
import { timex } from './timex.ts';
import { udpQueues } from './udp_queues.ts';
import { uname } from './uname.ts';

const ran = (runs: Record<string, string>) => fakeSnapshot({ runs });

describe('timex', () => {
  const busybox = `    mode:         0
-o  offset:       -1500 us
-f  freq.adjust:  65536 (65536 = 1ppm)
    maxerror:     500000
    esterror:     2000
    status:       1 (PLL)
-p  timeconstant: 2
-t  tick:         10000 us
    return value: 0 (clock synchronized)
`;
  it("reads busybox's words", () => {
    expect(linesOf(timex.collect(ran({ timex: busybox })))).toEqual([
      'node_timex_estimated_error_seconds 0.002',
      'node_timex_frequency_adjustment_ratio 1.000001',
      'node_timex_loop_time_constant 2',
      'node_timex_maxerror_seconds 0.5',
      'node_timex_offset_seconds -0.0015',
      'node_timex_status 1',
      'node_timex_sync_status 1',
      'node_timex_tick_seconds 0.01',
    ]);
  });
  it('reads all fields, in nanoseconds where the status says so', () => {
    const all =
      'offset: 1500\nfreq.adjust: 0\nmaxerror: 1\nesterror: 1\nstatus: 8193\ntimeconstant: 2\ntick: 10000\nppsfreq: 65536\njitter: 2000\nshift: 4\nstabil: 0\njitcnt: 1\ncalcnt: 2\nerrcnt: 3\nstbcnt: 4\ntai: 37\nreturn value: 5\n';
    const lines = linesOf(timex.collect(ran({ timex: all })));
    expect(lines).toHaveLength(17);
    expect(lines).toContain('node_timex_offset_seconds 0.0000015');
    expect(lines).toContain('node_timex_pps_jitter_seconds 0.000002');
    expect(lines).toContain('node_timex_tai_offset_seconds 37');
    expect(lines).toContain('node_timex_sync_status 0');
  });
  it('knows synchronisation alone where systemd tells it, and nothing where nobody does', () => {
    expect(linesOf(timex.collect(ran({ timex: 'NTPSynchronized=yes\n' })))).toEqual(['node_timex_sync_status 1']);
    expect(timex.collect(ran({ timex: '' }))).toBeUndefined();
  });
});

describe('sockets', () => {
  const sockets = 'tcp ESTAB 3\ntcp LISTEN 2\ntcp 06 1\ntcp-queue 10 20\nudp v4 1 2\nudp v6 0 0\n';
  it('names states of ss and of /proc as the kernel counts them', () => {
    expect(linesOf(tcpstat.collect(ran({ sockets })))).toEqual([
      'node_tcp_connection_states{state="established"} 3',
      'node_tcp_connection_states{state="listen"} 2',
      'node_tcp_connection_states{state="rx_queued_bytes"} 10',
      'node_tcp_connection_states{state="time_wait"} 1',
      'node_tcp_connection_states{state="tx_queued_bytes"} 20',
    ]);
  });
  it('has UDP queues of the protocols there are', () => {
    expect(linesOf(udpQueues.collect(ran({ sockets })))).toEqual([
      'node_udp_queues{ip="v4",queue="rx"} 1',
      'node_udp_queues{ip="v4",queue="tx"} 2',
      'node_udp_queues{ip="v6",queue="rx"} 0',
      'node_udp_queues{ip="v6",queue="tx"} 0',
    ]);
    expect(udpQueues.collect(ran({ sockets: 'tcp ESTAB 1\n' }))).toBeUndefined();
    expect(tcpstat.collect(ran({}))).toBeUndefined();
  });
});

describe('processes', () => {
  it('has counts and limits, and limits alone where other users are hidden', () => {
    const files = { '/proc/sys/kernel/threads-max': '7801\n', '/proc/sys/kernel/pid_max': '4194304\n' };
    expect(
      linesOf(
        processes.collect(fakeSnapshot({ files, runs: { processes: 'pids 3\nthreads 9\nstate S 2\nstate R 1\n' } }))
      )
    ).toEqual([
      'node_processes_max_processes 4194304',
      'node_processes_max_threads 7801',
      'node_processes_pids 3',
      'node_processes_state{state="R"} 1',
      'node_processes_state{state="S"} 2',
      'node_processes_threads 9',
    ]);
    expect(linesOf(processes.collect(fakeSnapshot({ files, runs: { processes: '' } })))).toHaveLength(2);
  });
});

describe('time', () => {
  it.each([
    ['+0200 CEST', 7200],
    ['-0330 NST', -12600],
    ['+0000 UTC', 0],
  ])('reads the zone %s', (zone, seconds) => {
    expect(linesOf(time.collectSlow?.(ran({ 'time-zone': `${zone}\n` })))).toEqual([
      `node_time_zone_offset_seconds{time_zone="${zone.slice(6)}"} ${seconds}`,
    ]);
  });
  it('has the clock where the reader tells it', () => {
    expect(linesOf(time.collect(fakeSnapshot({ time: 1700000000.25 })))).toEqual(['node_time_seconds 1700000000.25']);
    expect(time.collect(fakeSnapshot())).toEqual([]);
  });
});

describe('words about the server', () => {
  it('uname needs all of its files, and leaves the machine empty where it was not told', () => {
    const files = { ostype: 'Linux', osrelease: '6.1.0', version: '#1 SMP', hostname: 'web1', domainname: '(none)' };
    const paths = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`/proc/sys/kernel/${name}`, `${text}\n`])
    );
    expect(linesOf(uname.collect(fakeSnapshot({ files: paths, runs: { machine: 'x86_64\n' } })))).toEqual([
      'node_uname_info{sysname="Linux",release="6.1.0",version="#1 SMP",nodename="web1",domainname="(none)",machine="x86_64"} 1',
    ]);
    expect(uname.collect(fakeSnapshot({ files: { '/proc/sys/kernel/ostype': 'Linux\n' } }))).toBeUndefined();
  });
  it('os reads quotes and escapes, falls back, and knows the end of support', () => {
    const text = `NAME="Fedora \\"Linux\\""\nID=fedora\nVERSION_ID='40'\nPRETTY_NAME="Fedora 40"\nSUPPORT_END=2025-05-13\n# comment\n`;
    const lines = linesOf(os.collect(fakeSnapshot({ files: { '/usr/lib/os-release': text } })));
    expect(lines[0]).toContain('name="Fedora \\"Linux\\"",pretty_name="Fedora 40"');
    expect(lines).toContain('node_os_support_end_timestamp_seconds 1747094400');
    expect(lines).toContain('node_os_version{id="fedora",id_like="",name="Fedora \\"Linux\\""} 40');
    expect(() => os.collect(fakeSnapshot({ files: { '/etc/os-release': 'SUPPORT_END=soon\n' } }))).toThrow(
      'SUPPORT_END'
    );
  });
  it('selinux tells its mode only where it is on', () => {
    expect(linesOf(selinux.collect(fakeSnapshot()))).toEqual(['node_selinux_enabled 0']);
    expect(
      linesOf(
        selinux.collect(
          fakeSnapshot({
            files: { '/sys/fs/selinux/enforce': '1', '/etc/selinux/config': '# x\nSELINUX=permissive\n' },
          })
        )
      )
    ).toEqual(['node_selinux_config_mode 0', 'node_selinux_current_mode 1', 'node_selinux_enabled 1']);
  });
});
