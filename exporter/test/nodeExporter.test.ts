import { spawn, type ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collectAll } from '../src/collectors/collectAll.ts';
import { createCollectors } from '../src/collectors/index.ts';
import { defaultSettings } from '../src/collectors/settings.ts';
import { exposition } from '../src/metrics/exposition.ts';
import { nodeExporterFlags, nodeExporterProgram } from './nodeExporterProgram.ts';
import { nameOf, samplesOf, typesOf, type Samples } from './oracle/samples.ts';
import { explain, type Difference } from './parity/differences.ts';
import { treeSnapshot } from './treeSnapshot.ts';

if (nodeExporterProgram === undefined) {
  console.warn('skipped: node_exporter is not installed');
}

/** What differs here besides the differences of the parity run: nothing is asked over SSH, and one collector is not on there. */
const onlyHereAndNow: ReadonlyArray<readonly [Difference['side'], RegExp, string]> = [
  ['only theirs', /^process_/, 'the poller adds them'],
  ['only theirs', /^node_timex_pps_|^node_timex_tai_/, 'busybox does not tell, and perl is not asked here'],
  ['only theirs', /^node_scrape_collector_\w+\{collector="dmi"\}/, 'dmi fails there where the machine has none'],
  ['only ours', /^node_scrape_collector_\w+\{collector="(systemd|dmi)"\}/, 'systemd is not on there'],
];
const explained = (side: Difference['side'], series: string): boolean =>
  explain(side, series) !== undefined ||
  onlyHereAndNow.some(([where, pattern]) => where === side && pattern.test(series));

/** Gauges that stay as they are while a test runs. */
const steady =
  /^node_(boot_time_seconds|scrape_collector_success|memory_(MemTotal|SwapTotal|CommitLimit|Hugepagesize|VmallocTotal|HugePages_Total|DirectMap\w+)|uname_info|os_|dmi_|network_(mtu_bytes|up|speed_bytes|protocol_type|flags|iface_id|address_assign_type|transmit_queue_length)|filesystem_(size_bytes|files\{|readonly|device_error)|entropy_pool|filefd_maximum|timex_(tick|sync|status|loop)|processes_max|nf_conntrack_entries_limit|time_clocksource|md_|cpu_(info|scaling_frequency_m)|thermal_zone|selinux)/;

(nodeExporterProgram === undefined ? describe.skip : describe)('beside a real node_exporter on this machine', () => {
  let theirs: ChildProcess;
  let before: Samples;
  let after: Samples;
  let theirText: string;
  let text: string;
  let ours: Samples;

  beforeAll(async () => {
    theirs = spawn(nodeExporterProgram ?? '', ['--web.listen-address=127.0.0.1:0', ...nodeExporterFlags], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      theirs.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const [, found] = /Listening on" address=(\S+)/.exec(said) ?? [];
        if (found !== undefined) {
          resolve(found);
        }
      });
      theirs.on('exit', () => reject(new Error(said)));
    });
    const scrape = async () => (await fetch(`http://${address}/metrics`)).text();
    const collectors = createCollectors(defaultSettings);
    const roots = Object.fromEntries(['/proc', '/sys', '/run', '/etc', '/usr'].map((root) => [root, root]));
    before = samplesOf(await scrape());
    const time = Date.now() / 1000;
    text = exposition(
      collectAll(collectors, treeSnapshot(collectors, roots, { time }), () => performance.now()).families
    );
    theirText = await scrape();
    after = samplesOf(theirText);
    // The label device_error came after 1.5; empty, it is as if it were not there.
    ours = new Map([...samplesOf(text)].map(([series, value]) => [series.replace('device_error="",', ''), value]));
  }, 60_000);
  afterAll(() => void theirs.kill());

  it('has the series it has, but those listed with a reason', () => {
    const missing = [...after.keys()].filter(
      (series) => before.has(series) && !ours.has(series) && !explained('only theirs', series)
    );
    expect(missing).toEqual([]);
  });

  it('has no others, but those listed with a reason', () => {
    const extra = [...ours.keys()].filter(
      (series) => !after.has(series) && !before.has(series) && !explained('only ours', series)
    );
    expect(extra).toEqual([]);
  });

  it('has its types', () => {
    const types = typesOf(theirText);
    expect([...typesOf(text)].filter(([name, type]) => (types.get(name) ?? type) !== type)).toEqual([]);
  });

  it('has counters between those it had before and after', () => {
    const types = typesOf(theirText);
    const counters = [...ours].filter(
      ([series]) => types.get(nameOf(series)) === 'counter' && before.has(series) && after.has(series)
    );
    expect(counters.length).toBeGreaterThan(100);
    const outside = counters.filter(
      ([series, value]) => value < (before.get(series) ?? NaN) || value > (after.get(series) ?? NaN)
    );
    expect(outside.map(([series, value]) => `${series} ${before.get(series)} ${value} ${after.get(series)}`)).toEqual(
      []
    );
  });

  it('has the same constants', () => {
    const constants = [...after].filter(
      ([series, value]) => steady.test(series) && before.get(series) === value && ours.has(series)
    );
    expect(constants.length).toBeGreaterThan(30);
    expect(constants.filter(([series, value]) => ours.get(series) !== value)).toEqual([]);
  });
});
