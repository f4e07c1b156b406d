import { execFileSync } from 'node:child_process';
import { appendFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectAll, type Collection } from '../../src/collectors/collectAll.ts';
import { createCollectors } from '../../src/collectors/index.ts';
import { parseSettings } from '../../src/collectors/settings.ts';
import { exposition } from '../../src/metrics/exposition.ts';
import { treeSnapshot } from '../treeSnapshot.ts';
import { oracle, oracleFile } from './folder.ts';
import { added, leftOut, off } from './leftOut.ts';
import { helpsOf, nameOf, samplesOf, typesOf, type Samples } from './samples.ts';

const fixtures = oracleFile('node-exporter-fixtures.tar.gz');
if (fixtures === undefined) {
  console.warn(`skipped: node_exporter's fixtures are not at ${oracle ?? '../shared/oracle'}`);
}

/** The flags behind the expected output. */
const flags = {
  'arp.device-exclude': 'nope',
  'bcache.priorityStats': 'true',
  'cpu.info': 'true',
  'cpu.info.bugs-include': '^(cpu_meltdown|spectre_.*|mds)$',
  'cpu.info.flags-include': '^(aes|avx.?|constant_tsc)$',
  'hwmon.chip-include': '(applesmc|asus_nb_wmi|coretemp|hwmon4|ieee80211|nct6779)',
  'netclass.ignore-invalid-speed': 'true',
  'netclass.ignored-devices': '(dmz|int)',
  'netdev.device-include': 'lo',
  'stat.softirq': 'true',
  'textfile.directory': '/textfile/two_metric_files',
};

interface Row {
  name: string;
  tier: 'T1' | 'T2' | 'T3';
}

(fixtures === undefined ? describe.skip : describe)("node_exporter's own fixtures and expected output", () => {
  let tree: string;
  let expected: Samples;
  let expectedTypes: Map<string, string>;
  let expectedHelps: Map<string, string>;
  let collection: Collection;
  let text: string;
  let actual: Samples;
  let tiers: Map<string, Row['tier']>;

  beforeAll(() => {
    tree = mkdtempSync(path.join(tmpdir(), 'shellwatch-fixtures-'));
    execFileSync('tar', ['xzf', fixtures ?? '', '-C', tree]);
    // The kernel ends these lines, the packed files do not all.
    globSync(path.join(tree, 'proc/[0-9]*/stat'))
      .filter((file) => !readFileSync(file, 'utf8').endsWith('\n'))
      .forEach((file) => appendFileSync(file, '\n'));
    // Network devices were those of the machine that made the output: all that counts of its lo is the same everywhere.
    for (const file of ['/proc/net/dev', '/sys/class/net/lo/statistics/rx_nohandler']) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
      writeFileSync(path.join(tree, file), readFileSync(file));
    }
    // The tree's directories have the names that the output was made with in this one label.
    const output = readFileSync(oracleFile('node-exporter-expected.txt') ?? '', 'utf8').replaceAll(
      'collector/fixtures/sys/',
      '/sys/'
    );
    expected = samplesOf(output);
    expectedTypes = typesOf(output);
    expectedHelps = helpsOf(output);
    const rows = JSON.parse(readFileSync(oracleFile('node-exporter-metrics.json') ?? '', 'utf8')) as Row[];
    tiers = new Map(rows.map(({ name, tier }) => [name, tier]));

    const { settings, problems } = parseSettings(flags, off);
    expect(problems).toEqual([]);
    const collectors = createCollectors(settings);
    const at = (directory: string) => path.join(tree, directory);
    const roots = {
      '/proc': at('proc'),
      '/sys': at('sys'),
      '/run/udev': at('udev'),
      '/textfile': at('textfile'),
      '/usr/lib': at('usr/lib'),
    };
    collection = collectAll(collectors, treeSnapshot(collectors, roots), () => performance.now());
    text = exposition(collection.families);
    actual = samplesOf(text);
  });
  afterAll(() => rmSync(tree, { recursive: true }));

  const compared = () => [...expected].filter(([series]) => !leftOut.some(([pattern]) => pattern.test(series)));
  const ofTier = (tier: Row['tier']) => compared().filter(([series]) => tiers.get(nameOf(series)) === tier);

  it('is understood by every collector', () => {
    expect(collection.failures).toEqual([]);
  });

  it.each(['T1', 'T2', 'T3'] as const)('has every line of the %s families, equal', (tier) => {
    const lines = ofTier(tier);
    expect(lines.length).toBeGreaterThan({ T1: 600, T2: 1200, T3: 3 }[tier]);
    const different = lines.filter(([series, value]) => !Object.is(actual.get(series), value));
    expect(different.map(([series, value]) => `${series} ${value} but ${actual.get(series)}`)).toEqual([]);
  });

  it('has every other line too: what text files brought', () => {
    const others = compared().filter(([series]) => !tiers.has(nameOf(series)));
    expect(others.map(([series]) => nameOf(series)).sort()).toEqual([
      'testmetric1_1',
      'testmetric1_2',
      'testmetric2_1',
      'testmetric2_2',
    ]);
    expect(others.filter(([series, value]) => actual.get(series) !== value)).toEqual([]);
  });

  it('has no other line, but those listed with a reason', () => {
    const extra = [...actual.keys()].filter(
      (series) => !expected.has(series) && !added.some(([pattern]) => pattern.test(series))
    );
    expect(extra).toEqual([]);
  });

  it('has the same types', () => {
    const types = [...typesOf(text)].filter(([name]) => expectedTypes.has(name));
    expect(types.filter(([name, type]) => expectedTypes.get(name) !== type)).toEqual([]);
  });

  it('has HELP of its own words', () => {
    const ours = [...helpsOf(text)].filter(([name]) => name.startsWith('node_'));
    expect(ours.length).toBeGreaterThan(400);
    expect(ours.filter(([name, help]) => expectedHelps.get(name) === help)).toEqual([]);
  });

  it('leaves out only what a reason was given for, and each reason is used', () => {
    expect(leftOut.filter(([pattern]) => ![...expected.keys()].some((series) => pattern.test(series)))).toEqual([]);
    expect(added.filter(([pattern]) => ![...actual.keys()].some((series) => pattern.test(series)))).toEqual([]);
    expect(
      [...expected.keys()].filter(
        (series) =>
          tiers.has(nameOf(series)) && !actual.has(series) && !leftOut.some(([pattern]) => pattern.test(series))
      )
    ).toEqual([]);
  });
});
