import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from '../../test/fakeClock.ts';
import { createFakeSession, readResult } from '../../test/fakeSession.ts';
import { createServerMemory } from './memory.ts';
import { sourcesOf } from './sources.ts';

const collectors = [
  {
    reads: [
      { path: '/proc/stat', tier: 'fast' },
      { path: '/proc/interrupts', tier: 'medium' },
    ] as const,
  },
  {
    reads: [
      { path: '/proc/stat', tier: 'slow' },
      { path: '/etc/os-release', tier: 'static' },
      { path: '/sys/class/hwmon/hwmon*/temp*_input', tier: 'medium' },
      { path: '/sys/class/net/*/device', tier: 'slow', link: true },
    ] as const,
  },
];

function setUp() {
  const clock = createFakeClock();
  const memory = createServerMemory({
    sources: sourcesOf(collectors),
    intervalMs: () => 15_000,
    clock,
    nonce: () => 'nonce',
  });
  const session = createFakeSession();
  const expand = async (...paths: string[]) => {
    session.runs = () => paths.map((path) => `${path}\n`).join('');
    await memory.startRuns(session);
  };
  return { clock, memory, expand };
}

describe('createServerMemory', () => {
  it('reads each path in the fastest tier that asked for it, when that is due', async () => {
    const { clock, memory } = setUp();
    const files: string[][] = [];
    for (let poll = 0; poll < 21; poll += 1) {
      const plan = memory.plan();
      files.push([...plan.files]);
      memory.take(plan, readResult());
      await clock.advance(15_000);
    }
    expect(files[0]).toEqual(['/proc/stat', '/proc/interrupts', '/etc/os-release']);
    expect(files.slice(1, 4)).toEqual([['/proc/stat'], ['/proc/stat'], ['/proc/stat']]);
    expect(files[4]).toEqual(['/proc/stat', '/proc/interrupts']);
    expect(files.filter((list) => list.includes('/proc/interrupts'))).toHaveLength(6);
    expect(files.filter((list) => list.includes('/etc/os-release'))).toHaveLength(1);
  });

  it('hands out the same plan for the same tiers', async () => {
    const { clock, memory } = setUp();
    memory.take(memory.plan(), readResult());
    await clock.advance(15_000);
    const plan = memory.plan();
    memory.take(plan, readResult());
    await clock.advance(15_000);
    expect(memory.plan()).toBe(plan);
  });

  it('keeps values of slower tiers in between, and drops what is gone', async () => {
    const { clock, memory } = setUp();
    memory.take(memory.plan(), readResult({ '/proc/stat': 'a', '/proc/interrupts': 'i', '/etc/os-release': '' }, 7));
    await clock.advance(15_000);
    memory.take(memory.plan(), readResult({ '/proc/stat': 'b' }, 22));
    expect(memory.snapshot.read('/proc/stat')).toBe('b');
    expect(memory.snapshot.read('/proc/interrupts')).toBe('i');
    expect(memory.snapshot.read('/etc/os-release')).toBe('');
    expect(memory.snapshot.read('/proc/none')).toBeUndefined();
    expect(memory.snapshot.time).toBe(22);
    await clock.advance(45_000);
    memory.take(memory.plan(), readResult({ '/proc/stat': 'c' }));
    expect(memory.snapshot.read('/proc/interrupts')).toBeUndefined();
  });

  it('forgets at the end of a poll what every poll reads, and only that', async () => {
    const { clock, memory } = setUp();
    memory.take(memory.plan(), readResult({ '/proc/stat': 'a', '/proc/interrupts': 'i' }));
    memory.settle();
    expect(memory.snapshot.read('/proc/stat')).toBeUndefined();
    expect(memory.snapshot.read('/proc/interrupts')).toBe('i');
    await clock.advance(15_000);
    memory.take(memory.plan(), readResult());
    expect(memory.snapshot.read('/proc/stat')).toBeUndefined();
    expect(memory.snapshot.read('/proc/interrupts')).toBe('i');
  });

  it('reads what a glob brought at once, then by its tier, and forgets what vanished', async () => {
    const { clock, memory, expand } = setUp();
    const temperature = '/sys/class/hwmon/hwmon0/temp1_input';
    const device = '/sys/class/net/eth0/device';
    memory.take(memory.plan(), readResult());
    await expand(temperature, device, '/sys/class/net/*/device');
    const rest = memory.plan();
    expect(rest.files).toContain(temperature);
    expect(rest.links).toContain(device);
    memory.take(rest, {
      time: 1,
      files: new Map([[temperature, '42000\n']]),
      links: new Map([[device, '../../pci']]),
    });
    expect(memory.plan().files).not.toContain(temperature);
    expect(memory.plan().links).toEqual([]);
    expect(memory.snapshot.glob('/sys/class/hwmon/hwmon*/temp*_input')).toEqual([temperature]);
    expect(memory.snapshot.link(device)).toBe('../../pci');
    await clock.advance(60_000);
    expect(memory.plan().files).toContain(temperature);
    expect(memory.plan().links).toEqual([]);
    await clock.advance(240_000);
    await expand();
    memory.take(memory.plan(), readResult());
    expect(memory.snapshot.glob('/sys/class/hwmon/hwmon*/temp*_input')).toEqual([]);
    expect(memory.plan().files).not.toContain(temperature);
  });

  it('counts revisions of the tiers that were read', async () => {
    const { clock, memory } = setUp();
    memory.take(memory.plan(), readResult());
    const before = { ...memory.snapshot.revisions?.tiers };
    await clock.advance(15_000);
    memory.take(memory.plan(), readResult());
    expect(memory.snapshot.revisions?.tiers.fast).toBe((before.fast ?? 0) + 1);
    expect(memory.snapshot.revisions?.tiers.medium).toBe(before.medium);
  });
});

describe('sourcesOf', () => {
  it('refuses two runs of one name that differ', () => {
    const run = (script: string) => ({ reads: [], runs: [{ name: 'x', tier: 'slow', script }] as const });
    expect(() => sourcesOf([run('a'), run('b')])).toThrow('two runs');
    expect(sourcesOf([run('a'), run('a')]).runs).toHaveLength(1);
  });
});
