import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { arp } from './arp.ts';
import { conntrack } from './conntrack.ts';
import { interrupts } from './interrupts.ts';
import { meminfo } from './meminfo.ts';
import { netstat } from './netstat.ts';
import { pressure } from './pressure.ts';
import { schedstat } from './schedstat.ts';
import { defaultSettings, parseSettings } from './settings.ts';
import { sockstat } from './sockstat.ts';
import { softnet } from './softnet.ts';
import { stat } from './stat.ts';
import { vmstat } from './vmstat.ts';

const file = (path: string, text: string) => fakeSnapshot({ files: { [path]: text } });

describe('meminfo', () => {
  it('has kilobytes as bytes, counts as they are, and parentheses as underscores', () => {
    const text =
      'MemTotal:       16000 kB\nActive(anon):      8 kB\nHugePages_Total:      3\nKReclaimable:      9 kB\nHugepagesize:    2048 kB\n';
    expect(linesOf(meminfo.collect(file('/proc/meminfo', text)))).toEqual([
      'node_memory_Active_anon_bytes 8192',
      'node_memory_HugePages_Total 3',
      'node_memory_Hugepagesize_bytes 2097152',
      'node_memory_MemTotal_bytes 16384000',
    ]);
  });
  it('fails where nothing is known', () => {
    expect(() => meminfo.collect(file('/proc/meminfo', 'garbage\n'))).toThrow('/proc/meminfo');
    expect(() => meminfo.collect(file('/proc/meminfo', 'MemTotal: many kB\n'))).toThrow('/proc/meminfo');
  });
});

describe('softnet', () => {
  const columns = (count: number) =>
    Array.from({ length: count }, (_, at) => (at + 16).toString(16).padStart(8, '0')).join(' ');
  it.each([
    [9, '0', 0, 0, 0],
    [10, '0', 25, 0, 0],
    [11, '0', 25, 26, 0],
    [13, '28', 25, 26, 27],
    [15, '28', 25, 26, 27],
  ])('reads %i columns', (count, cpu, rps, flowLimit, backlog) => {
    const lines = linesOf(softnet.collect(file('/proc/net/softnet_stat', `${columns(count)}\n`)));
    expect(lines).toContain(`node_softnet_processed_total{cpu="${cpu}"} 16`);
    expect(lines).toContain(`node_softnet_dropped_total{cpu="${cpu}"} 17`);
    expect(lines).toContain(`node_softnet_cpu_collision_total{cpu="${cpu}"} 24`);
    expect(lines).toContain(`node_softnet_received_rps_total{cpu="${cpu}"} ${rps}`);
    expect(lines).toContain(`node_softnet_flow_limit_count_total{cpu="${cpu}"} ${flowLimit}`);
    expect(lines).toContain(`node_softnet_backlog_len{cpu="${cpu}"} ${backlog}`);
  });
  it('fails on fewer', () => {
    expect(() => softnet.collect(file('/proc/net/softnet_stat', '0 0 0\n'))).toThrow('9 columns');
  });
});

describe('interrupts', () => {
  const text = `           CPU0       CPU1
  0:         46          1   IO-APIC    2-edge      timer
 16:          0          7   IO-APIC   16-fasteoi   ehci_hcd:usb1, i801_smbus
NMI:          3          4   Non-maskable interrupts
ERR:          9
IPI0:5 6 Rescheduling interrupts
`;
  const collect = (settings = defaultSettings) => linesOf(interrupts(settings).collect(file('/proc/interrupts', text)));
  it('takes as many columns as CPUs, the rest as text, and leaves out what has one count', () => {
    expect(collect()).toEqual([
      'node_interrupts_total{cpu="0",devices="",info="Non-maskable interrupts",type="NMI"} 3',
      'node_interrupts_total{cpu="0",devices="",info="Rescheduling interrupts",type="IPI0"} 5',
      'node_interrupts_total{cpu="0",devices="16-fasteoi ehci_hcd:usb1, i801_smbus",info="IO-APIC",type="16"} 0',
      'node_interrupts_total{cpu="0",devices="2-edge timer",info="IO-APIC",type="0"} 46',
      'node_interrupts_total{cpu="1",devices="",info="Non-maskable interrupts",type="NMI"} 4',
      'node_interrupts_total{cpu="1",devices="",info="Rescheduling interrupts",type="IPI0"} 6',
      'node_interrupts_total{cpu="1",devices="16-fasteoi ehci_hcd:usb1, i801_smbus",info="IO-APIC",type="16"} 7',
      'node_interrupts_total{cpu="1",devices="2-edge timer",info="IO-APIC",type="0"} 1',
    ]);
  });
  it('keeps to the settings', () => {
    const { settings } = parseSettings({ 'interrupts.name-include': '^NMI;', 'interrupts.include-zeros': 'false' });
    expect(collect(settings)).toHaveLength(2);
  });
  it('does not fail with more columns than CPUs: a CPU went offline', () => {
    const lines = linesOf(
      interrupts(defaultSettings).collect(file('/proc/interrupts', '   CPU0\n 1: 5 6 7 IO-APIC 1-edge keyboard\n'))
    );
    expect(lines).toEqual(['node_interrupts_total{cpu="0",devices="7 IO-APIC 1-edge keyboard",info="6",type="1"} 5']);
  });
});

describe('netstat', () => {
  const snmp = 'Tcp: RtoAlgorithm MaxConn ActiveOpens InErrs\nTcp: 1 -1 7 2\n';
  const netstatText =
    'TcpExt: SyncookiesSent ListenDrops Other\nTcpExt: 1 2 3\nIpExt: InOctets OutOctets\nIpExt: 10 20\n';
  const files = { '/proc/net/snmp': snmp, '/proc/net/netstat': netstatText };
  const collector = netstat(defaultSettings);
  it('pairs names with numbers, and keeps the fields of the settings', () => {
    const lines = linesOf(
      collector.collect(
        fakeSnapshot({
          files: { ...files, '/proc/net/snmp6': 'Ip6InOctets                     \t5\nIcmp6InMsgs 6\nUdp6Other 1\n' },
        })
      )
    );
    expect(lines).toEqual([
      'node_netstat_Icmp6_InMsgs 6',
      'node_netstat_Ip6_InOctets 5',
      'node_netstat_IpExt_InOctets 10',
      'node_netstat_IpExt_OutOctets 20',
      'node_netstat_TcpExt_ListenDrops 2',
      'node_netstat_TcpExt_SyncookiesSent 1',
      'node_netstat_Tcp_ActiveOpens 7',
      'node_netstat_Tcp_InErrs 2',
    ]);
  });
  it('needs no IPv6, but the rest', () => {
    expect(linesOf(collector.collect(fakeSnapshot({ files })))).toHaveLength(6);
    expect(collector.collect(file('/proc/net/snmp', snmp))).toBeUndefined();
  });
  it('fails where names and numbers do not match', () => {
    expect(() =>
      collector.collect(fakeSnapshot({ files: { ...files, '/proc/net/snmp': 'Tcp: A B\nTcp: 1\n' } }))
    ).toThrow('do not match');
    expect(() =>
      collector.collect(fakeSnapshot({ files: { ...files, '/proc/net/snmp': 'Tcp: A\nUdp: 1\n' } }))
    ).toThrow('do not match');
  });
});

describe('sockstat', () => {
  const text = 'sockets: used 229\nTCP: inuse 4 orphan 0 tw 4 alloc 17 mem 3\nFRAG: inuse 0 memory 0\n';
  it('has memory in bytes once the size of a page is known', () => {
    const files = { '/proc/net/sockstat': text, '/proc/net/sockstat6': 'TCP6: inuse 17\n' };
    expect(linesOf(sockstat.collect(fakeSnapshot({ files })))).not.toContain('node_sockstat_TCP_mem_bytes 12288');
    const lines = linesOf(sockstat.collect(fakeSnapshot({ files, runs: { 'page-size': '4096\n' } })));
    expect(lines).toContain('node_sockstat_TCP_mem_bytes 12288');
    expect(lines).toContain('node_sockstat_TCP6_inuse 17');
    expect(lines).toContain('node_sockstat_sockets_used 229');
  });
});

describe('small files', () => {
  it('pressure has what the kernel tells, and nothing where it is switched off', () => {
    const line = (kind: string) => `${kind} avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\n`;
    const files = { '/proc/pressure/cpu': line('some'), '/proc/pressure/irq': line('full'), '/proc/pressure/io': '' };
    expect(linesOf(pressure.collect(fakeSnapshot({ files })))).toEqual([
      'node_pressure_cpu_waiting_seconds_total 1.5',
      'node_pressure_irq_stalled_seconds_total 1.5',
    ]);
    expect(pressure.collect(fakeSnapshot({ files: { '/proc/pressure/cpu': '' } }))).toBeUndefined();
  });
  it('schedstat skips domains', () => {
    const text = 'version 15\ntimestamp 1\ncpu0 0 0 0 0 0 0 2000000000 1000000000 5\ndomain0 03 1 2\n';
    expect(linesOf(schedstat.collect(file('/proc/schedstat', text)))).toEqual([
      'node_schedstat_running_seconds_total{cpu="0"} 2',
      'node_schedstat_timeslices_total{cpu="0"} 5',
      'node_schedstat_waiting_seconds_total{cpu="0"} 1',
    ]);
  });
  it('stat has softirqs only when asked', () => {
    const text =
      'cpu 1\nintr 38 1 2\nctxt 5\nbtime 1418183276\nprocesses 7\nprocs_running 2\nprocs_blocked 1\nsoftirq 55 1 2 3 4 5 6 7 8 9 10\n';
    expect(linesOf(stat(defaultSettings).collect(file('/proc/stat', text)))).toHaveLength(6);
    const lines = linesOf(stat(parseSettings({ 'stat.softirq': 'true' }).settings).collect(file('/proc/stat', text)));
    expect(lines).toContain('node_intr_total 38');
    expect(lines).toContain('node_softirqs_total{vector="hi"} 1');
    expect(lines).toContain('node_softirqs_total{vector="rcu"} 10');
  });
  it('vmstat keeps the fields of the settings', () => {
    const lines = linesOf(
      vmstat(defaultSettings).collect(file('/proc/vmstat', 'nr_free_pages 1\npgpgin 2\npgmajfault 3\noom_kill 4\n'))
    );
    expect(lines).toEqual(['node_vmstat_oom_kill 4', 'node_vmstat_pgmajfault 3', 'node_vmstat_pgpgin 2']);
  });
  it('arp counts by device', () => {
    const text =
      'IP address HW type Flags HW address Mask Device\n10.0.0.1 0x1 0x2 aa:bb * eth0\n10.0.0.2 0x1 0x2 aa:bc * eth0\n';
    expect(linesOf(arp(defaultSettings).collect(file('/proc/net/arp', text)))).toEqual([
      'node_arp_entries{device="eth0"} 2',
    ]);
  });
  it('conntrack adds up what each CPU counted, and does without where it is not loaded', () => {
    const files = {
      '/proc/sys/net/netfilter/nf_conntrack_count': '123\n',
      '/proc/sys/net/netfilter/nf_conntrack_max': '65536\n',
      '/proc/net/stat/nf_conntrack': `entries x\n${'0000000f '.repeat(17)}\n${'00000001 '.repeat(17)}\n`,
    };
    const lines = linesOf(conntrack.collect(fakeSnapshot({ files })));
    expect(lines).toContain('node_nf_conntrack_entries 123');
    expect(lines).toContain('node_nf_conntrack_stat_search_restart 16');
    expect(conntrack.collect(fakeSnapshot())).toBeUndefined();
  });
});
