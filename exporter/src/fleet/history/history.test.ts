import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HistoryQuery } from '../../../../contract/metrics.ts';
import { databases } from '../../../test/databases.ts';
import { admin, createTestFleet, newServer, type TestFleet } from '../../../test/fleet.ts';
import { createLog } from '../../log.ts';
import type { Family } from '../../metrics/family.ts';
import { toFrame } from '../frames/frame.ts';
import type { Layout } from '../frames/layout.ts';
import { createShapePool } from '../frames/shapePool.ts';
import { createHistory, type History } from './history.ts';
import type { HistorySettings } from './settings.ts';

const second = 1000;
const hour = 3600 * second;
const start = Date.parse('2026-01-01T00:00:00Z');
const signal = new AbortController().signal;
const settings: HistorySettings = { retentionMs: 48 * hour, maxBytes: 1e9, flushMs: 1000 * hour, exclude: /^node_boring$/ };

const counter = (value: number, devices = ['eth0']): Family => ({ name: 'node_bytes_total', help: 'h', type: 'counter', samples: devices.map((device, i) => ({ labels: { device }, value: value + i * 1000 })) });
const gauge = (name: string, value: number): Family => ({ name, help: 'h', type: 'gauge', samples: [{ labels: {}, value }] });

for (const database of databases) {
  describe(`history on ${database.name}`, () => {
    let fleet: TestFleet;
    let id: string;
    let history: History;
    let layout: Layout | undefined;
    const pool = createShapePool();

    const open = async (changed: Partial<HistorySettings> = {}): Promise<History> => {
      const opened = createHistory({ store: fleet.store, clock: fleet.clock, log: createLog('error'), settings: { ...settings, ...changed } });
      await opened.start();
      return opened;
    };
    const poll = (families: Family[]): void => {
      const frame = toFrame({ serverId: id, name: 'web1', at: fleet.clock.now(), families }, pool, layout);
      layout = frame.layout;
      history.record(id, { at: frame.at, frames: [frame] });
    };
    /** Polls every 15 s, writing each minute. */
    const run = async (polls: number, families: (i: number) => Family[]): Promise<void> => {
      for (let i = 0; i < polls; i += 1) {
        poll(families(i));
        await fleet.clock.advance(15 * second);
        if (i % 4 === 3) {
          await history.flush();
        }
      }
    };
    const ask = (query: Record<string, unknown>) => history.range({ id, name: 'web1', tags: {}, intervalMs: 15 * second }, HistoryQuery.parse(query), signal);

    beforeEach(async () => {
      fleet = await createTestFleet(database);
      layout = undefined;
      ({ id } = await fleet.servers.create(newServer('web1'), admin));
      history = await open();
    });
    afterEach(async () => {
      await history.stop();
      await fleet.remove();
    });

    it('gives back every sample, from chunks, pieces and what waits in memory', async () => {
      await run(290, (i) => [gauge('node_load1', i), counter(i * 150)]);
      poll([gauge('node_load1', 290)]);
      const reply = await ask({ family: 'node_load1', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:12:45Z', step: '15s' });
      expect(reply.series).toHaveLength(1);
      expect(reply.series[0]?.mean).toEqual(Array.from({ length: 291 }, (_, i) => i));
      expect(reply).toMatchObject({ type: 'gauge', source: 'store', truncated: false, stepSeconds: 15 });
      expect(await history.state()).toMatchObject({ chunks: 2 + 12, oldest: '2026-01-01T00:00:00.000Z' });
    });

    it('makes rates over chunk borders, resets counted from zero', async () => {
      await run(130, (i) => [counter(i < 100 ? i * 150 : (i - 100) * 150)]);
      const reply = await ask({ family: 'node_bytes_total', from: '2026-01-01T00:10:00Z', to: '2026-01-01T00:30:00Z', step: '15s', rate: 'true' });
      const rates = reply.series[0]?.mean as number[];
      expect(rates).toHaveLength(80);
      expect(rates[60]).toBe(0);
      expect(rates.filter((_, i) => i !== 60)).toEqual(new Array(79).fill(10));
    });

    it('filters by label, and keeps series that come and go apart', async () => {
      await run(70, (i) => [counter(i, i < 20 || i > 50 ? ['eth0', 'eth1'] : ['eth0'])]);
      const reply = await ask({ family: 'node_bytes_total', from: '2026-01-01T00:00:00Z', step: '15s', label: ['device=~eth[1-9]'] });
      expect(reply.series.map(({ labels }) => labels)).toEqual([{ device: 'eth1' }]);
      const mean = reply.series[0]?.mean as Array<number | null>;
      expect([mean[19], mean[20], mean[50], mean[51]]).toEqual([1019, null, null, 1051]);
    });

    it('keeps minimum, maximum and mean over long steps', async () => {
      await run(240, (i) => [gauge('node_load1', i % 4)]);
      const reply = await ask({ family: 'node_load1', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z', step: '10m' });
      expect(reply.series[0]).toMatchObject({ mean: new Array(6).fill(1.5), min: new Array(6).fill(0), max: new Array(6).fill(3) });
    });

    it('goes on after a restart, whatever was written before', async () => {
      await run(50, (i) => [gauge('node_load1', i)]);
      await history.stop();
      history = await open();
      await run(50, (i) => [gauge('node_load1', 50 + i)]);
      const reply = await ask({ family: 'node_load1', from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:25:00Z', step: '15s' });
      expect(reply.series[0]?.mean).toEqual(Array.from({ length: 100 }, (_, i) => i));
    });

    it('keeps neither what is excluded nor what is past retention, and forgets shapes nobody uses', async () => {
      await run(60, () => [gauge('node_old', 1), gauge('node_boring', 1)]);
      await fleet.clock.advance(60 * hour);
      await run(60, () => [gauge('node_load1', 1)]);
      await fleet.clock.advance(37 * hour);
      // The hourly turn has begun by itself, at a time that depends on how fast the database was; one more at this time is sure.
      await history.flush();
      await history.keep();
      expect(await history.state()).toMatchObject({ chunks: 1 });
      expect((await ask({ family: 'node_old', from: '2025-12-31T00:00:00Z', step: '1h' })).series).toEqual([]);
      expect((await ask({ family: 'node_boring', from: '2025-12-31T00:00:00Z', step: '1h' })).series).toEqual([]);
      expect((await ask({ family: 'node_load1', from: '2025-12-31T00:00:00Z', step: '1h' })).series).toHaveLength(1);
      expect((await fleet.store.db.selectFrom('historyShapes').select('family').execute()).map(({ family }) => family)).toEqual(['node_load1']);
    });

    it('removes the oldest chunks when all are too large', async () => {
      await run(600, (i) => [gauge('node_load1', Math.sin(i))]);
      const before = await history.state();
      await history.stop();
      history = await open({ maxBytes: before.bytes / 2 });
      await history.keep();
      const after = await history.state();
      expect(after.bytes).toBeLessThanOrEqual(before.bytes / 2);
      expect(after.chunks).toBeGreaterThanOrEqual(2);
      expect(Date.parse(after.oldest as string)).toBeGreaterThan(start);
    });

    it('goes with its server', async () => {
      await run(70, () => [gauge('node_load1', 1)]);
      poll([gauge('node_load1', 1)]);
      await fleet.store.db.deleteFrom('servers').execute();
      await history.flush();
      expect(await history.state()).toMatchObject({ chunks: 0, bytes: 0 });
      expect(await fleet.store.db.selectFrom('historyPages').selectAll().execute()).toEqual([]);
    });

    it('refuses what can not be answered', async () => {
      await expect(ask({ family: 'x', from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' })).rejects.toThrow('before');
      await expect(ask({ family: 'x', from: '2020-01-01T00:00:00Z', step: '1s' })).rejects.toThrow('11000');
      await expect(ask({ family: 'x', label: 'a=~(' })).rejects.toThrow('RE2');
    });
  });
}
