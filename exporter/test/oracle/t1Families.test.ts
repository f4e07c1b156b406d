import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { collectAll } from '../../src/collectors/collectAll.ts';
import { createCollectors } from '../../src/collectors/index.ts';
import { defaultSettings, parseSettings, type CollectorSettings } from '../../src/collectors/settings.ts';
import type { Family } from '../../src/metrics/family.ts';
import { ownProcess } from '../../src/poll/ownProcess.ts';
import { createFakeClock } from '../fakeClock.ts';
import { fakeSnapshot, type FakeServer } from '../fakeSnapshot.ts';
import { oracleFile } from './folder.ts';

interface Row {
  name: string;
  type: string;
  labels: string[];
  collector: string;
  tier: 'T1' | 'T2' | 'T3';
}

const file = oracleFile('node-exporter-metrics.json');
if (file === undefined) {
  console.warn("skipped: the list of node_exporter's families is not on this machine");
}

const captured = (name: string): FakeServer =>
  JSON.parse(readFileSync(path.join(import.meta.dirname, '../captured', `${name}.json`), 'utf8')) as FakeServer;
const from = (server: FakeServer, settings: CollectorSettings = defaultSettings): readonly Family[] =>
  collectAll(createCollectors(settings), fakeSnapshot(server), () => 0).families;
const withOptions = (options: Record<string, string>): CollectorSettings => parseSettings(options).settings;

/** What neither captured server has, each with where it is found. */
const elsewhere: FakeServer = {
  files: {
    // Kernels that were built to survive broken memory (CONFIG_MEMORY_FAILURE).
    '/proc/meminfo': 'MemTotal:        1024 kB\nHardwareCorrupted:     0 kB\n',
    // CONFIG_IRQ_TIME_ACCOUNTING, since Linux 5.19; it has no `some`.
    '/proc/pressure/cpu': 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1\n',
    '/proc/pressure/io':
      'some avg10=0.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n',
    '/proc/pressure/memory':
      'some avg10=0.00 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=1\n',
    '/proc/pressure/irq': 'full avg10=0.00 avg60=0.00 avg300=0.00 total=2000000\n',
    // A sensor with a hysteresis, as Super-I/O chips have.
    '/sys/class/hwmon/hwmon0/name': 'nct6779\n',
    '/sys/class/hwmon/hwmon0/temp1_input': '41000\n',
    '/sys/class/hwmon/hwmon0/temp1_crit_hyst': '75000\n',
  },
};

/** The two names that 1860 asks for and node_exporter does not have by default; an option brings each. */
const options = withOptions({ 'netstat.fields': '^Tcp_MaxConn$', 'kernel_hung.dashboard-name': 'true' });

(file === undefined ? describe.skip : describe)('the families that dashboard 1860 and the mixin use (T1)', () => {
  const rows = file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as Row[]);
  const wanted = rows.filter(({ tier }) => tier === 'T1');
  const made = new Map<string, Family>();
  for (const family of [
    ...from(captured('vm')),
    ...from(captured('metal')),
    ...from(captured('vm'), options),
    ...from(elsewhere),
    ...ownProcess(createFakeClock())('a'),
  ]) {
    const first = made.get(family.name);
    if (first === undefined || first.samples.length === 0) {
      made.set(family.name, family);
    }
  }

  it('are 236, and each of them comes out of a collector with a value', () => {
    expect(wanted).toHaveLength(236);
    expect(wanted.filter(({ name }) => (made.get(name)?.samples.length ?? 0) === 0).map(({ name }) => name)).toEqual(
      []
    );
  });

  it('have the type of the list, and HELP of our own', () => {
    const typed = wanted.filter(({ type }) => type !== 'n/a');
    expect(
      typed
        .filter(({ name, type }) => made.get(name)?.type !== type)
        .map(({ name, type }) => `${name}: ${made.get(name)?.type}, not ${type}`)
    ).toEqual([]);
    expect(wanted.filter(({ name }) => (made.get(name)?.help ?? '') === '')).toEqual([]);
  });

  it('have the labels of the list', () => {
    const labelsOf = (family: Family | undefined): string[] =>
      [...new Set((family?.samples ?? []).flatMap(({ labels }) => Object.keys(labels)))].sort();
    expect(
      wanted
        .map(({ name, labels }) => ({ name, ours: labelsOf(made.get(name)), theirs: [...labels].sort() }))
        .filter(({ ours, theirs }) => ours.join() !== theirs.join())
        .map(({ name, ours, theirs }) => `${name}: ${ours.join()} but ${theirs.join()}`)
    ).toEqual([]);
  });
});
