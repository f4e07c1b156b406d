import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const text = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '..', file), 'utf8');
const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };

/** What bounds the service's memory: flags of Node, and what its allocator is told by the environment. */
const bounds = (words: string): string[] => [...words.matchAll(/--(?:no-)?[a-z]+(?:-[a-z]+)+(?:=\d+)?|MALLOC_[A-Z_]+=\d+/g)].map(([word]) => word).sort();
const own = bounds(scripts['start:run'] ?? '');

/** Only the part that starts the service: other words of the files look like flags, too. */
const part = (file: string, pattern: RegExp): string => [...text(file).matchAll(pattern)].map(([found]) => found).join('\n');

/** The program of the exporter that is run. */
const entries = (words: string): string[] => [...words.matchAll(/exporter\/[\w/.]+\.[jt]s/g)].map(([word]) => word);

describe('the bounds of memory that npm start has', () => {
  it('are some', () => expect(own.length).toBeGreaterThan(3));

  const places: Array<[file: string, pattern: RegExp]> = [
    ['exporter/Dockerfile', /^ENTRYPOINT.*|MALLOC_\S+/gm],
    ['deploy/systemd/shellwatch.service', /^ExecStart=.*|^Environment=.*/gm],
    ['docs/performance.md', /start it with `[^`]*`/g],
  ];

  it.each(places)('are those of %s as well', (file, pattern) => {
    expect(bounds(part(file, pattern))).toEqual(own);
  });

  it.each([...places, ['deploy/systemd/shellwatch-backup.service', /^ExecStart=.*/gm] as const])('and the bundle is what is run by %s, too', (file, pattern) => {
    expect(entries(scripts['start:run'] ?? '')).toEqual(['exporter/dist/cli.js']);
    expect(entries(part(file, pattern))).toEqual(['exporter/dist/cli.js']);
  });
});
