// Writes every generated file of the repository, or with --check says which ones are stale.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { apiDocs } from './generate/apiDocs.ts';
import { configurationDocs } from './generate/configurationDocs.ts';
import { dashboards } from './generate/dashboards.ts';
import { errorDocs } from './generate/errorDocs.ts';
import { feedDocs } from './generate/feedDocs.ts';
import { exampleDashboard } from './generate/exampleDashboard.ts';
import { alertingDocs } from './generate/alerting/alertingDocs.ts';
import { grafanaRules } from './generate/alerting/grafanaRules.ts';
import { openapiFile } from './generate/openapiFile.ts';
import { parityDocs } from './generate/parityDocs.ts';
import { prometheusRules } from './generate/alerting/prometheusRules.ts';
import { prometheusRuleTests } from './generate/alerting/prometheusRuleTests.ts';

/** A generated file: path from the root, and its text. One list; a generator is a function in its own file. */
export type Generated = { path: string; text: string };
export type Generator = () => Promise<Generated[]> | Generated[];

const generators: Generator[] = [grafanaRules, prometheusRules, prometheusRuleTests, alertingDocs, openapiFile, apiDocs, configurationDocs, errorDocs, feedDocs, parityDocs, dashboards, exampleDashboard];

const root = path.resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');
let stale = 0;
for (const generate of generators) {
  for (const file of await generate()) {
    const target = path.join(root, file.path);
    const present = await readFile(target, 'utf8').catch(() => undefined);
    if (present === file.text) {
      continue;
    }
    stale += 1;
    if (check) {
      console.error(`stale: ${file.path} (run npm run generate)`);
    } else {
      await writeFile(target, file.text);
      console.log(`wrote ${file.path}`);
    }
  }
}
process.exitCode = check && stale > 0 ? 1 : 0;
