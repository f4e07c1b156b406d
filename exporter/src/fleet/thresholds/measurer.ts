import type { CheckId } from '../../../../contract/check.ts';
import type { ServerStatus } from '../../../../contract/status.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import type { Frame } from '../frames/frame.ts';
import type { VitalsBoard } from '../vitals/board.ts';
import { createPace, type Pace } from './fullIn.ts';
import type { Measured } from './measured.ts';
import { measures, type PolledCheck } from './measures.ts';
import { statusMeasures } from './statusMeasures.ts';

/** The newest value of every check of a server. */
export type CheckValues = ReadonlyMap<CheckId, readonly Measured[]>;

export interface MeasurerDeps {
  board: Pick<VitalsBoard, 'events'>;
  statusOf: (serverId: string) => ServerStatus | undefined;
  /** The server another one is reached through. */
  jumpOf: (serverId: string) => string | null;
  specsChangedAt: (serverId: string) => number | undefined;
  logRates: (serverId: string) => ReadonlyArray<{ rule: string; perMinute: number }>;
}

interface Kept {
  paces: Map<string, Pace>;
  values: Map<CheckId, readonly Measured[]>;
}

const polledChecks = Object.keys(measures) as PolledCheck[];

/** Measures after each poll what the checks compare with their limits. */
export interface Measurer {
  /** What may be compared now: of a server that is not up only what its status says. */
  values(serverId: string): CheckValues;
  forget(serverId: string): void;
}

export function createMeasurer({ board, statusOf, jumpOf, specsChangedAt, logRates }: MeasurerDeps): Measurer {
  const kept = new Map<string, Kept>();

  function measure(frame: Frame, vitals: Vitals): void {
    const before = kept.get(frame.serverId);
    const paces = new Map<string, Pace>();
    for (const { mountpoint, availableBytes } of vitals.mounts) {
      const pace = before?.paces.get(mountpoint) ?? createPace();
      pace.add(frame.at, availableBytes);
      paces.set(mountpoint, pace);
    }
    const view = {
      vitals,
      frame,
      specsChangedAt: specsChangedAt(frame.serverId),
      hoursLeft: (mountpoint: string) => paces.get(mountpoint)?.hoursLeft(),
      logRates: logRates(frame.serverId),
    };
    const values = new Map<CheckId, readonly Measured[]>();
    for (const check of polledChecks) {
      values.set(check, measures[check](view));
    }
    kept.set(frame.serverId, { paces, values });
  }
  board.events.on('reading', ({ frame }, vitals) => measure(frame, vitals));

  return {
    values(serverId) {
      const status = statusOf(serverId);
      if (status === undefined) {
        return new Map();
      }
      const jump = jumpOf(serverId);
      const view = { status, jump: jump === null ? undefined : statusOf(jump) };
      const values = new Map<CheckId, readonly Measured[]>(status.state === 'up' ? kept.get(serverId)?.values : undefined);
      for (const [check, read] of Object.entries(statusMeasures)) {
        values.set(check as CheckId, read(view));
      }
      return values;
    },
    forget: (serverId) => void kept.delete(serverId),
  };
}
