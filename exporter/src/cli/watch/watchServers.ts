import type { ReadStream, WriteStream } from 'node:tty';
import type { Vitals } from '../../../../contract/vitals.ts';
import { formatDuration } from '../../duration.ts';
import { toFrame, type Frame } from '../../fleet/frames/frame.ts';
import { createShapePool } from '../../fleet/frames/shapePool.ts';
import { vitalsOf } from '../../fleet/vitals/vitals.ts';
import { createPersonPolling } from '../person/personPolling.ts';
import type { Shell } from '../shell.ts';
import { fleetLines, type Seen } from './fleetLines.ts';
import { colours, fit, noColours } from './paint.ts';
import { openScreen } from './screen.ts';
import { serverLines } from './serverLines.ts';

const quitKeys = new Set(['q', 'Q', '\u0003', '\u001b']);
/** How many lines a key moves. */
const moves: Readonly<Record<string, number>> = {
  '\u001b[A': -1,
  k: -1,
  '\u001b[B': 1,
  j: 1,
  '\u001b[5~': -10,
  '\u001b[6~': 10,
};

/** Draws until the person quits; then the sessions are closed and the terminal is as it was. */
export async function watchServers(
  shell: Shell,
  destinations: string[],
  intervalMs: number,
  input: ReadStream,
  output: WriteStream
): Promise<void> {
  const { polling, bus, ids } = await createPersonPolling(destinations, { shell, intervalMs });
  // Before the screen is taken over: passphrases and passwords are asked for one after the other, in plain lines.
  for (const id of ids) {
    await polling.sessions.get(id).catch(() => undefined);
  }
  const paint = output.hasColors() ? colours : noColours;
  const pool = createShapePool();
  const frames = new Map<string, Frame>();
  const vitals = new Map<string, Vitals>();
  let offset = 0;

  const quit = Promise.withResolvers<void>();
  const screen = openScreen(input, output, {
    key(key) {
      if (quitKeys.has(key)) {
        quit.resolve();
      } else {
        offset = Math.max(0, offset + (moves[key] ?? 0));
        draw();
      }
    },
    resized: () => draw(),
  });

  const draw = (): void => {
    const { width, height } = screen;
    const seen = ids.map((id): Seen => ({ name: id, status: polling.statuses.get(id), vitals: vitals.get(id) }));
    const [only] = seen;
    const what = seen.length === 1 ? (only?.name ?? '') : `${seen.length} servers`;
    const title = `shellwatch  ${what}  every ${formatDuration(intervalMs)}  ${new Date().toTimeString().slice(0, 8)}`;
    const body =
      seen.length === 1 && only !== undefined ? serverLines(only, width, paint) : fleetLines(seen, width, paint);
    const room = Math.max(1, height - 3);
    offset = Math.min(offset, Math.max(0, body.length - room));
    const hidden = body.length - room - offset;
    const foot = `q quits${body.length > room ? `   ↑↓ scroll${hidden > 0 ? `, ${hidden} more lines` : ''}` : ''}`;
    screen.draw([paint.bold(fit(title, width)), '', ...body.slice(offset, offset + room), paint.dim(fit(foot, width))]);
  };

  bus.on('polled', (polled) => {
    const before = frames.get(polled.serverId);
    const frame = toFrame(polled, pool, before?.layout);
    frames.set(polled.serverId, frame);
    vitals.set(polled.serverId, vitalsOf(frame, before));
    draw();
  });
  bus.on('missed', draw);
  bus.on('status', draw);
  process.once('SIGTERM', () => quit.resolve()).once('SIGHUP', () => quit.resolve());
  try {
    draw();
    await polling.start();
    await quit.promise;
  } finally {
    screen.close();
    await polling.stop();
  }
}
