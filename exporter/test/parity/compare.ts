import type { TestPrometheus, Series } from '../prometheus.ts';
import { explain, type Difference } from './differences.ts';
import { queries, type Query, type Side } from './queries.ts';

/** Seconds: longer than the medium tier with its polls, so that every value was read anew within it. */
export const windowSeconds = 90;
/** Seconds: a few scrapes, for what every poll reads. */
const shortSeconds = 8;

export interface Found {
  side: Difference['side'];
  series: string;
  known: Difference | undefined;
  detail: string;
}

export interface Comparison {
  families: { ours: number; theirs: number; both: number };
  series: { ours: number; theirs: number; both: number };
  types: string[];
  constants: { compared: number };
  counters: { compared: number; short: number };
  found: Found[];
  queries: { all: number; withData: number; empty: Query[] };
}

const keyOf = ({ metric }: Series): string => {
  const { __name__: name = '', job: _job, instance: _instance, ...labels } = metric;
  // An empty label is no label: device_error is new since 1.5.
  const list = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}="${value}"`);
  return `${name}{${list.join(',')}}`;
};
const nameOf = (key: string): string => key.slice(0, key.indexOf('{'));

async function values(prometheus: TestPrometheus, expression: string, side: Side): Promise<Map<string, number>> {
  // Functions drop the name, so it is put into a label first.
  const kept = `label_replace({job="${side}",__name__!~"(scrape|up|instance).*"}, "name", "$1", "__name__", "(.+)")`;
  const range = expression.replace('SERIES', kept);
  const result = await prometheus.query(range);
  return new Map(
    result.map((one) => {
      const { name, ...metric } = one.metric;
      return [keyOf({ ...one, metric: { ...metric, __name__: name ?? '' } }), one.value];
    })
  );
}

async function typesOf(prometheus: TestPrometheus, side: Side): Promise<Map<string, string>> {
  const reply = await fetch(
    `${prometheus.url}/api/v1/targets/metadata?match_target=${encodeURIComponent(`{job="${side}"}`)}`
  );
  const { data } = (await reply.json()) as { data: Array<{ metric: string; type: string }> };
  return new Map(data.map(({ metric, type }) => [metric, type]));
}

/** Compares what Prometheus knows of the two sides over the last `windowSeconds`. */
export async function compare(prometheus: TestPrometheus): Promise<Comparison> {
  const over = (fn: string, seconds: number) => `${fn}(SERIES[${seconds}s:1s])`;
  const ours = await values(prometheus, 'SERIES', 'ours');
  const theirs = await values(prometheus, 'SERIES', 'theirs');
  const low = await values(prometheus, over('min_over_time', windowSeconds), 'theirs');
  const shortLow = await values(prometheus, over('min_over_time', shortSeconds), 'theirs');
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const high = await values(prometheus, over('max_over_time', windowSeconds), 'theirs');
  const types = { ours: await typesOf(prometheus, 'ours'), theirs: await typesOf(prometheus, 'theirs') };

  const found: Found[] = [];
  const note = (side: Found['side'], series: string, detail = ''): void =>
    void found.push({ side, series, detail, known: explain(side, series) });
  // What comes and goes on either side within the window is no difference.
  const lasting = await values(prometheus, over('count_over_time', windowSeconds - 10), 'theirs');
  const oursLasting = await values(prometheus, over('count_over_time', windowSeconds - 10), 'ours');
  [...lasting.keys()]
    .filter((key) => theirs.has(key) && !oursLasting.has(key))
    .forEach((key) => note('only theirs', key));
  [...oursLasting.keys()].filter((key) => ours.has(key) && !lasting.has(key)).forEach((key) => note('only ours', key));

  let [constants, counters, short] = [0, 0, 0];
  for (const [key, value] of ours) {
    const [least, most, near] = [low.get(key), high.get(key), shortLow.get(key)];
    if (least === undefined || most === undefined) {
      continue;
    }
    if (types.theirs.get(nameOf(key)) === 'counter') {
      counters += 1;
      short += near !== undefined && value >= near && value <= most ? 1 : 0;
      if (value < least || value > most) {
        note('value', key, `counter ${value}, theirs ${least} to ${most}`);
      }
    } else if (least === most) {
      constants += 1;
      if (value !== least) {
        note('value', key, `${value}, theirs ${least} all the time`);
      }
    }
  }

  const empty: Query[] = [];
  let withData = 0;
  for (const query of queries) {
    const there = await prometheus.query(query.on('theirs'));
    if (there.length > 0) {
      withData += 1;
      if ((await prometheus.query(query.on('ours'))).length === 0) {
        empty.push(query);
      }
    }
  }

  const names = (keys: Iterable<string>) => new Set([...keys].map(nameOf));
  const [ourNames, theirNames] = [names(ours.keys()), names(theirs.keys())];
  const shared = <T>(one: Iterable<T>, other: { has(item: T): boolean }) =>
    [...one].filter((item) => other.has(item)).length;
  return {
    families: { ours: ourNames.size, theirs: theirNames.size, both: shared(ourNames, theirNames) },
    series: { ours: ours.size, theirs: theirs.size, both: shared(ours.keys(), theirs) },
    types: [...types.ours]
      .filter(([name, type]) => (types.theirs.get(name) ?? type) !== type)
      .map(([name, type]) => `${name}: ${type}, theirs ${types.theirs.get(name)}`),
    constants: { compared: constants },
    counters: { compared: counters, short },
    found,
    queries: { all: queries.length, withData, empty },
  };
}
