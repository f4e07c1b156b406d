import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bundleSizes, sizeTable } from './bundleSizes.ts';

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');
const built = await stat(path.join(dist, 'module.js')).then(() => true, () => false);

describe('the sizes of a bundle', () => {
  it('tell the entry, each nested module and the parts', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'shellwatch-sizes-'));
    await mkdir(path.join(folder, 'panels/specs'), { recursive: true });
    for (const file of ['module.js', 'module.js.map', '12.js', '34.js', 'panels/specs/module.js']) {
      await writeFile(path.join(folder, file), file);
    }
    const sizes = await bundleSizes(folder);
    await rm(folder, { recursive: true });
    expect(sizes.map(({ module, limit }) => [module, limit])).toEqual([
      ['`module.js`', 60_000],
      ['`panels/specs/module.js`', 250_000],
      ['2 parts of pages, the largest', undefined],
      ['all parts of pages', undefined],
    ]);
    expect(sizeTable(sizes)).toHaveLength(6);
  });

  (built ? it : it.skip)(`stand in docs/performance.md as they are, to a tenth${built ? '' : ' (skipped: there is no dist/, run npm run build)'}`, async () => {
    const told = new Map([...(await readFile(path.join(root, 'docs/performance.md'), 'utf8')).matchAll(/^\| (`\S*module\.js`) \| [^|]+ \| ([\d.]+) \|/gm)].map(([, module = '', kB]) => [module, Number(kB)]));
    const modules = (await bundleSizes(dist)).filter(({ limit }) => limit !== undefined);
    expect([...told.keys()].sort()).toEqual(modules.map(({ module }) => module).sort());
    for (const { module, bytes } of modules) {
      expect(Math.abs((told.get(module) ?? 0) * 1_000 - bytes)).toBeLessThan(bytes / 10);
    }
  });
});
