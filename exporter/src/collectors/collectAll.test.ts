import { describe, expect, it, jest } from '@jest/globals';
import { fakeSnapshot } from '../../test/fakeSnapshot.ts';
import { linesOf } from '../../test/lines.ts';
import { single, type Family } from '../metrics/family.ts';
import { globToRegExp } from '../snapshot/glob.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { collectAll, createCollectionMemory } from './collectAll.ts';
import type { Collector } from './collector.ts';
import { createCollectors } from './index.ts';
import { defaultSettings } from './settings.ts';

const family = (name: string, value = 1): Family => single('gauge', name, 'Help.', value);
const collector = (name: string, collect: Collector['collect'], more: Partial<Collector> = {}): Collector => ({
  name,
  reads: [],
  collect,
  ...more,
});
const snapshot = fakeSnapshot();
const own = (families: readonly Family[]) =>
  linesOf(families).filter((line) => !line.startsWith('node_exporter_build_info'));

describe('collectAll', () => {
  it('tells success and duration of each collector, and a failure costs only its own', () => {
    let now = 0;
    const collectors = [
      collector('good', () => ((now += 5), [family('a')])),
      collector('none', () => undefined),
      collector('bad', () => {
        throw new Error('/proc/x: a number expected');
      }),
      collector('late', () => [family('b')]),
    ];
    const { families, failures } = collectAll(collectors, snapshot, () => now);
    expect(own(families)).toEqual([
      'a 1',
      'b 1',
      'node_scrape_collector_duration_seconds{collector="bad"} 0',
      'node_scrape_collector_duration_seconds{collector="good"} 0.005',
      'node_scrape_collector_duration_seconds{collector="late"} 0',
      'node_scrape_collector_duration_seconds{collector="none"} 0',
      'node_scrape_collector_success{collector="bad"} 0',
      'node_scrape_collector_success{collector="good"} 1',
      'node_scrape_collector_success{collector="late"} 1',
      'node_scrape_collector_success{collector="none"} 0',
    ]);
    expect(failures).toEqual([{ collector: 'bad', message: '/proc/x: a number expected' }]);
  });

  it('gives a collector what it returned last time', () => {
    const collect = jest.fn<Collector['collect']>(() => [family('a')]);
    const memory = createCollectionMemory();
    collectAll([collector('x', collect)], snapshot, () => 0, memory);
    collectAll([collector('x', collect)], snapshot, () => 0, memory);
    expect(collect.mock.calls.map(([, before]) => before && linesOf(before))).toEqual([undefined, ['a 1']]);
  });

  it('does not compute again what was not read again', () => {
    const revisions = { tiers: { fast: 1, medium: 1, slow: 1, static: 1 }, runs: new Map<string, number>() };
    const told: Snapshot = { ...snapshot, revisions };
    const fast = jest.fn<Collector['collect']>(() => [family('fast')]);
    const slow = jest.fn<Collector['collect']>(() => [family('slow')]);
    const part = jest.fn<NonNullable<Collector['collectSlow']>>(() => [family('part')]);
    const collectors = [
      collector('fast', fast, {
        reads: [
          { path: '/a', tier: 'fast' },
          { path: '/b', tier: 'slow' },
        ],
        collectSlow: part,
      }),
      collector('slow', slow, { reads: [{ path: '/c', tier: 'slow' }] }),
    ];
    const memory = createCollectionMemory();
    const poll = () => own(collectAll(collectors, told, () => 0, memory).families).slice(0, 2);
    expect(poll()).toEqual(poll());
    revisions.tiers.fast++;
    poll();
    expect([fast, slow, part].map(({ mock }) => mock.calls.length)).toEqual([3, 1, 1]);
    revisions.tiers.slow++;
    poll();
    expect([fast, slow, part].map(({ mock }) => mock.calls.length)).toEqual([4, 2, 2]);
  });

  it('computes again only whose run has another output', () => {
    const revisions = { tiers: { fast: 1, medium: 1, slow: 1, static: 1 }, runs: new Map([['one', 1]]) };
    const told: Snapshot = { ...snapshot, revisions };
    const [first, second] = [jest.fn<Collector['collect']>(() => []), jest.fn<Collector['collect']>(() => [])];
    const run = (name: string) => ({ runs: [{ name, tier: 'medium' as const, script: '' }] });
    const collectors = [collector('first', first, run('one')), collector('second', second, run('two'))];
    const memory = createCollectionMemory();
    const poll = () => collectAll(collectors, told, () => 0, memory);
    const calls = () => [first, second].map(({ mock }) => mock.calls.length);
    poll();
    poll();
    expect(calls()).toEqual([1, 1]);
    revisions.runs.set('two', 1);
    poll();
    expect(calls()).toEqual([1, 2]);
    revisions.runs.set('one', 2);
    poll();
    expect(calls()).toEqual([2, 2]);
  });

  it('forgets a collector that failed', () => {
    const memory = createCollectionMemory();
    let broken = false;
    const collect = jest.fn<Collector['collect']>(() => {
      if (broken) {
        throw new Error('broken');
      }
      return [];
    });
    for (broken of [false, true, false]) {
      collectAll([collector('x', collect)], snapshot, () => 0, memory);
    }
    expect(collect.mock.calls.map(([, before]) => before)).toEqual([undefined, [], undefined]);
  });
});

describe('all collectors', () => {
  const collectors = createCollectors(defaultSettings);
  it('have names and runs of their own', () => {
    const names = collectors.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const runs = new Map(collectors.flatMap(({ runs: own = [] }) => own.map((run) => [run.name, run])));
    collectors.forEach(({ runs: all = [] }) => all.forEach((run) => expect(runs.get(run.name)).toBe(run)));
  });

  it.each(collectors.map((one) => [one.name, one] as const))('%s asks only for what it names, or it would not be computed again', (_, one) => {
    const runs = new Set((one.runs ?? []).map(({ name }) => name));
    const paths = one.reads.map(({ path }) => path);
    const asked: string[] = [];
    const file = (path: string) => {
      asked.push(...(paths.some((pattern) => globToRegExp(pattern).test(path)) ? [] : [path]));
      return '1\n';
    };
    const spying: Snapshot = {
      time: 1,
      read: file,
      link: (path) => file(path).trim(),
      glob(pattern) {
        asked.push(...(paths.includes(pattern) ? [] : [pattern]));
        return [pattern.replace(/\[0-9\]\*|\*/g, '0')];
      },
      run(name) {
        asked.push(...(runs.has(name) ? [] : [name]));
        return { stdout: '1\n', exitCode: 0 };
      },
    };
    for (const collect of [one.collect, one.collectSlow]) {
      try {
        collect?.(spying);
      } catch {
        // What it was given is no good; what it asked for until then counts.
      }
    }
    expect(asked).toEqual([]);
  });

  it('survive a server that has nothing', () => {
    const { families, failures } = collectAll(collectors, snapshot, () => 0);
    expect(failures).toEqual([]);
    const said = own(families).filter((line) => !line.startsWith('node_scrape_collector_'));
    expect(said).toEqual(['node_selinux_enabled 0', 'node_textfile_scrape_error 0']);
  });

  it.each(['', '\n', 'garbage', 'a b c d e f g h i j k l m\n'.repeat(20), ':::\n===\n', '\0\uFFFD\n'])(
    'survive files full of %j, each alone',
    (text) => {
      const paths = collectors.flatMap(({ reads }) => reads).map(({ path }) => path.replace(/\[0-9\]\*|\*/g, '0'));
      const files = Object.fromEntries(paths.map((path) => [path, text]));
      const runs = Object.fromEntries(collectors.flatMap(({ runs: all = [] }) => all.map((run) => [run.name, text])));
      const { families, failures } = collectAll(collectors, fakeSnapshot({ files, runs, links: files }), () => 0);
      for (const { name, samples } of families) {
        expect(
          samples.every(({ value }) => typeof value === 'number' && !Number.isNaN(value))
            ? name
            : `${name} is no number`
        ).toBe(name);
      }
      for (const { message } of failures) {
        expect(message).not.toMatch(/undefined|is not a function|Cannot read/);
      }
    }
  );
});
