// Makes the plugin's zip from dist/, after it was seen to keep the rules for published plugins, and tells its sizes, also in docs/performance.md.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { betweenMarks } from './betweenMarks.ts';
import { bundleSizes, sizeTable } from './bundleSizes.ts';
import { pluginZip } from './pluginZip.ts';
import { publishedRules } from './publishedRules.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

const problems = await publishedRules(dist, root);
if (problems.length > 0) {
  console.error(problems.map((problem) => `- ${problem}`).join('\n'));
  process.exit(1);
}
const { id, info } = JSON.parse(await readFile(path.join(dist, 'plugin.json'), 'utf8')) as { id: string; info: { version: string } };
const target = path.join(root, 'artifacts', `${id}-${info.version}.zip`);
await mkdir(path.dirname(target), { recursive: true });
await writeFile(target, await pluginZip(dist, id));
const table = sizeTable(await bundleSizes(dist));
await betweenMarks(path.join(root, 'docs/performance.md'), '<!-- sizes: written by npm run package -->', '<!-- end of sizes -->', table);
console.log(table.join('\n'));
console.log(`wrote ${path.relative(root, target)}`);
