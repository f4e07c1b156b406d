// Makes the plugin's zip from dist/, after it was seen to keep the rules for published plugins.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
console.log(`wrote ${path.relative(root, target)}`);
