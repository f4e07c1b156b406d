import { describe, expect, it } from '@jest/globals';
import type { ServerStatus } from '../../../../contract/status.ts';
import type { Family } from '../../metrics/family.ts';
import { toFrame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import { vitalsOf } from '../vitals/vitals.ts';
import { createPace, never } from './fullIn.ts';
import { measures } from './measures.ts';
import { statusMeasures } from './statusMeasures.ts';

const at = Date.UTC(2026, 0, 1);
const pool = createShapePool();
const gauge = (name: string, ...samples: Array<[number, Record<string, string>?]>): Family => ({ name, help: '', type: 'gauge', samples: samples.map(([value, labels = {}]) => ({ value, labels })) });
const counter = (name: string, ...samples: Array<[number, Record<string, string>?]>): Family => ({ ...gauge(name, ...samples), type: 'counter' });

/** What the checks see after two polls, ten seconds apart. */
function view(now: Family[], before: Family[] = []) {
  const frame = toFrame({ serverId: 's', name: 's', at, families: now }, pool, undefined);
  const earlier = toFrame({ serverId: 's', name: 's', at: at - 10_000, families: before }, pool, undefined);
  return { frame, vitals: vitalsOf(frame, before.length === 0 ? undefined : earlier), specsChangedAt: undefined as number | undefined, hoursLeft: () => 5, logRates: [{ rule: 'oom', perMinute: 3 }] };
}
const mount = (name: string, value: number, mountpoint: string, fstype = 'ext4'): Family => gauge(`node_filesystem_${name}`, [value, { device: '/dev/sda1', device_error: '', fstype, mountpoint }]);
const values = (list: ReadonlyArray<{ item: string; value: number }>) => list.map(({ item, value }) => [item, Math.round(value * 100) / 100]);

describe('measured values', () => {
  it('of memory, swap and load', () => {
    const memory = [gauge('node_memory_MemTotal_bytes', [1000]), gauge('node_memory_MemFree_bytes', [50]), gauge('node_memory_MemAvailable_bytes', [100]), gauge('node_memory_SwapTotal_bytes', [200]), gauge('node_memory_SwapFree_bytes', [150])];
    expect(values(measures.memory(view(memory)))).toEqual([['', 90]]);
    expect(values(measures.swap(view(memory)))).toEqual([['', 25]]);
    const noSwap = [...memory.slice(0, 3), gauge('node_memory_SwapTotal_bytes', [0]), gauge('node_memory_SwapFree_bytes', [0])];
    expect(measures.swap(view(noSwap))).toEqual([]);
  });
  it('of disks leave out images and what can not be written', () => {
    const disk = [mount('size_bytes', 1000, '/'), mount('free_bytes', 200, '/'), mount('avail_bytes', 100, '/'), mount('files', 100, '/'), mount('files_free', 60, '/')];
    expect(values(measures.disk_space(view(disk)))).toEqual([['/', 88.89]]);
    expect(values(measures.disk_inodes(view(disk)))).toEqual([['/', 40]]);
    expect(values(measures.disk_full_in(view(disk)))).toEqual([['/', 5]]);
    const image = [mount('size_bytes', 10, '/snap', 'squashfs'), mount('free_bytes', 0, '/snap', 'squashfs'), mount('avail_bytes', 0, '/snap', 'squashfs')];
    expect(measures.disk_space(view(image))).toEqual([]);
  });
  it('of networks are the share of packets with errors, after two polls', () => {
    const net = (packets: number, errors: number) => [
      counter('node_network_receive_bytes_total', [packets * 100, { device: 'eth0' }], [packets, { device: 'veth1' }]),
      counter('node_network_transmit_bytes_total', [0, { device: 'eth0' }], [0, { device: 'veth1' }]),
      counter('node_network_receive_packets_total', [packets, { device: 'eth0' }], [packets, { device: 'veth1' }]),
      counter('node_network_transmit_packets_total', [0, { device: 'eth0' }], [0, { device: 'veth1' }]),
      counter('node_network_receive_errs_total', [errors, { device: 'eth0' }], [0, { device: 'veth1' }]),
      counter('node_network_transmit_errs_total', [0, { device: 'eth0' }], [0, { device: 'veth1' }]),
    ];
    expect(measures.network_errors(view(net(100, 0)))).toEqual([]);
    expect(values(measures.network_errors(view(net(1090, 10), net(100, 0))))).toEqual([['eth0', 1]]);
  });
  it('of the clock', () => {
    expect(values(measures.time_drift(view([gauge('node_time_seconds', [at / 1000 - 12])])))).toEqual([['', 12]]);
    expect(values(measures.time_unsynchronised(view([gauge('node_timex_sync_status', [0])])))).toEqual([['', 1]]);
    expect(measures.time_unsynchronised(view([]))).toEqual([]);
  });
  it('of boots, units, specs and log rules', () => {
    expect(values(measures.reboot(view([gauge('node_boot_time_seconds', [at / 1000 - 60]), gauge('node_time_seconds', [at / 1000])])))).toEqual([['', 60]]);
    const units = gauge('node_systemd_unit_state', [1, { name: 'a', state: 'failed' }], [0, { name: 'b', state: 'failed' }], [1, { name: 'b', state: 'active' }]);
    expect(values(measures.systemd_failed(view([units])))).toEqual([['', 1]]);
    expect(values(measures.specs_changed({ ...view([]), specsChangedAt: at - 30_000 }))).toEqual([['', 30]]);
    expect(values(measures.log_rate(view([])))).toEqual([['oom', 3]]);
  });
  it('of commands are named by metric and labels', () => {
    const families = [gauge('shellwatch_command_queue', [4, { name: 'mail' }]), gauge('shellwatch_command_age_seconds', [9]), gauge('shellwatch_command_dropped_samples', [1])];
    expect(new Map(values(measures.command_value(view(families))) as Array<[string, number]>)).toEqual(new Map([['shellwatch_command_queue{name="mail"}', 4], ['shellwatch_command_age_seconds', 9]]));
  });
});

describe('hours until a disk is full', () => {
  const hour = 3_600_000;
  const pace = (bytesPerHour: number, hours: number) => {
    const made = createPace();
    for (let minute = 0; minute <= hours * 60; minute += 1) {
      made.add(at + minute * 60_000, 1e9 - (bytesPerHour * minute) / 60);
    }
    return made.hoursLeft();
  };
  it('follow the pace of the last six hours', () => {
    expect(pace(1e8, 2)).toBeCloseTo(8, 5);
    expect(pace(1e8, 0.25)).toBeUndefined();
  });
  it('are a year while it does not fill', () => {
    expect(pace(0, 2)).toBe(never);
    expect(pace(-1e8, 2)).toBe(never);
    expect(pace(1, 2)).toBe(never);
  });
  it('forget what is older', () => {
    const made = createPace();
    for (let minute = 0; minute <= 12 * 60; minute += 5) {
      made.add(at + minute * 60_000, minute <= 6 * 60 ? 1e9 : 1e9 - (minute - 360) * 1e6);
    }
    expect(made.hoursLeft()).toBeCloseTo(640e6 / 60e6, 1);
    made.add(at + 24 * hour, 1e9);
    expect(made.hoursLeft()).toBeUndefined();
  });
});

describe('values of a status', () => {
  const status = (state: ServerStatus['state'], reason: string | null = null): ServerStatus => ({ id: 's', name: 's', state, reason, message: null, detail: null, since: '', lastSeen: null, nextAttempt: null });
  const down = (own: ServerStatus, jump?: ServerStatus) => statusMeasures.server_down({ status: own, jump })[0]?.value;
  it('tell a dead server, and nothing of one that people stopped', () => {
    expect([down(status('up')), down(status('pending', 'never_polled')), down(status('down', 'timeout')), down(status('paused', 'disabled'))]).toEqual([0, 0, 1, undefined]);
  });
  it('leave changed host keys and refused logins to their own checks', () => {
    expect([down(status('down', 'host_key_changed')), down(status('paused', 'auth_paused')), down(status('down', 'auth_failed'))]).toEqual([0, 0, 1]);
    expect(statusMeasures.host_key_changed({ status: status('down', 'host_key_changed'), jump: undefined })).toEqual([{ item: '', value: 1 }]);
    expect(statusMeasures.auth_paused({ status: status('paused', 'auth_paused'), jump: undefined })).toEqual([{ item: '', value: 1 }]);
  });
  it('mute servers behind a dead jump server, unless nobody watches that one', () => {
    const behind = status('down', 'jump:timeout');
    expect(down(behind, status('down', 'timeout'))).toBe(0);
    expect(down(behind, status('down', 'jump:refused'))).toBe(0);
    expect(down(behind, status('up'))).toBe(1);
    expect(down(behind, status('paused', 'disabled'))).toBe(1);
    expect(down(behind)).toBe(1);
  });
});
