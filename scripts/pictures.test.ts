import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..');
const pictures = path.join(root, 'docs/img');
/** So that whoever clones the repository does not wait for pictures. */
const mostBytes = 250_000;

async function named(): Promise<string[]> {
  const pages = (await readdir(path.join(root, 'docs'))).filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`);
  const texts = await Promise.all(['README.md', ...pages].map((file) => readFile(path.join(root, file), 'utf8')));
  return texts.flatMap((text) => [...text.matchAll(/\bimg\/([\w-]+\.png)/g)].map(([, name = '']) => name));
}

describe('the pictures of docs/img', () => {
  it('are all there that a page or the manifest names, and no other', async () => {
    const { info } = JSON.parse(await readFile(path.join(root, 'plugin.json'), 'utf8')) as { info: { screenshots: Array<{ path: string }> } };
    const there = (await readdir(pictures)).sort();
    expect([...new Set(await named())].sort()).toEqual(there);
    for (const { path: shot } of info.screenshots) {
      expect(there).toContain(path.basename(shot));
      // In the plugin's own folder lies a link to the same picture.
      expect((await stat(path.join(root, 'src', shot))).isFile()).toBe(true);
    }
  });

  it('are small', async () => {
    const sizes = await Promise.all((await readdir(pictures)).map(async (name) => ({ name, bytes: (await stat(path.join(pictures, name))).size })));
    expect(sizes.filter(({ bytes }) => bytes > mostBytes)).toEqual([]);
  });
});
