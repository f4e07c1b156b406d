import { describe, expect, it } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { cpu, cpuRange } from './cpu.ts';
import { defaultSettings, parseSettings } from './settings.ts';

const collector = cpu(defaultSettings);
const stat = (...cpus: string[]) =>
  fakeSnapshot({ files: { '/proc/stat': ['cpu  9 9 9 9 9 9 9 9 9 9', ...cpus, 'intr 1', ''].join('\n') } });
const value = (families: ReturnType<typeof collector.collect>, mode: string, name = 'node_cpu_seconds_total') =>
  families?.find((family) => family.name === name)?.samples.find(({ labels }) => labels.mode === mode)?.value;

describe('cpu', () => {
  it('has each CPU, and not their sum', () => {
    const lines = linesOf(collector.collect(stat('cpu0 100 2 3 4 5 6 7 8 50 1', 'cpu11 1 2 3 4 5 6 7 8 0 0')));
    expect(lines).toHaveLength(20);
    expect(lines).toContain('node_cpu_seconds_total{cpu="0",mode="user"} 1');
    expect(lines).toContain('node_cpu_seconds_total{cpu="11",mode="steal"} 0.08');
    expect(lines).toContain('node_cpu_guest_seconds_total{cpu="0",mode="user"} 0.5');
    expect(lines).toContain('node_cpu_guest_seconds_total{cpu="0",mode="nice"} 0.01');
  });

  it('takes missing guest columns of old kernels for zero', () => {
    expect(linesOf(collector.collect(stat('cpu0 1 2 3 4 5 6 7 8')))).toContain(
      'node_cpu_guest_seconds_total{cpu="0",mode="user"} 0'
    );
  });

  it('leaves guest time out when it is off', () => {
    const { settings } = parseSettings({ 'cpu.guest': 'false' });
    expect(linesOf(cpu(settings).collect(stat('cpu0 1 2 3 4 5 6 7 8 9 10')))).toHaveLength(8);
  });

  it('never runs backwards by a little, as iowait does in the kernel', () => {
    const before = collector.collect(stat('cpu0 0 0 0 1000 500 0 0 0 0 0'));
    const after = collector.collect(stat('cpu0 0 0 0 999 450 0 0 0 0 0'), before);
    expect(value(after, 'iowait')).toBe(5);
    expect(value(after, 'idle')).toBe(10);
    expect(value(collector.collect(stat('cpu0 0 0 0 1001 510 0 0 0 0 0'), after), 'iowait')).toBe(5.1);
  });

  it('starts anew for a CPU that went and came back', () => {
    const before = collector.collect(stat('cpu0 0 0 0 1000 500 0 0 0 0 0', 'cpu1 0 0 0 1000 500 0 0 0 7 0'));
    const after = collector.collect(stat('cpu1 0 0 0 10 2 0 0 0 1 0'), before);
    expect(value(after, 'iowait')).toBe(0.02);
    expect(value(after, 'user', 'node_cpu_guest_seconds_total')).toBe(0.01);
  });

  it('tells throttling once for each core and package, and CPUs that are online', () => {
    const base = '/sys/devices/system/cpu';
    const thread = (n: number, core: string, count: string) => ({
      [`${base}/cpu${n}/topology/physical_package_id`]: '0\n',
      [`${base}/cpu${n}/topology/core_id`]: `${core}\n`,
      [`${base}/cpu${n}/thermal_throttle/core_throttle_count`]: `${count}\n`,
      [`${base}/cpu${n}/thermal_throttle/package_throttle_count`]: '7\n',
    });
    const files = {
      ...thread(0, '0', '5'),
      ...thread(1, '0', '5'),
      ...thread(2, '1', '6'),
      [`${base}/isolated`]: '1,3-4\n',
      [`${base}/cpu1/online`]: '1\n',
    };
    expect(linesOf(collector.collectSlow?.(fakeSnapshot({ files })))).toEqual([
      'node_cpu_core_throttles_total{core="0",package="0"} 5',
      'node_cpu_core_throttles_total{core="1",package="0"} 6',
      'node_cpu_isolated{cpu="1"} 1',
      'node_cpu_isolated{cpu="3"} 1',
      'node_cpu_isolated{cpu="4"} 1',
      'node_cpu_package_throttles_total{package="0"} 7',
    ]);
    const online = { [`${base}/cpu0/online`]: '1\n', [`${base}/cpu1/online`]: '0\n' };
    expect(linesOf(collector.collectSlow?.(fakeSnapshot({ files: online })))).toEqual([
      'node_cpu_online{cpu="0"} 1',
      'node_cpu_online{cpu="1"} 0',
    ]);
  });

  it('reads ranges of CPUs', () => {
    expect(cpuRange('0-2,5\n')).toEqual(['0', '1', '2', '5']);
    expect(cpuRange('\n')).toEqual([]);
  });
});
