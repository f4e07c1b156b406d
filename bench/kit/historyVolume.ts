import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Family } from '../../exporter/src/metrics/family.ts';
import { packChunk } from '../../exporter/src/fleet/history/chunk.ts';
import { columnsOf, type Recorded } from '../../exporter/src/fleet/history/piece.ts';
import { pollsPerChunk } from '../../exporter/src/fleet/history/settings.ts';
import { createShapeBook } from '../../exporter/src/fleet/history/shapeBook.ts';
import { toFrame } from '../../exporter/src/fleet/frames/frame.ts';
import type { Layout } from '../../exporter/src/fleet/frames/layout.ts';
import { createShapePool } from '../../exporter/src/fleet/frames/shapePool.ts';
import { createHistoryRepository } from '../../exporter/src/store/history.ts';
import { openStore, type Store } from '../../exporter/src/store/open.ts';
import { createServerRepository } from '../../exporter/src/store/servers.ts';
import { systemClock } from '../../exporter/src/clock.ts';

export const interval = 15_000;

/** A sequence that is the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * 300 series as a server of 4 CPUs, 2 disks and 2 interfaces has them: counters that grow by uneven steps, hundredths of seconds,
 * gauges that waver, and the majority, which hardly ever changes.
 */
export function createFakeServer(seed: number): (poll: number) => Family[] {
  const random = randomFrom(seed);
  const cpus = ['0', '1', '2', '3'];
  const modes = ['user', 'nice', 'system', 'irq', 'softirq', 'steal', 'idle', 'iowait'];
  const seconds = new Map(cpus.flatMap((cpu) => modes.map((mode) => [`${cpu}/${mode}`, random() * 1e6])));
  const counters = Array.from({ length: 60 }, () => Math.floor(random() * 1e9));
  const pace = counters.map(() => Math.floor(10 ** (random() * 6)));
  let memory = 4e9;
  return (poll) => {
    for (const [key, value] of seconds) {
      seconds.set(key, Math.round((value + (key.endsWith('idle') ? 14 : 0.3) * random()) * 100) / 100);
    }
    counters.forEach((value, i) => (counters[i] = value + Math.floor(random() * (pace[i] as number))));
    memory += Math.floor((random() - 0.5) * 1e7) * 4096;
    const family = (name: string, type: Family['type'], samples: Family['samples']): Family => ({
      name,
      help: '',
      type,
      samples,
    });
    return [
      family(
        'node_cpu_seconds_total',
        'counter',
        [...seconds].map(([key, value]) => ({
          labels: { cpu: key.split('/')[0] as string, mode: key.split('/')[1] as string },
          value,
        }))
      ),
      ...Array.from({ length: 20 }, (_, i) =>
        family(
          `node_network_n${i}_total`,
          'counter',
          ['eth0', 'eth1', 'lo'].map((device, j) => ({
            labels: { device },
            value: counters[(3 * i + j) % 60] as number,
          }))
        )
      ),
      ...Array.from({ length: 40 }, (_, i) =>
        family(`node_memory_m${i}_bytes`, 'gauge', [
          { labels: {}, value: i < 10 ? Math.abs(memory) + i * 4096 : i * 1e8 },
        ])
      ),
      ...Array.from({ length: 3 }, (_, i) =>
        family(`node_load${[1, 5, 15][i]}`, 'gauge', [{ labels: {}, value: Math.round(random() * 400) / 100 }])
      ),
      ...Array.from({ length: 165 }, (_, i) =>
        family(`node_other_o${i}`, i % 2 === 0 ? 'gauge' : 'counter', [
          { labels: {}, value: i % 20 === 0 ? i + poll * 7 : i * 1000 },
        ])
      ),
    ];
  };
}

export interface HistoryVolume {
  store: Store;
  folder: string;
  serverIds: string[];
  /** Start and end of what is stored. */
  from: number;
  to: number;
  bytesPerSample: number;
  remove(): Promise<void>;
}

/** A database with a day of so many servers. Sixteen of them are made, poll by poll; the others are copies under their own names. */
export async function makeHistoryVolume(servers: number, hours: number, now: number): Promise<HistoryVolume> {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-bench-'));
  const store = await openStore({ file: path.join(folder, 'shellwatch.db') });
  const repository = createHistoryRepository(store.db);
  const book = createShapeBook(repository, systemClock);
  const serverIds = Array.from({ length: servers }, (_, i) => createHash('md5').update(String(i)).digest('hex'));
  await store.db.transaction().execute(async (tx) => {
    for (const [i, id] of serverIds.entries()) {
      await createServerRepository(tx).insert({
        id,
        name: `server${i}`,
        host: 'x',
        port: 22,
        username: 'x',
        tags: {},
        jump: null,
        interval: null,
        hostKeyPolicy: 'strict',
        enabled: true,
        notes: '',
        auth: { type: 'agent', socket: null, publicKey: null, passphraseSet: false, certificateSet: false },
        revision: 1,
        connectionRevision: 1,
        createdAt: i,
        updatedAt: i,
      });
    }
  });
  const chunks = (hours * 3600_000) / interval / pollsPerChunk;
  const from = Math.floor((now - hours * 3600_000) / interval) * interval;
  const makers = Array.from({ length: Math.min(16, servers) }, (_, i) => ({
    families: createFakeServer(i + 1),
    layout: undefined as Layout | undefined,
  }));
  const pool = createShapePool();
  let [bytes, samples] = [0, 0];
  const pack = async (polls: readonly Recorded[], sealed: boolean) => {
    const families = columnsOf(polls, () => true, 10_000);
    const ids = await book.idsOf(families.map(({ shape }) => shape));
    const times = polls.map(({ at }) => at);
    const blobs = packChunk(
      { times, families: families.map(({ columns }, i) => ({ shapeId: ids[i] as number, columns })) },
      { onePage: !sealed }
    );
    return {
      times,
      sealed,
      blobs,
      samples: families.reduce((sum, { columns }) => sum + columns.length * times.length, 0),
    };
  };
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const packed: Array<Array<Awaited<ReturnType<typeof pack>>>> = [];
    for (const maker of makers) {
      const polls: Recorded[] = Array.from({ length: pollsPerChunk }, (_, i) => {
        const poll = chunk * pollsPerChunk + i;
        const families = maker.families(poll);
        const frame = toFrame({ serverId: '', name: '', at: from + poll * interval, families }, pool, maker.layout);
        maker.layout = frame.layout;
        return { at: frame.at, frames: [frame] };
      });
      const whole = await pack(polls, true);
      bytes += whole.blobs.pages.reduce((sum, page) => sum + page.length, whole.blobs.directory.length);
      samples += whole.samples;
      // The newest half hour stands in pieces of a minute, half of them on the average.
      const pieces = Array.from({ length: pollsPerChunk / 8 }, (_, i) => pack(polls.slice(4 * i, 4 * i + 4), false));
      packed.push(chunk === chunks - 1 ? await Promise.all(pieces) : [whole]);
    }
    await store.db.transaction().execute(async (tx) => {
      const writing = createHistoryRepository(tx);
      for (const [i, serverId] of serverIds.entries()) {
        for (const { times, sealed, blobs, samples: count } of packed[i % packed.length] ?? []) {
          await writing.insertChunks([{
            serverId,
            startedAt: times[0] as number,
            endedAt: times.at(-1) as number,
            sealed,
            polls: times.length,
            samples: count,
            ...blobs,
          }]);
        }
      }
    });
  }
  return {
    store,
    folder,
    serverIds,
    from,
    to: from + hours * 3600_000,
    bytesPerSample: bytes / samples,
    async remove() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
