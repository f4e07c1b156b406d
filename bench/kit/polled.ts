import { chmodSync } from 'node:fs';
import { systemClock, type Clock } from '../../exporter/src/clock.ts';
import { collectAll, createCollectionMemory } from '../../exporter/src/collectors/collectAll.ts';
import { createCollectors } from '../../exporter/src/collectors/index.ts';
import { defaultSettings } from '../../exporter/src/collectors/settings.ts';
import { exposition } from '../../exporter/src/metrics/exposition.ts';
import { createServerMemory } from '../../exporter/src/snapshot/memory.ts';
import { sourcesOf } from '../../exporter/src/snapshot/sources.ts';
import { openSession } from '../../exporter/src/ssh/connect.ts';
import { startSshd } from '../../exporter/test/sshd.ts';
import { toolFolder } from '../../exporter/test/toolFolder.ts';
import { atEnd } from './atEnd.ts';
import { loginUser } from './loginUser.ts';
import { rungs, type RungName } from './rungs.ts';

/** A real sshd on one rung, and the exporter's own path from a session to finished text; time moves only as told. */
export async function startPolled(name: RungName) {
  const { rung, tools } = rungs[name];
  const folder = toolFolder(tools);
  // Somebody else than its maker logs in.
  chmodSync(folder.path, 0o755);
  const sshd = await startSshd({ ...loginUser(), path: folder.path, logLevel: 'ERROR' });
  atEnd(() => sshd.stop());
  const session = await openSession(sshd.target(), { clock: systemClock, deadlineMs: 10_000 });
  const signal = AbortSignal.timeout(600_000);
  const found = await session.prepare(signal);
  if (found !== rung) {
    throw new Error(`${name}: rung ${found} was found`);
  }
  let now = Date.now();
  const clock: Clock = { now: () => now, after: systemClock.after };
  const collectors = createCollectors(defaultSettings);
  const memory = createServerMemory({
    sources: sourcesOf(collectors),
    intervalMs: () => 15_000,
    clock,
    nonce: () => Math.random().toString(36).slice(2),
  });
  const collection = createCollectionMemory();
  let count = 0;

  const poll = async (): Promise<string> => {
    const plan = memory.plan();
    memory.take(plan, await session.read(plan, signal));
    const { families } = collectAll(collectors, memory.snapshot, () => performance.now(), collection);
    count += 1;
    return exposition(families);
  };
  /** The first poll, with all tiers, and what its globs brought. */
  await poll();
  await memory.startRuns(session);
  const rest = memory.plan();
  memory.take(rest, await session.read(rest, signal));
  return {
    sshd,
    session,
    memory,
    poll,
    /** Lets the time to the next poll pass, and then does what a poll of the running service does, its commands included. */
    async beat(): Promise<string> {
      now += 15_000;
      const text = await poll();
      await memory.startRuns(session);
      return text;
    },
    polls: () => count,
    async stop() {
      memory.close();
      await session.close();
      await sshd.stop();
      folder.remove();
    },
  };
}
