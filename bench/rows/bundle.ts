import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Row } from '../row.ts';

const dist = path.resolve(import.meta.dirname, '../../dist');
const bars = { entry: 60_000, nested: 250_000 };
const nested = ['datasource', 'panels/servergrid', 'panels/command', 'panels/specs'];
const size = (file: string): number => gzipSync(readFileSync(path.join(dist, file))).length;
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

/** What a browser loads of a production build, compressed by gzip. */
export const bundle: Row = {
  id: 'bundle',
  what: 'Plugin, gzip: entry of the app; the largest nested module',
  bar: '≤ 60 kB; ≤ 250 kB',
  minutes: 0,
  run() {
    if (!existsSync(path.join(dist, 'module.js'))) {
      throw new Error('There is no dist/: run npm run build first.');
    }
    const entry = size('module.js');
    const modules = nested.map((folder) => ({ folder, bytes: size(`${folder}/module.js`) }));
    const parts = readdirSync(dist).filter((file) => file.endsWith('.js') && file !== 'module.js');
    const largest = Math.max(...modules.map(({ bytes }) => bytes));
    return Promise.resolve({
      measured: `${kilobytes(entry)}; ${kilobytes(largest)}`,
      holds: entry <= bars.entry && largest <= bars.nested,
      details: [
        `${modules.map(({ folder, bytes }) => `${folder} ${kilobytes(bytes)}`).join(', ')}.`,
        `The pages are ${parts.length} parts of ${kilobytes(parts.reduce((sum, file) => sum + size(file), 0))} together, each loaded when it is opened; the largest, ${kilobytes(Math.max(...parts.map(size)))}, is Grafana's scenes.`,
      ],
    });
  },
};
