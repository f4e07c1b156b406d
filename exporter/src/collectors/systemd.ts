import { familySet } from '../metrics/familySet.ts';
import type { Collector } from './collector.ts';
import { filter } from './filter.ts';
import { numberOrNone } from './number.ts';
import type { CollectorSettings } from './settings.ts';
import { systemdRun } from './systemdRun.ts';
import { systemdUnits, timestamp, type Systemd, type Unit } from './systemdUnits.ts';

const states = ['active', 'activating', 'deactivating', 'inactive', 'failed'];

const set = familySet({
  version: ['gauge', 'node_systemd_version', 'Version of systemd.'],
  virtualization: ['gauge', 'node_systemd_virtualization_info', 'Virtualization systemd found; always 1.'],
  running: ['gauge', 'node_systemd_system_running', '1 when the system is up and no unit failed.'],
  units: ['gauge', 'node_systemd_units', 'Units in each state.'],
  state: ['gauge', 'node_systemd_unit_state', '1 for the state the unit is in.'],
  start: [
    'gauge',
    'node_systemd_unit_start_time_seconds',
    'When the unit became active, in seconds since the epoch; 0 when it is not.',
  ],
  tasks: ['gauge', 'node_systemd_unit_tasks_current', 'Tasks of the unit.'],
  tasksMax: ['gauge', 'node_systemd_unit_tasks_max', 'Tasks the unit may have.'],
  restarts: ['counter', 'node_systemd_service_restart_total', 'Times systemd started the service again.'],
  trigger: [
    'gauge',
    'node_systemd_timer_last_trigger_seconds',
    'When the timer last went off, in seconds since the epoch.',
  ],
  accepted: ['counter', 'node_systemd_socket_accepted_connections_total', 'Connections the socket accepted.'],
  connections: ['gauge', 'node_systemd_socket_current_connections', 'Connections of the socket.'],
  // A gauge in node_exporter too, whatever its name says.
  refused: ['gauge', 'node_systemd_socket_refused_connections_total', 'Connections the socket refused.'],
});
type Key = Parameters<ReturnType<typeof set>['add']>[0];

function addManager(
  add: (key: Key, labels: Record<string, string>, value: number) => void,
  { manager, units }: Systemd
): void {
  const version = manager.get('Version') ?? '';
  const [number] = /\d{3,}(?:\.\d+)?/.exec(version) ?? ['0'];
  add('version', { version: number === '0' ? '' : version }, Number(number));
  // Nothing is told of bare metal.
  add('virtualization', { virtualization_type: manager.get('Virtualization') || 'none' }, 1);
  const state = manager.get('SystemState');
  if (state !== undefined) {
    add('running', {}, state === 'running' ? 1 : 0);
  }
  const counts = new Map(states.map((state) => [state, 0]));
  units.forEach(({ active }) => counts.set(active, (counts.get(active) ?? 0) + 1));
  counts.forEach((count, state) => add('units', { state }, count));
}

/** Properties that become one sample where a unit has them: suffix, property, family, whether it is on. */
const optional = (option: CollectorSettings['option']) =>
  [
    ['.service', 'NRestarts', 'restarts', option['systemd.enable-restarts-metrics']],
    ['.service', 'TasksCurrent', 'tasks', option['systemd.enable-task-metrics']],
    ['.service', 'TasksMax', 'tasksMax', option['systemd.enable-task-metrics']],
    ['.socket', 'NAccepted', 'accepted', true],
    ['.socket', 'NConnections', 'connections', true],
    ['.socket', 'NRefused', 'refused', true],
  ] as const;

/** Units of systemd. */
export function systemd(settings: CollectorSettings): Collector {
  const { option } = settings;
  const kept = filter(option['systemd.unit-include'], option['systemd.unit-exclude']);
  const run = systemdRun(kept, settings);
  const rows = optional(option);
  return {
    name: 'systemd',
    reads: [],
    runs: [run],
    collect(snapshot) {
      const told = systemdUnits(snapshot.run(run.name)?.stdout ?? '');
      if (told === undefined) {
        return undefined;
      }
      const { add, families } = set();
      addManager(add, told);
      const keptUnits = told.units.filter(({ name, load }: Unit) => load === 'loaded' && kept(name));
      for (const { name, active, properties } of keptUnits) {
        const type = /\.(service|mount)$/.test(name) ? (properties.get('Type') ?? '') : '';
        states.forEach((state) => add('state', { name, state, type }, active === state ? 1 : 0));
        if (option['systemd.enable-start-time-metrics']) {
          add('start', { name }, active === 'active' ? timestamp(properties.get('ActiveEnterTimestamp')) : 0);
        }
        if (name.endsWith('.timer')) {
          add('trigger', { name }, timestamp(properties.get('LastTriggerUSec')));
        }
        for (const [suffix, property, key, on] of rows) {
          const value = numberOrNone(properties.get(property));
          if (on && name.endsWith(suffix) && value !== undefined && value < 2 ** 63) {
            add(key, { name }, value);
          }
        }
      }
      return families();
    },
  };
}
