import type { Incident } from './incident.ts';

/** Which kept family shows what an incident is about. `scale` turns its values into the unit of the check's limit. */
export interface IncidentSubject {
  family: string;
  labels: string[];
  scale: number;
  rate: boolean;
  unit: string;
  /** Whether the limit is in the same unit. */
  limit: boolean;
}

const plain = { labels: [], scale: 1, rate: false, unit: '', limit: true };
const ratio = (name: string, labels: string[] = []): IncidentSubject => ({ ...plain, family: `shellwatch_vitals_${name}_ratio`, labels, scale: 100, unit: '%' });
const by = (label: string, item: string | null): string[] => (item === null ? [] : [`${label}=${item}`]);

/** The name and labels in a value's own name: `shellwatch_command_x{mode="a"}`. */
function series(item: string): { family: string; labels: string[] } {
  const [, family = item, inside = ''] = /^([^{]+)(?:\{(.*)\})?$/s.exec(item) ?? [];
  const labels = [...inside.matchAll(/([a-zA-Z_]\w*)=("(?:[^"\\]|\\.)*")/g)].map(([, name, value]) => `${name}=${String(JSON.parse(value as string))}`);
  return { family, labels };
}

/** undefined where nothing is kept that would say more than words. `threads`: of the server's CPU, 0 when they are not known. */
export function incidentSubject({ check, item }: Pick<Incident, 'check' | 'item'>, threads: number): IncidentSubject | undefined {
  switch (check) {
    case 'cpu':
      return ratio('cpu_used');
    case 'memory':
      return ratio('memory_used');
    case 'swap':
      return ratio('swap_used');
    case 'load':
      return { ...plain, family: 'node_load5', scale: threads > 0 ? 1 / threads : 1, limit: threads > 0, unit: threads > 0 ? 'per core' : '' };
    case 'disk_space':
      return ratio('mount_used', by('mountpoint', item));
    case 'disk_full_in':
      return { ...ratio('mount_used', by('mountpoint', item)), limit: false };
    case 'disk_inodes':
      return ratio('mount_inodes_used', by('mountpoint', item));
    case 'disk_busy':
      return ratio('disk_busy', by('device', item));
    case 'network_errors':
      return { ...plain, family: 'node_network_receive_errs_total', labels: by('device', item), rate: true, unit: '/s', limit: false };
    case 'temperature': {
      const [chip, sensor] = (item ?? '').split(' ');
      return sensor === undefined ? undefined : { ...plain, family: 'node_hwmon_temp_celsius', labels: [`chip=${chip}`, `sensor=${sensor}`], unit: '°C' };
    }
    case 'command_value':
      return item === null ? undefined : { ...plain, ...series(item) };
    case 'log_rate':
      return { ...plain, family: 'shellwatch_log_matches_total', labels: by('rule', item), rate: true, scale: 60, unit: '/min' };
    default:
      return undefined;
  }
}
