import { compare, windowSeconds } from './compare.ts';
import { haveOracle } from './queries.ts';
import { isGood, report } from './report.ts';
import { missing, startScene } from './scene.ts';

/** `npm run parity` */
if (missing !== undefined) {
  console.log(`skipped: ${missing} is not on this machine`);
  process.exit(0);
}
if (!haveOracle) {
  console.log(
    'without ../shared/oracle (or SHELLWATCH_ORACLE) the queries of dashboard 1860 and the mixin are left out'
  );
}
const scene = await startScene();
let good = false;
try {
  console.log(`Prometheus scrapes both for ${windowSeconds + 10} s …`);
  await new Promise((resolve) => setTimeout(resolve, (windowSeconds + 10) * 1_000));
  const comparison = await compare(scene.prometheus);
  console.log(report(comparison, scene.versions));
  good = isGood(comparison);
} finally {
  await scene.stop();
}
process.exit(good ? 0 : 1);
