/** Series of the expected output that no test compares, each with the reason. Everything else must be equal. */
export const leftOut: ReadonlyArray<readonly [series: RegExp, reason: string]> = [
  [/^(go|process|promhttp)_/, 'of the process that made the output, not of the fixture tree'],
  [
    /^node_scrape_collector_success\{collector="(buddyinfo|cgroups|cpu_vulnerabilities|drbd|ksmd|lnstat|meminfo_numa|mountstats|pcidevice|qdisc|slabinfo|softirqs|sysctl|wifi|xfrm|zoneinfo)"\}/,
    'collectors that are off by default, and that neither dashboard 1860 nor the mixin uses',
  ],
  [
    /^node_(buddyinfo|cgroups|cpu_vulnerabilities|drbd|ksmd|lnstat|memory_numa|mountstats|pcidevice|qdisc|slabinfo|softirqs_functions|sysctl|wifi|xfrm|zoneinfo)_/,
    'their families',
  ],
];

/** Series we make and the expected output does not have, each with the reason. */
export const added: ReadonlyArray<readonly [series: RegExp, reason: string]> = [
  [
    /^node_network_(receive|transmit)_(bytes|packets)_total/,
    'taken out of the expected output by its makers: of the machine',
  ],
  [/^node_exporter_build_info/, 'taken out too: it names a version'],
  [/^node_scrape_collector_duration_seconds/, 'taken out too: a duration'],
  [/^node_textfile_mtime_seconds/, 'taken out too: a time'],
  [/^node_time_zone_offset_seconds/, 'taken out too: of the machine'],
];

/** Collectors that were off when the output was made, or whose sources are no files. The rest of them is compared on a live machine. */
export const off = ['filesystem', 'selinux', 'systemd', 'tcpstat', 'timex', 'uname'];
