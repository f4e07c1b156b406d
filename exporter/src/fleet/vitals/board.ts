import { EventEmitter } from 'node:events';
import type { CompactVitals, FleetVitals, Vitals } from '../../../../contract/vitals.ts';
import type { Clock } from '../../clock.ts';
import type { PollBus } from '../../poll/events.ts';
import { toFrame, type Frame } from '../frames/frame.ts';
import { createShapePool } from '../frames/shapePool.ts';
import { vitalsFamilies } from './families.ts';
import { createSparkline, type SparklineRing } from './sparkline.ts';
import { compactVitals, vitalsOf } from './vitals.ts';

/**
 * One poll, read: the numbers as they came, the vitals as families, and the few of them for lists. The numbers stay as they are until
 * the next poll but one of the server.
 */
export interface Reading {
  frame: Frame;
  derived: Frame;
  compact: CompactVitals;
}

interface Entry {
  reading: Reading;
  before: Reading | undefined;
  sparkline: SparklineRing;
  /** The last poll failed: these are the values before it. */
  missed: boolean;
}

/** The newest values of every server, in some 15 kB each. */
export interface VitalsBoard {
  /** Each reading with all of its vitals, which are not kept. */
  readonly events: EventEmitter<{ reading: [Reading, Vitals] }>;
  fleet(): FleetVitals;
  compact(): CompactVitals[];
  /** Computed when asked for: few servers are looked at closely at once. */
  vitals(serverId: string): Vitals | undefined;
  frame(serverId: string): Frame | undefined;
  isFresh(serverId: string): boolean;
  /** Minutes from before the exporter started. */
  seed(serverId: string, points: ReadonlyArray<{ at: number } & Pick<CompactVitals, 'cpuPercent' | 'memoryPercent'>>): void;
  remove(serverId: string): void;
}

/** A server that has not answered for so long is not in the fleet's list any more. */
const shownFor = 3600_000;

export function createVitalsBoard(bus: PollBus, clock: Clock): VitalsBoard {
  const pool = createShapePool();
  const entries = new Map<string, Entry>();
  const sparklines = new Map<string, SparklineRing>();
  const events = new EventEmitter<{ reading: [Reading, Vitals] }>();

  const sparklineOf = (serverId: string): SparklineRing => {
    const known = sparklines.get(serverId) ?? createSparkline();
    sparklines.set(serverId, known);
    return known;
  };

  bus.on('polled', (polled) => {
    const last = entries.get(polled.serverId);
    const before = last?.reading.frame;
    // The values of the last poll but one make room for the new ones: two polls of a server are kept, and no garbage made.
    const frame = toFrame(polled, pool, before?.layout, last?.before?.frame.values);
    const vitals = vitalsOf(frame, before);
    const derived = toFrame({ ...polled, families: vitalsFamilies(vitals) }, pool, last?.reading.derived.layout, last?.before?.derived.values);
    const compact = compactVitals(polled.serverId, polled.name, vitals);
    const sparkline = sparklineOf(polled.serverId);
    sparkline.add(polled.at, compact);
    const reading = { frame, derived, compact };
    entries.set(polled.serverId, { reading, before: last?.reading, sparkline, missed: false });
    events.emit('reading', reading, vitals);
  });
  bus.on('missed', ({ serverId }) => {
    const entry = entries.get(serverId);
    if (entry !== undefined) {
      entry.missed = true;
    }
  });

  const shown = (): Entry[] => [...entries.values()].filter(({ reading }) => clock.now() - reading.frame.at <= shownFor);

  return {
    events,
    compact: () => shown().map(({ reading }) => reading.compact),
    fleet: () => {
      const now = clock.now();
      return { servers: shown().map(({ reading, sparkline }) => ({ ...reading.compact, sparkline: sparkline.read(now) })) };
    },
    vitals(serverId) {
      const entry = entries.get(serverId);
      return entry === undefined ? undefined : vitalsOf(entry.reading.frame, entry.before?.frame);
    },
    frame: (serverId) => entries.get(serverId)?.reading.frame,
    isFresh: (serverId) => entries.get(serverId)?.missed === false,
    seed(serverId, points) {
      const ring = sparklineOf(serverId);
      points.forEach(({ at, ...values }) => ring.add(at, values));
    },
    remove(serverId) {
      entries.delete(serverId);
      sparklines.delete(serverId);
    },
  };
}
