import { execFileSync } from 'node:child_process';
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

/** Three seconds of what a busy service does: much that is old, much that dies young, and some in between, so that old objects are marked again and again. Tells the most that new objects had, in MB. */
const busy = `
  const { getHeapSpaceStatistics } = require('node:v8');
  const kept = Array.from({ length: 400_000 }, (_, i) => ({ i, text: 'x' + i, list: [i, i + 1] }));
  const end = performance.now() + 3_000;
  let [most, aging] = [0, []];
  (function turn() {
    for (let i = 0; i < 10_000; i += 1) {
      const made = { list: [i, i, i, i], text: 'y' + i };
      if (i % 20 === 0) aging.push(made);
    }
    if (aging.length > 60_000) aging = [];
    most = Math.max(most, getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);
    if (performance.now() < end) setImmediate(turn);
    else console.log(most / 2 ** 20, kept.length);
  })();
`;

describe('a process with the flags of npm start', () => {
  it('keeps new objects within their two halves, while old ones are marked as well', () => {
    const flags = (scripts['start:run'] ?? '').split(' ').filter((word) => word.startsWith('--'));
    const half = Number(/--max-semi-space-size=(\d+)/.exec(flags.join(' '))?.[1]);
    expect(half).toBeGreaterThan(0);
    const told = execFileSync(process.execPath, [...flags, '-e', busy], { encoding: 'utf8' });
    expect(parseFloat(told)).toBeLessThanOrEqual(2 * half);
  });
});
