import { describe, expect, it } from '@jest/globals';
import type { Family, Labels } from '../../metrics/family.ts';
import { toFrame, type Frame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import { vitalsFamilies } from './families.ts';
import { compactVitals, vitalsOf } from './vitals.ts';

const pool = createShapePool();
type Rows = Array<[string, Labels, number]>;
const start = Date.UTC(2026, 0, 1);

/** A poll `seconds` after the start, from rows of family, labels and value. */
function poll(seconds: number, rows: Rows): Frame {
  const families = new Map<string, Family>();
  for (const [name, labels, value] of rows) {
    const family = families.get(name) ?? { name, help: '', type: 'counter', samples: [] };
    family.samples.push({ labels, value });
    families.set(name, family);
  }
  return toFrame({ serverId: 'a', name: 'a', at: start + seconds * 1000, families: [...families.values()] }, pool, undefined);
}
const cpu = (name: string, idle: number, user: number, iowait: number): Rows => [
  ['node_cpu_seconds_total', { cpu: name, mode: 'idle' }, idle],
  ['node_cpu_seconds_total', { cpu: name, mode: 'user' }, user],
  ['node_cpu_seconds_total', { cpu: name, mode: 'iowait' }, iowait],
];

describe('vitalsOf', () => {
  it('has no rates after one poll, and does not say zero for that', () => {
    const vitals = vitalsOf(poll(0, [...cpu('0', 1, 2, 3), ['node_network_receive_bytes_total', { device: 'eth0' }, 5]]), undefined);
    expect(vitals).toMatchObject({ windowSeconds: null, cpu: { threads: 1, usedPercent: null, each: [{ cpu: '0', usedPercent: null }] }, memory: null, load: null, bootTime: null });
    expect(vitals.interfaces[0]).toMatchObject({ interface: 'eth0', receiveBytesPerSecond: null });
  });

  it('computes CPU as top does: idle and iowait are not used', () => {
    const vitals = vitalsOf(poll(10, [...cpu('10', 108, 2, 0), ...cpu('9', 102, 6, 2)]), poll(0, [...cpu('10', 100, 0, 0), ...cpu('9', 100, 0, 0)]));
    expect(vitals.cpu).toMatchObject({ threads: 2, usedPercent: 40, userPercent: 40, iowaitPercent: 10, each: [{ cpu: '9', usedPercent: 60 }, { cpu: '10', usedPercent: 20 }] });
  });

  it('takes an iowait that steps back for nothing, and a reboot for a reset', () => {
    expect(vitalsOf(poll(10, cpu('0', 109, 1, 49.8)), poll(0, cpu('0', 100, 0, 50))).cpu).toMatchObject({ usedPercent: 10, iowaitPercent: 0 });
    expect(vitalsOf(poll(60, cpu('0', 15, 5, 0)), poll(0, cpu('0', 90_000, 500, 5))).cpu).toMatchObject({ usedPercent: 25 });
  });

  it('uses the time between the reads on the server, unless its clock was set meanwhile', () => {
    const network = (value: number, time: number): Rows => [['node_network_receive_bytes_total', { device: 'eth0' }, value], ['node_time_seconds', {}, time]];
    const rate = (now: Frame, before: Frame) => vitalsOf(now, before).interfaces[0]?.receiveBytesPerSecond;
    expect(rate(poll(10.4, network(1000, 1010)), poll(0, network(0, 1000)))).toBe(100);
    expect(rate(poll(10, network(1000, 9999)), poll(0, network(0, 1000)))).toBe(100);
    expect(rate(poll(10, network(300, 1010)), poll(0, network(5000, 1000)))).toBe(30);
    expect(rate(poll(3600, network(300, 4600)), poll(0, network(0, 1000)))).toBeNull();
  });

  it('compares a device with itself, whichever others came and went', () => {
    const network = (...devices: Array<[string, number]>): Rows => devices.map(([device, value]) => ['node_network_receive_bytes_total', { device }, value]);
    const rates = (now: Rows, before: Rows) => vitalsOf(poll(10, now), poll(0, before)).interfaces.map((one) => [one.interface, one.receiveBytesPerSecond]);
    expect(rates(network(['eth0', 100], ['eth1', 50]), network(['eth0', 0], ['eth1', 40]))).toEqual([['eth0', 10], ['eth1', 1]]);
    expect(rates(network(['eth1', 50], ['eth2', 70]), network(['eth0', 0], ['eth1', 40]))).toEqual([['eth1', 1], ['eth2', null]]);
  });

  it('counts file systems as df does, and knows which one a person would look at', () => {
    const mount = (mountpoint: string, fstype: string, size: number, free: number, available: number, readOnly = 0): Rows => {
      const labels = { device: `/dev/${mountpoint}`, fstype, mountpoint };
      return [['node_filesystem_size_bytes', labels, size], ['node_filesystem_free_bytes', labels, free], ['node_filesystem_avail_bytes', labels, available], ['node_filesystem_readonly', labels, readOnly]];
    };
    const vitals = vitalsOf(poll(0, [...mount('/', 'ext4', 1000, 400, 200), ...mount('/snap', 'squashfs', 10, 0, 0), ...mount('/cd', 'ext4', 10, 0, 0, 1), ...mount('/tmp', 'tmpfs', 10, 1, 1), ...mount('/none', 'proc', 0, 0, 0)]), undefined);
    expect(vitals.mounts.map(({ mountpoint, usedPercent }) => [mountpoint, usedPercent])).toEqual([['/snap', 100], ['/cd', 100], ['/tmp', 90], ['/', 75]]);
    expect(compactVitals('a', 'a', vitals).fullestMount).toEqual({ mountpoint: '/', usedPercent: 75 });
  });

  it('computes disks as iostat does, and no latency where nothing was asked', () => {
    const disk = (reads: number, readSeconds: number, busy: number): Rows => [
      ['node_disk_reads_completed_total', { device: 'sda' }, reads],
      ['node_disk_read_time_seconds_total', { device: 'sda' }, readSeconds],
      ['node_disk_writes_completed_total', { device: 'sda' }, 7],
      ['node_disk_write_time_seconds_total', { device: 'sda' }, 7],
      ['node_disk_io_time_seconds_total', { device: 'sda' }, busy],
    ];
    expect(vitalsOf(poll(10, disk(120, 3, 5)), poll(0, disk(20, 1, 0))).disks).toMatchObject([{ device: 'sda', readsPerSecond: 10, readSeconds: 0.02, writesPerSecond: 0, writeSeconds: null, busyPercent: 50 }]);
  });

  it('reads temperatures from hwmon, or from thermal zones where there is no hwmon', () => {
    const hwmon: Rows = [
      ['node_hwmon_temp_celsius', { chip: 'c', sensor: 'temp1' }, 40],
      ['node_hwmon_temp_celsius', { chip: 'c', sensor: 'temp2' }, 71],
      ['node_hwmon_temp_crit_celsius', { chip: 'c', sensor: 'temp2' }, 100],
      ['node_hwmon_sensor_label', { chip: 'c', sensor: 'temp2', label: 'Package' }, 1],
    ];
    const zone: Rows = [['node_thermal_zone_temp', { zone: '0', type: 'cpu-thermal' }, 50]];
    expect(vitalsOf(poll(0, [...hwmon, ...zone]), undefined).temperatures).toEqual([
      { chip: 'c', sensor: 'temp2', label: 'Package', celsius: 71, criticalCelsius: 100 },
      { chip: 'c', sensor: 'temp1', label: null, celsius: 40, criticalCelsius: null },
    ]);
    expect(vitalsOf(poll(0, zone), undefined).temperatures).toMatchObject([{ chip: 'thermal_zone', label: 'cpu-thermal', celsius: 50 }]);
  });

  it('reckons memory on old kernels as free(1) did', () => {
    const memory: Rows = [['node_memory_MemTotal_bytes', {}, 100], ['node_memory_MemFree_bytes', {}, 20], ['node_memory_Buffers_bytes', {}, 5], ['node_memory_Cached_bytes', {}, 15]];
    expect(vitalsOf(poll(0, memory), undefined).memory).toMatchObject({ availableBytes: 40, usedBytes: 60, usedPercent: 60 });
    expect(vitalsOf(poll(0, [...memory, ['node_memory_MemAvailable_bytes', {}, 70]]), undefined).memory).toMatchObject({ usedPercent: 30 });
  });
});

describe('vitalsFamilies', () => {
  it('leaves out what is not known, in an order that does not change with the values', () => {
    const traffic = (one: number, two: number) => poll(one, [['node_network_receive_bytes_total', { device: 'b' }, one * 10], ['node_network_receive_bytes_total', { device: 'a' }, two]]);
    const families = vitalsFamilies(vitalsOf(traffic(10, 500), traffic(0, 0)));
    expect(families.map(({ name }) => name)).toEqual(['shellwatch_vitals_network_receive_bytes_per_second']);
    expect(families[0]?.samples).toEqual([{ labels: { device: 'a' }, value: 50 }, { labels: { device: 'b' }, value: 10 }]);
  });
});
