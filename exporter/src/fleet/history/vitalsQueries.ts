/** A PromQL selector of this server: `series('node_load1', 'mode="idle"')`. */
export type Select = (family: string, ...matchers: string[]) => string;

const growth = (select: Select, window: string, family: string, ...matchers: string[]): string => `rate(${select(family, ...matchers)}[${window}])`;
const cpuShare =
  (modes: string, by = '') =>
  (select: Select, window: string): string =>
    `sum${by}(${growth(select, window, 'node_cpu_seconds_total', `mode=~"${modes}"`)}) / sum${by}(${growth(select, window, 'node_cpu_seconds_total')})`;
const perDevice = (family: string) => (select: Select, window: string) => growth(select, window, family);

/**
 * What the families of vitals/families.ts are in PromQL: Prometheus has node_exporter's names only.
 * Each takes the window of its rates.
 */
export const vitalsQueries: Readonly<Record<string, (select: Select, window: string) => string>> = {
  shellwatch_vitals_cpu_used_ratio: (select, window) => `1 - (${cpuShare('idle|iowait')(select, window)})`,
  shellwatch_vitals_cpu_iowait_ratio: cpuShare('iowait'),
  shellwatch_vitals_cpu_steal_ratio: cpuShare('steal'),
  shellwatch_vitals_cpu_each_used_ratio: (select, window) => `1 - (${cpuShare('idle|iowait', ' by (cpu) ')(select, window)})`,
  shellwatch_vitals_memory_used_ratio: (select) => `1 - ${select('node_memory_MemAvailable_bytes')} / ${select('node_memory_MemTotal_bytes')}`,
  shellwatch_vitals_swap_used_ratio: (select) => `1 - ${select('node_memory_SwapFree_bytes')} / ${select('node_memory_SwapTotal_bytes')}`,
  shellwatch_vitals_mount_used_ratio: (select) => {
    const used = `(${select('node_filesystem_size_bytes')} - ${select('node_filesystem_free_bytes')})`;
    return `max by (mountpoint) (${used} / (${used} + ${select('node_filesystem_avail_bytes')}))`;
  },
  shellwatch_vitals_mount_inodes_used_ratio: (select) => `max by (mountpoint) (1 - ${select('node_filesystem_files_free')} / ${select('node_filesystem_files')})`,
  shellwatch_vitals_disk_busy_ratio: perDevice('node_disk_io_time_seconds_total'),
  shellwatch_vitals_disk_read_bytes_per_second: perDevice('node_disk_read_bytes_total'),
  shellwatch_vitals_disk_written_bytes_per_second: perDevice('node_disk_written_bytes_total'),
  shellwatch_vitals_network_receive_bytes_per_second: (select, window) => growth(select, window, 'node_network_receive_bytes_total', 'device!="lo"'),
  shellwatch_vitals_network_transmit_bytes_per_second: (select, window) => growth(select, window, 'node_network_transmit_bytes_total', 'device!="lo"'),
};
