import type { Sparkline } from '../../../../contract/vitals.ts';
import { instant } from '../../clock.ts';

const minute = 60_000;
const minutes = 60;

type Field = 'cpuPercent' | 'memoryPercent';

/** The last hour of one server as means of a minute: two rings of 60 numbers. */
export interface SparklineRing {
  add(at: number, values: Record<Field, number | null>): void;
  read(now: number): Sparkline;
}

interface Mean {
  sum: Float32Array;
  count: Uint8Array;
}

export function createSparkline(): SparklineRing {
  const rings: Record<Field, Mean> = { cpuPercent: createMean(), memoryPercent: createMean() };
  /** The newest minute that has a place, as minutes since the epoch. */
  let newest = 0;

  const moveTo = (at: number): void => {
    const from = Math.max(newest + 1, at - minutes + 1);
    for (let one = from; one <= at; one += 1) {
      for (const ring of Object.values(rings)) {
        ring.sum[one % minutes] = 0;
        ring.count[one % minutes] = 0;
      }
    }
    newest = Math.max(newest, at);
  };

  return {
    add(at, values) {
      const minuteOf = Math.floor(at / minute);
      moveTo(minuteOf);
      if (minuteOf <= newest - minutes) {
        return;
      }
      for (const field of ['cpuPercent', 'memoryPercent'] as const) {
        const value = values[field];
        const ring = rings[field];
        const place = minuteOf % minutes;
        if (value !== null && (ring.count[place] as number) < 255) {
          ring.sum[place] = (ring.sum[place] as number) + value;
          ring.count[place] = (ring.count[place] as number) + 1;
        }
      }
    },
    read(now) {
      const last = Math.floor(now / minute);
      moveTo(last);
      const points = ({ sum, count }: Mean): Array<number | null> =>
        Array.from({ length: minutes }, (_, i) => {
          const place = (last - minutes + 1 + i) % minutes;
          const polls = count[place] as number;
          return polls === 0 ? null : Math.round((10 * (sum[place] as number)) / polls) / 10;
        });
      return { to: instant((last + 1) * minute), stepSeconds: 60, cpuPercent: points(rings.cpuPercent), memoryPercent: points(rings.memoryPercent) };
    },
  };
}

const createMean = (): Mean => ({ sum: new Float32Array(minutes), count: new Uint8Array(minutes) });
