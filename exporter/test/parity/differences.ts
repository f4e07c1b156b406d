/** A difference that is known, by the names it is about, with the reason. Printed by `npm run parity`, told in docs/parity.md. */
export interface Difference {
  /** Of `name{labels}`. */
  pattern: RegExp;
  side: 'only theirs' | 'only ours' | 'value';
  reason: string;
}

const newer: Pick<Difference, 'side' | 'reason'> = {
  side: 'only ours',
  reason: 'Came after node_exporter 1.5.0; Shellwatch follows 1.12.1.',
};
const both = (pattern: RegExp, reason: string): Difference[] => [
  { side: 'only theirs', pattern, reason },
  { side: 'only ours', pattern, reason },
];

export const differences: readonly Difference[] = [
  {
    side: 'only theirs',
    pattern: /^(go|promhttp)_/,
    reason: 'About the Go runtime and the HTTP server of node_exporter.',
  },
  {
    side: 'only theirs',
    pattern: /^process_network_/,
    reason: 'About the process of node_exporter.',
  },
  {
    side: 'value',
    pattern: /^process_/,
    reason: 'About the process that serves the scrape, which is the exporter here.',
  },
  ...both(/^node_exporter_build_info/, 'Its labels are the version: 1.12.1 here, as that is what the metrics follow.'),
  {
    side: 'only theirs',
    pattern:
      /^node_memory_(Balloon|FileHugePages|FilePmdMapped|Hugetlb|KReclaimable|SecPageTables|Unaccepted|GPU\w+)_bytes/,
    reason:
      'Up to 1.8 node_exporter took every line of /proc/meminfo; since then a fixed list, which Shellwatch has too.',
  },
  {
    side: 'only theirs',
    pattern: /^node_processes_threads_state/,
    reason:
      'The state of every thread, which takes system calls for each thread of each process. Left out for that cost; neither dashboard 1860 nor the mixin asks for it.',
  },
  {
    side: 'only theirs',
    pattern: /^node_filesystem_purgeable_bytes/,
    reason: 'A value of macOS, which node_exporter 1.12.1 tells as 0 on Linux.',
  },
  ...both(
    /^node_(network|disk)_info/,
    'Since 1.6 and 1.12 it has one more label (adminstate, rotational), which makes it another series.'
  ),
  { ...newer, pattern: /^node_scrape_collector_\w+\{collector="(bcachefs|dmmultipath|kernel_hung|watchdog|xfrm)"\}/ },
  {
    ...newer,
    pattern:
      /^node_(kernel_hung|filesystem_mount_info|disk_filesystem|disk_device_mapper|disk_ata|time_clocksource|cpu_online|pressure_irq|network_receive_nohandler)/,
  },
  { ...newer, pattern: /^node_softnet_(backlog_len|cpu_collision_total|flow_limit_count_total|received_rps_total)/ },
  { ...newer, pattern: /^node_netstat_(TcpExt_TCP(OFOQueue|RcvQDrop|SynRetrans|Timeouts)|Tcp_OutRsts|Ip(6|Ext)_)/ },
  ...both(
    /^node_(processes_state|tcp_connection_states)\{/,
    'A state that something was in only when one of the two looked.'
  ),
  {
    side: 'value',
    pattern:
      /^node_(processes_(pids|threads|state)|tcp_connection_states|udp_queues|sockstat_\w+|filefd_allocated|procs_\w+|load\d+|arp_entries|nf_conntrack_entries|disk_io_now|filesystem_(avail|free|files_free)\w*)\{/,
    reason: 'A gauge that moves, and the two do not look at the same instant.',
  },
  {
    side: 'value',
    // What the kernel fixes at the start is compared like every other constant.
    pattern:
      /^node_memory_(?!MemTotal|SwapTotal|CommitLimit|VmallocTotal|VmallocChunk|Hugepagesize|HugePages_Total|DirectMap|CmaTotal|HardwareCorrupted)\w+\{/,
    reason: 'A gauge that moves, and the two do not look at the same instant.',
  },
];

export const explain = (side: Difference['side'], series: string): Difference | undefined =>
  differences.find((known) => known.side === side && known.pattern.test(series));
