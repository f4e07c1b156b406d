import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { exporterPanels } from './exporterPanels.ts';
import { fleetPanels } from './fleetPanels.ts';
import { instance } from './panel.ts';
import { serverPanels } from './serverPanels.ts';

const absent = spawnSync('promtool', ['--version']).error !== undefined;
const groups = [...serverPanels(instance('web1')), ...fleetPanels('instance=~"web.*"'), ...exporterPanels('job="shellwatch"')];
const expressions = groups.flatMap(({ panels }) => panels.flatMap(({ title, queries }) => queries.map(({ expr }) => ({ title, expr: expr.replaceAll('$__rate_interval', '1m').replaceAll('$__range', '1h') }))));

// Rules are how promtool takes many expressions at once.
(absent ? describe.skip : describe)(`PromQL of the pages${absent ? ' (skipped: promtool is not installed)' : ''}`, () => {
  it('parses, every expression', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'shellwatch-promql-'));
    try {
      const file = path.join(folder, 'rules.json');
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'pages', rules: expressions.map(({ expr }, at) => ({ record: `page:${at}`, expr })) }] }));
      expect(execFileSync('promtool', ['check', 'rules', file], { encoding: 'utf8', stdio: 'pipe' })).toContain(`SUCCESS: ${expressions.length} rules found`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
