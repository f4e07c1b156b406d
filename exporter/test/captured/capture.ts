import { createCollectors } from '../../src/collectors/index.ts';
import { defaultSettings } from '../../src/collectors/settings.ts';
import { treeSnapshot } from '../treeSnapshot.ts';

/**
 * Prints what the collectors read on the machine this runs on, as a captured server:
 *     node exporter/test/captured/capture.ts > exporter/test/captured/NAME.json
 * Look through it before it is committed: it holds names of hosts, disks and mounts.
 */
const roots = Object.fromEntries(['/proc', '/sys', '/run', '/etc', '/usr'].map((root) => [root, root]));
const collectors = createCollectors(defaultSettings);
const snapshot = treeSnapshot(collectors, roots);

const files: Record<string, string> = {};
const links: Record<string, string> = {};
for (const { path, link } of collectors.flatMap(({ reads }) => reads)) {
  for (const found of /[*?[]/.test(path) ? snapshot.glob(path) : [path]) {
    const text = link === true ? snapshot.link(found) : snapshot.read(found);
    if (text !== undefined) {
      (link === true ? links : files)[found] = text;
    }
  }
}
const runs: Record<string, string> = {};
for (const { name } of collectors.flatMap(({ runs: own = [] }) => own)) {
  const output = snapshot.run(name);
  if (output !== undefined) {
    runs[name] = output.stdout;
  }
}
console.log(JSON.stringify({ time: Date.now() / 1000, files, links, runs }, null, 1));
