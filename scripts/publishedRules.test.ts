import { cp, mkdtemp, rm, stat, writeFile, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import JSZip from 'jszip';
import { pluginZip } from './pluginZip.ts';
import { publishedRules } from './publishedRules.ts';

const root = path.resolve(import.meta.dirname, '..');
const built = await stat(path.join(root, 'dist/module.js')).then(() => true, () => false);

(built ? describe : describe.skip)(`the published plugin${built ? '' : ' (skipped: there is no dist/, run npm run build)'}`, () => {
  let copy = '';
  beforeAll(async () => {
    copy = await mkdtemp(path.join(os.tmpdir(), 'shellwatch-dist-'));
    await cp(path.join(root, 'dist'), copy, { recursive: true });
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  it('keeps the rules of the catalogue', async () => {
    expect(await publishedRules(copy, root)).toEqual([]);
  });

  it('is zipped into one folder with its id, the same bytes each time', async () => {
    const id = 'shellwatch-fleet-app';
    const zipped = await pluginZip(copy, id);
    const names = Object.values((await JSZip.loadAsync(zipped)).files).filter(({ dir }) => !dir).map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith(`${id}/`))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(['plugin.json', 'module.js', 'README.md', 'datasource/plugin.json', 'panels/servergrid/module.js'].map((file) => `${id}/${file}`)));
    expect((await pluginZip(copy, id)).equals(zipped)).toBe(true);
  });

  it('is refused with a README that leads to files of the repository', async () => {
    const readme = path.join(copy, 'README.md');
    const text = await readFile(readme, 'utf8');
    await writeFile(readme, `${text}\n[Security](docs/security.md) ![The fleet](docs/img/fleet-light.png) <img alt="" src="img/fleet-dark.png"> [fine](https://grafana.com) [fine](#requirements)\n`);
    const lost = ['docs/security.md', 'docs/img/fleet-light.png', 'img/fleet-dark.png'];
    expect(await publishedRules(copy, root)).toEqual(lost.map((link) => `README.md leads to ${link}, which is not in the plugin`));
    await writeFile(readme, text);
  });

  it('is refused with another version, a lost logo or a lost map', async () => {
    const manifest = path.join(copy, 'plugin.json');
    const text = await readFile(manifest, 'utf8');
    await writeFile(manifest, text.replace(/"version": "[^"]+"/, '"version": "9.9.9"'));
    await rm(path.join(copy, 'panels/specs/img/logo.svg'));
    await rm(path.join(copy, 'module.js.map'));
    const problems = (await publishedRules(copy, root)).join('\n');
    expect(problems).toContain('is 9.9.9');
    expect(problems).toContain('panels/specs/plugin.json names img/logo.svg');
    expect(problems).toContain('module.js has no source map');
  });
});
