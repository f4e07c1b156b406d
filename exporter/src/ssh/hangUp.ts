import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';

/** What was written last (the goodbye) gets this long to leave. */
const graceMs = 500;

const leaving = new WeakSet<Duplex>();

/** Ends a transport politely, and soon for good: the other side may never answer. */
export function hangUp(transport: Duplex, clock: Clock): void {
  if (transport.destroyed || leaving.has(transport)) {
    return;
  }
  leaving.add(transport);
  transport.on('error', () => undefined);
  transport.end();
  const cancel = clock.after(graceMs, () => {
    transport.destroy();
    // A channel through a jump server only closes when that answers; for us it is gone now.
    if (!(transport instanceof Socket)) {
      transport.emit('close');
    }
  });
  transport.once('close', cancel);
}
