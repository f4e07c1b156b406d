import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Row } from '../row.ts';

const script = path.resolve(import.meta.dirname, '../../tests/big/measureFleet.ts');
const bars = { paintMs: 1_500, framesPerSecond: 50 };

interface Look {
  view: string;
  paintMs: number;
  scrolled: { framesPerSecond: number; p99Ms: number; longestMs: number };
}

/** A process of its own: what it starts in the browser speaks of the browser's world. */
const measure = () =>
  new Promise<Look[]>((resolve, reject) => {
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    let told = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
    child.once('exit', (code) => (code === 0 ? resolve(JSON.parse(told) as Look[]) : reject(new Error(`the browser was not measured: exit ${code}`))));
  });

/** The Fleet page over a thousand servers, live, in a real browser: nothing of it is a double but the servers. */
export const fleetPage: Row = {
  id: 'fleet-page',
  what: 'Fleet page, 1000 servers, live: first picture after its data; scrolling',
  bar: `≤ ${bars.paintMs} ms; ≥ ${bars.framesPerSecond} frames/s`,
  minutes: 3,
  async run() {
    const looks = await measure();
    return {
      measured: looks.map(({ view, paintMs, scrolled }) => `${view} ${Math.round(paintMs)} ms, ${scrolled.framesPerSecond.toFixed(0)}/s`).join('; '),
      holds: looks.every(({ paintMs, scrolled }) => paintMs <= bars.paintMs && scrolled.framesPerSecond >= bars.framesPerSecond),
      details: looks.map(({ view, scrolled: { p99Ms, longestMs } }) => `${view}: 99 of 100 frames within ${p99Ms.toFixed(0)} ms, the longest ${longestMs.toFixed(0)} ms.`),
    };
  },
};
