import { RE2JS } from 're2js';

interface Option<Value> {
  kind: 'pattern' | 'switch' | 'text';
  default: Value;
  help: string;
}

const pattern = (value: string, help: string): Option<string> => ({ kind: 'pattern', default: value, help });
const onOff = (value: boolean, help: string): Option<boolean> => ({ kind: 'switch', default: value, help });
const text = (value: string, help: string): Option<string> => ({ kind: 'text', default: value, help });

/**
 * node_exporter's `--collector.NAME` flags by NAME, with its defaults and meanings (version 1.12.1).
 * An include pattern given without its exclude pattern clears the exclude default, as there.
 */
export const collectorOptions = {
  'arp.device-include': pattern('', 'devices whose ARP entries are counted'),
  'arp.device-exclude': pattern('', 'devices whose ARP entries are not counted'),
  'bcache.priorityStats': onOff(false, 'node_bcache_priority_stats_*, which cost the kernel much'),
  'cpu.guest': onOff(true, 'node_cpu_guest_seconds_total'),
  'cpu.info': onOff(false, 'node_cpu_info and node_cpu_frequency_hertz from /proc/cpuinfo'),
  'cpu.info.flags-include': pattern('', 'flags of the first CPU that become node_cpu_flag_info'),
  'cpu.info.bugs-include': pattern('', 'bugs of the first CPU that become node_cpu_bug_info'),
  'diskstats.device-include': pattern('', 'block devices that are read'),
  'diskstats.device-exclude': pattern(
    '^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$',
    'block devices that are left out'
  ),
  'filesystem.mount-points-include': pattern('', 'mount points that are read'),
  'filesystem.mount-points-exclude': pattern(
    '^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)',
    'mount points that are left out'
  ),
  'filesystem.fs-types-include': pattern('', 'filesystem types that are read'),
  'filesystem.fs-types-exclude': pattern(
    '^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$',
    'filesystem types that are left out'
  ),
  'hwmon.chip-include': pattern('', 'sensor chips that are read'),
  'hwmon.chip-exclude': pattern('', 'sensor chips that are left out'),
  'hwmon.sensor-include': pattern('', 'sensors that are read, as CHIP;SENSOR'),
  'hwmon.sensor-exclude': pattern('', 'sensors that are left out, as CHIP;SENSOR'),
  'infiniband.device-include': pattern('', 'InfiniBand devices that are read'),
  'infiniband.device-exclude': pattern('', 'InfiniBand devices that are left out'),
  'interrupts.name-include': pattern('', 'interrupts that are read, as NAME;INFO;DEVICES'),
  'interrupts.name-exclude': pattern('', 'interrupts that are left out, as NAME;INFO;DEVICES'),
  'interrupts.include-zeros': onOff(true, 'interrupts that a CPU never had'),
  'ipvs.backend-labels': text(
    'local_address,local_port,remote_address,remote_port,proto,local_mark',
    'labels by which backends are told apart, the others are summed over'
  ),
  'kernel_hung.dashboard-name': onOff(
    false,
    'node_kernel_hung_tasks too, which dashboard 1860 asks for (node_exporter has only the name with _total)'
  ),
  'netclass.ignored-devices': pattern('^$', 'network devices that are left out of netclass'),
  'netclass.ignore-invalid-speed': onOff(false, 'no speed instead of a negative one where a device does not know it'),
  'netdev.device-include': pattern('', 'network devices that are read'),
  'netdev.device-exclude': pattern('', 'network devices that are left out'),
  'netstat.fields': pattern(
    '^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors))$',
    'fields of /proc/net/netstat, snmp and snmp6, as PROTOCOL_FIELD'
  ),
  'powersupply.ignored-supplies': pattern('^$', 'power supplies that are left out'),
  'rapl.enable-zone-label': onOff(false, 'one family with a label for the zone instead of a family for each zone'),
  'stat.softirq': onOff(false, 'node_softirqs_total'),
  'systemd.unit-include': pattern('.+', 'units that are read, when they do not match the exclude pattern too'),
  'systemd.unit-exclude': pattern('.+\\.(automount|device|mount|scope|slice)', 'units that are left out'),
  'systemd.enable-task-metrics': onOff(false, 'node_systemd_unit_tasks_current and _max'),
  'systemd.enable-restarts-metrics': onOff(true, 'node_systemd_service_restart_total (off in node_exporter)'),
  'systemd.enable-start-time-metrics': onOff(false, 'node_systemd_unit_start_time_seconds'),
  'tapestats.ignored-devices': pattern('^$', 'tape devices that are left out'),
  'textfile.directory': text('', 'directories on the server whose *.prom files are read, with commas between them'),
  'vmstat.fields': pattern('^(oom_kill|pgpg|pswp|pg.*fault).*', 'fields of /proc/vmstat'),
} as const satisfies Record<string, Option<string> | Option<boolean>>;

export type OptionName = keyof typeof collectorOptions;
type OptionValues = {
  readonly [K in OptionName]: (typeof collectorOptions)[K] extends Option<boolean> ? boolean : string;
};

/** Which collectors run, by name (those that are not named run), and the value of each option. */
export interface CollectorSettings {
  readonly off: ReadonlySet<string>;
  readonly option: OptionValues;
}

const defaults = Object.fromEntries(
  Object.entries(collectorOptions).map(([name, { default: value }]) => [name, value])
);
export const defaultSettings: CollectorSettings = { off: new Set(), option: defaults as unknown as OptionValues };

/** A value that can not be used, and what it should be. */
export interface SettingProblem {
  name: string;
  expected: string;
}

function parsed(kind: Option<unknown>['kind'], value: string): string | boolean | undefined {
  if (kind === 'switch') {
    return value === 'true' ? true : value === 'false' ? false : undefined;
  }
  try {
    return kind === 'pattern' ? (RE2JS.compile(value), value) : value;
  } catch {
    return undefined;
  }
}

/** The exclude option of an include option; systemd's two are independent, as in node_exporter. */
const excludeOf = (name: string): OptionName | undefined =>
  name.endsWith('-include') && !name.startsWith('systemd.') && name.replace(/-include$/, '-exclude') in collectorOptions
    ? (name.replace(/-include$/, '-exclude') as OptionName)
    : undefined;

/** Settings from option name → text; every wrong value is named at once. Names of no option are for the caller to refuse. */
export function parseSettings(
  values: Readonly<Record<string, string>>,
  off: Iterable<string> = []
): { settings: CollectorSettings; problems: SettingProblem[] } {
  const option: Record<string, string | boolean> = { ...defaults };
  const problems: SettingProblem[] = [];
  for (const [name, { kind }] of Object.entries(collectorOptions)) {
    const value = values[name];
    if (value === undefined) {
      continue;
    }
    const result = parsed(kind, value);
    if (result === undefined) {
      problems.push({ name, expected: kind === 'switch' ? 'true or false' : 'a regular expression (RE2 syntax)' });
      continue;
    }
    option[name] = result;
    const exclude = excludeOf(name);
    if (exclude !== undefined && value !== '') {
      if ((values[exclude] ?? '') !== '') {
        problems.push({ name, expected: `empty, as ${exclude} is set` });
      }
      option[exclude] = '';
    }
  }
  return { settings: { off: new Set(off), option: option as unknown as OptionValues }, problems };
}
