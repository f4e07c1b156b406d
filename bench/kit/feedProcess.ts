// The feed's doors in a process of their own, which publishes when its parent says so: node --expose-gc feedProcess.ts
import { startFeedServer, statusOf } from '../../exporter/test/feedServer.ts';

const server = await startFeedServer({ clientsPerCaller: 5_000, clients: 5_000, ping: 3_600_000, idle: 3_600_000 });

/** Resident memory after garbage went; the smallest of a few looks, as the heap gives pages back late. */
async function resident(): Promise<number> {
  let least = Infinity;
  for (let look = 0; look < 5; look += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
    least = Math.min(least, process.memoryUsage().rss);
  }
  return least;
}

/** Long enough for everything that an event leaves to do to be over before the next. */
const pauseMs = 100;

/** By a timer of its own, as events come by themselves: a message of the parent for each would wake it on the parent's core. */
function publish(): void {
  // Wall clock with fractions: the other process reads the same one.
  const detail = String(performance.timeOrigin + performance.now());
  server.status.publish({ server: statusOf('0b51f0b8-3b5e-4a36-9b0e-0a4bd7b5d8a1', 'down', detail), gone: false });
  setTimeout(publish, pauseMs);
}

process.on('message', (message: 'publish' | 'memory' | 'stop') => {
  if (message === 'publish') {
    setTimeout(publish, pauseMs);
  } else if (message === 'memory') {
    void resident().then((bytes) => process.send?.({ bytes, clients: server.feed.clients() }));
  } else {
    process.exit(0);
  }
});
process.send?.({ url: server.url });
