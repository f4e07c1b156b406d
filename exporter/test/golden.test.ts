import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { collectAll } from '../src/collectors/collectAll.ts';
import { createCollectors } from '../src/collectors/index.ts';
import { defaultSettings } from '../src/collectors/settings.ts';
import { exposition } from '../src/metrics/exposition.ts';
import { fleetExposition } from '../src/metrics/fleetExposition.ts';
import type { Family } from '../src/metrics/family.ts';
import { fakeSnapshot, type FakeServer } from './fakeSnapshot.ts';

const folder = path.join(import.meta.dirname, 'captured');
const collectors = createCollectors(defaultSettings);
const servers = ['vm', 'metal'] as const;

function familiesOf(server: string): Family[] {
  const captured = JSON.parse(readFileSync(path.join(folder, `${server}.json`), 'utf8')) as FakeServer;
  const { families, failures } = collectAll(collectors, fakeSnapshot(captured), () => 0);
  expect(failures).toEqual([]);
  return families;
}

/** What `promtool check metrics` says of names, which are node_exporter's own and say so there too. */
const ownNames = [
  /^node_(memory|netstat)_\w+ metric names should be written in 'snake_case' not 'camelCase'$/,
  /^node_entropy_(available|pool_size)_bits use base unit "bytes" instead of "bits"$/,
  /^node_systemd_socket_refused_connections_total non-counter metrics should not have "_total" suffix$/,
];
const promtool = ['/usr/bin/promtool', '/usr/local/bin/promtool'].find((file) => existsSync(file));
if (promtool === undefined) {
  console.warn('skipped: promtool is not installed');
}
function findings(text: string): string[] {
  const { stdout, stderr } = spawnSync(promtool ?? '', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !ownNames.some((known) => known.test(line)));
}

describe('captured servers', () => {
  // UPDATE_GOLDEN=1 writes the files anew: look at the difference before it is committed.
  it.each(servers)('%s: the text is the golden one', (server) => {
    const file = path.join(folder, `${server}.prom`);
    const text = exposition(familiesOf(server));
    if (process.env.UPDATE_GOLDEN === '1') {
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  (promtool === undefined ? it.skip : it)("promtool finds nothing but node_exporter's own names", async () => {
    const fleet = servers.map((name) => ({ name, families: familiesOf(name) }));
    const pieces: Buffer[] = [];
    for await (const piece of fleetExposition(fleet)) {
      pieces.push(Buffer.from(piece));
    }
    for (const text of [...fleet.map(({ families }) => exposition(families)), Buffer.concat(pieces).toString()]) {
      expect(findings(text)).toEqual([]);
    }
    expect(findings('# TYPE x counter\nx 1\n')).not.toEqual([]);
  });
});
