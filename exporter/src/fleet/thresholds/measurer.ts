import type { CheckId } from '../../../../contract/check.ts';
import type { ServerStatus } from '../../../../contract/status.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import type { Frame } from '../frames/frame.ts';
import type { VitalsBoard } from '../vitals/board.ts';
import { createPace, type Pace } from './fullIn.ts';
import type { Measured } from './measured.ts';
import { measures, type PolledCheck } from './measures.ts';
import { statusMeasures } from './statusMeasures.ts';

/** The newest value of every check of a server. A live view: the next poll changes its numbers. */
export type CheckValues = ReadonlyMap<CheckId, ReadonlyArray<Readonly<Measured>>>;

export interface MeasurerDeps {
  board: Pick<VitalsBoard, 'events'>;
  statusOf: (serverId: string) => ServerStatus | undefined;
  /** The server another one is reached through. */
  jumpOf: (serverId: string) => string | null;
  specsChangedAt: (serverId: string) => number | undefined;
  logRates: (serverId: string) => ReadonlyArray<{ rule: string; perMinute: number }>;
}

/** What is kept of a server. It lasts from poll to poll and is changed in place: made anew each time, it would be old garbage. */
interface Kept {
  readonly paces: Map<string, Pace>;
  readonly values: Map<CheckId, Measured[]>;
}

/** The list to keep: the one there is, with the new numbers, as long as it is about the same items. */
function renewed(kept: Measured[] | undefined, found: Measured[]): Measured[] {
  if (kept?.length !== found.length || found.some(({ item }, at) => item !== kept[at]?.item)) {
    return found;
  }
  found.forEach(({ value }, at) => ((kept[at] as Measured).value = value));
  return kept;
}

function renewPaces(paces: Map<string, Pace>, { at }: Frame, { mounts }: Vitals): void {
  for (const { mountpoint, availableBytes } of mounts) {
    const pace = paces.get(mountpoint) ?? createPace();
    pace.add(at, availableBytes);
    paces.set(mountpoint, pace);
  }
  if (paces.size > mounts.length) {
    const there = new Set(mounts.map(({ mountpoint }) => mountpoint));
    [...paces.keys()].filter((mountpoint) => !there.has(mountpoint)).forEach((mountpoint) => paces.delete(mountpoint));
  }
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

  function keptOf(serverId: string): Kept {
    const known = kept.get(serverId) ?? { paces: new Map<string, Pace>(), values: new Map<CheckId, Measured[]>() };
    kept.set(serverId, known);
    return known;
  }

  function measure(frame: Frame, vitals: Vitals): void {
    const { paces, values } = keptOf(frame.serverId);
    renewPaces(paces, frame, vitals);
    const view = {
      vitals,
      frame,
      specsChangedAt: specsChangedAt(frame.serverId),
      hoursLeft: (mountpoint: string) => paces.get(mountpoint)?.hoursLeft(),
      logRates: logRates(frame.serverId),
    };
    for (const check of polledChecks) {
      values.set(check, renewed(values.get(check), measures[check](view)));
    }
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
      const values = new Map<CheckId, ReadonlyArray<Readonly<Measured>>>(status.state === 'up' ? kept.get(serverId)?.values : undefined);
      for (const [check, read] of Object.entries(statusMeasures)) {
        values.set(check as CheckId, read(view));
      }
      return values;
    },
    forget: (serverId) => void kept.delete(serverId),
  };
}
