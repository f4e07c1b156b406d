import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compare, windowSeconds, type Comparison } from './compare.ts';
import { haveOracle } from './queries.ts';
import { report } from './report.ts';
import { missing, startScene, type Scene } from './scene.ts';

if (missing !== undefined) {
  console.log(`skipped: ${missing} is not on this machine`);
}
const when = missing === undefined ? describe : describe.skip;

when('parity with a real node_exporter, seen by a real Prometheus', () => {
  let scene: Scene;
  let comparison: Comparison;
  beforeAll(async () => {
    scene = await startScene();
    await new Promise((resolve) => setTimeout(resolve, (windowSeconds + 10) * 1_000));
    comparison = await compare(scene.prometheus);
    console.log(report(comparison, scene.versions));
  }, 240_000);
  afterAll(async () => scene.stop());

  it('has the same families, types and label sets, but those explained in docs/parity.md', () => {
    expect(comparison.families.both).toBeGreaterThan(200);
    expect(comparison.types).toEqual([]);
    expect(comparison.found.filter(({ known, side }) => known === undefined && side !== 'value')).toEqual([]);
  });
  it('has the same constants, and counters within the window', () => {
    expect(comparison.constants.compared).toBeGreaterThan(100);
    expect(comparison.counters.compared).toBeGreaterThan(100);
    expect(comparison.found.filter(({ known, side }) => known === undefined && side === 'value')).toEqual([]);
  });
  (haveOracle ? it : it.skip)('answers every query of dashboard 1860 and the mixin that node_exporter answers', () => {
    expect(comparison.queries.withData).toBeGreaterThan(250);
    expect(comparison.queries.empty.map((query) => `${query.from}, ${query.title}: ${query.on('ours')}`)).toEqual([]);
  });
});
