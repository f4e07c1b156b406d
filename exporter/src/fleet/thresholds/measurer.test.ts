import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { CheckId } from '../../../../contract/check.ts';
import type { ServerStatus } from '../../../../contract/status.ts';
import type { Family } from '../../metrics/family.ts';
import { toFrame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import type { VitalsBoard } from '../vitals/board.ts';
import { compactVitals, vitalsOf } from '../vitals/vitals.ts';
import { createMeasurer } from './measurer.ts';

const start = Date.UTC(2026, 0, 1);
const minute = 60_000;

/** A measurer of one server, and polls of it that found these free bytes of 1000 of its mounts. */
function watched() {
  const events: VitalsBoard['events'] = new EventEmitter();
  const pool = createShapePool();
  const measurer = createMeasurer({
    board: { events },
    statusOf: () => ({ state: 'up' }) as ServerStatus,
    jumpOf: () => null,
    specsChangedAt: () => undefined,
    logRates: () => [],
  });
  const family = (name: string, mounts: Record<string, number>): Family => ({
    name: `node_filesystem_${name}`,
    help: '',
    type: 'gauge',
    samples: Object.entries(mounts).map(([mountpoint, value]) => ({ labels: { device: mountpoint, device_error: '', fstype: 'ext4', mountpoint }, value })),
  });
  const poll = (at: number, free: Record<string, number>) => {
    const size = Object.fromEntries(Object.keys(free).map((mountpoint) => [mountpoint, 1000]));
    const families = [family('size_bytes', size), family('free_bytes', free), family('avail_bytes', free)];
    const frame = toFrame({ serverId: 's', name: 's', at, families }, pool, undefined);
    const vitals = vitalsOf(frame, undefined);
    events.emit('reading', { frame, derived: frame, compact: compactVitals('s', 's', vitals) }, vitals);
  };
  const values = (check: CheckId) => {
    const found = measurer.values('s').get(check);
    return found && Object.fromEntries(found.map(({ item, value }) => [item, Math.round(value)]));
  };
  return { measurer, poll, values };
}

describe('measurer', () => {
  it('tells the newest poll, whatever items come and go', () => {
    const { measurer, poll, values } = watched();
    poll(start, { '/': 500, '/data': 100 });
    expect(values('disk_space')).toEqual({ '/': 50, '/data': 90 });
    poll(start + minute, { '/': 400, '/data': 200 });
    expect(values('disk_space')).toEqual({ '/': 60, '/data': 80 });
    // The fullest comes first.
    poll(start + 2 * minute, { '/': 100, '/data': 200 });
    expect(values('disk_space')).toEqual({ '/': 90, '/data': 80 });
    poll(start + 3 * minute, { '/': 300 });
    expect(values('disk_space')).toEqual({ '/': 70 });
    poll(start + 4 * minute, { '/': 300, '/new': 700 });
    expect(values('disk_space')).toEqual({ '/': 70, '/new': 30 });
    measurer.forget('s');
    expect(values('disk_space')).toBeUndefined();
  });

  it('begins anew with the pace of a mount that was away', () => {
    const { poll, values } = watched();
    const fill = (from: number, free: number) => {
      for (let at = 0; at <= 40; at += 5) {
        poll(start + (from + at) * minute, { '/': 900, '/data': free - at });
      }
    };
    fill(0, 500);
    // 460 left, 1 a minute.
    expect(values('disk_full_in')).toEqual({ '/': 8760, '/data': 8 });
    poll(start + 45 * minute, { '/': 900 });
    poll(start + 50 * minute, { '/': 900, '/data': 900 });
    expect(values('disk_full_in')).toEqual({ '/': 8760 });
  });
});
