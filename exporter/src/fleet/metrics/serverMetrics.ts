import type { FamilySummary, SampleValue, ServerMetrics } from '../../../../contract/metrics.ts';
import { instant } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import type { PolledServer } from '../../poll/directory.ts';
import { familyOf, type Frame } from '../frames/frame.ts';
import type { Shape } from '../frames/shape.ts';
import type { VitalsBoard } from '../vitals/board.ts';

/** Values of one label that a picker is given. */
const maxValues = 100;

const toSample = (value: number): SampleValue => (Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf');

function familyShown(frame: Frame, name: string): ServerMetrics['families'] {
  const found = familyOf(frame, name);
  if (found === undefined) {
    return [];
  }
  const { family, help, type, labels } = found.shape;
  return [{ name: family, help, type, samples: labels.map((one, i) => ({ labels: { ...one }, value: toSample(found.values[i] as number) })) }];
}

function summaryOf({ family, help, type, labels }: Shape): FamilySummary {
  const values = new Map<string, Set<string>>();
  for (const series of labels) {
    for (const [name, value] of Object.entries(series)) {
      const known = values.get(name) ?? new Set<string>();
      values.set(name, known.size < maxValues ? known.add(value) : known);
    }
  }
  return { name: family, help, type, series: labels.length, labels: Object.fromEntries([...values].map(([name, known]) => [name, [...known].sort()])) };
}

/** The newest values of a server. */
export function createServerMetrics(board: VitalsBoard, find: (id: string) => Promise<PolledServer | undefined>) {
  const demand = async (id: string): Promise<PolledServer> => {
    const server = await find(id);
    if (server === undefined) {
      throw new Failure('server_not_found');
    }
    return server;
  };
  return {
    demand,
    async current(id: string, families: readonly string[]): Promise<ServerMetrics> {
      const { name } = await demand(id);
      const frame = board.frame(id);
      const names = frame === undefined ? [] : families.includes('*') ? frame.layout.shapes.map(({ family }) => family) : families;
      return {
        id,
        name,
        at: frame === undefined ? null : instant(frame.at),
        fresh: board.isFresh(id),
        vitals: board.vitals(id) ?? null,
        families: frame === undefined ? [] : [...new Set(names)].flatMap((one) => familyShown(frame, one)),
      };
    },
    async families(id: string): Promise<{ items: FamilySummary[] }> {
      await demand(id);
      return { items: (board.frame(id)?.layout.shapes ?? []).map(summaryOf) };
    },
  };
}
export type ServerMetricsView = ReturnType<typeof createServerMetrics>;
