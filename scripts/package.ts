// Makes the plugin's zip from dist/, laid out as Grafana installs it: one folder with the plugin's id.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import JSZip from 'jszip';
import { publishedRules } from './publishedRules.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name))).sort();
}

const problems = await publishedRules(dist, root);
if (problems.length > 0) {
  console.error(problems.map((problem) => `- ${problem}`).join('\n'));
  process.exit(1);
}
const { id, info } = JSON.parse(await readFile(path.join(dist, 'plugin.json'), 'utf8')) as { id: string; info: { version: string } };
const zip = new JSZip();
for (const file of await filesBelow(dist)) {
  // One time for all, so that the same files make the same zip.
  zip.file(`${id}/${file}`, await readFile(path.join(dist, file)), { date: new Date('2020-01-01T00:00:00Z') });
}
const target = path.join(root, 'artifacts', `${id}-${info.version}.zip`);
await mkdir(path.dirname(target), { recursive: true });
await writeFile(target, await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE', compressionOptions: { level: 9 } }));
console.log(`wrote ${path.relative(root, target)}`);
