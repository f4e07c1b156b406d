import type { Clock } from '../../clock.ts';
import type { Family } from '../../metrics/family.ts';
import type { LogProgress, LogSourceRecord, LogSourceRepository } from '../../store/logSources.ts';
import { createLogCounter, logFamilies, type LogCounter } from './counters.ts';
import { serversOf, type LogFleetServer } from './logSources.ts';
import type { SourceProblem } from './problem.ts';
import type { Tails } from './tails.ts';

export interface CountingDeps {
  sources: LogSourceRepository;
  tails: Tails;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
  /** How a source does on a server; undefined: well. */
  onState: (sourceId: string, server: LogFleetServer, problem: SourceProblem | undefined) => void;
  onError: (error: unknown) => void;
}

/** How often counts are written. What was counted after the last write is counted again from the stored position after a crash. */
const saveMs = 2000;
/** Rates of rules are those of the last minute. */
const rateMs = 60_000;

interface Counted {
  source: LogSourceRecord;
  serverId: string;
  counter: LogCounter;
  /** What the metrics show: only what is in the store, so that a counter never goes back. */
  saved: Pick<LogProgress, 'levels' | 'rules'>;
  /** What the rules had counted, at moments of the last minute. */
  marks: Array<{ at: number; rules: LogProgress['rules'] }>;
  close(): void;
}

/** Follows every source that is to be counted, always, and keeps counts and positions together in the store. */
export function createCounting({ sources, tails, clock, servers, onState, onError }: CountingDeps) {
  const counted = new Map<string, Counted>();
  let cancel: (() => void) | undefined;
  let work: Promise<void> = Promise.resolve();

  async function save(): Promise<void> {
    for (const entry of counted.values()) {
      if (entry.counter.dirty()) {
        const progress = entry.counter.progress();
        await sources.saveProgress(progress);
        entry.saved = progress;
      }
      const now = clock.now();
      entry.marks = [...entry.marks.filter((mark) => now - mark.at <= rateMs), { at: now, rules: entry.saved.rules }];
    }
  }

  function follow(source: LogSourceRecord, server: LogFleetServer, counter: LogCounter, before: LogProgress | undefined): { close(): void } {
    let well = false;
    const tell = (problem: SourceProblem | undefined) => {
      well = problem === undefined;
      onState(source.id, server, problem);
    };
    const tail = tails.listen(
      source,
      server,
      {
        onNews(news) {
          counter.add(news);
          if (!well && news.positions.length > 0 && tail.problem() === undefined) {
            tell(undefined);
          }
        },
        onProblem: tell,
      },
      before?.positions ?? []
    );
    return tail;
  }

  async function refresh(): Promise<void> {
    const [all, fleet, progress] = await Promise.all([sources.all(), servers(), sources.progress()]);
    const wanted = new Map<string, { source: LogSourceRecord; server: LogFleetServer }>(
      all
        .filter(({ definition }) => definition.enabled && (definition.count || definition.rules.length > 0) && definition.type !== 'command')
        .flatMap((source) => serversOf(source.definition, fleet).filter((server) => server.enabled).map((server) => [`${source.id} ${server.id}`, { source, server }] as const))
    );
    for (const [key, entry] of counted) {
      if (wanted.get(key)?.source.revision !== entry.source.revision) {
        entry.close();
        counted.delete(key);
      }
    }
    for (const [key, { source, server }] of wanted) {
      if (!counted.has(key)) {
        const before = progress.find((one) => one.sourceId === source.id && one.serverId === server.id);
        const counter = createLogCounter(source, server.id, before, () => clock.now());
        const tail = follow(source, server, counter, before);
        counted.set(key, { source, serverId: server.id, counter, marks: [], saved: before ?? { levels: {}, rules: Object.fromEntries(source.definition.rules.map((rule) => [rule.name, 0])) }, close: () => tail.close() });
      }
    }
  }

  const next = (job: () => Promise<void>): Promise<void> => (work = work.then(job).catch(onError));
  const arm = () => {
    cancel = clock.after(saveMs, () => void next(save).then(() => cancel !== undefined && arm()));
  };

  return {
    /** Sources or servers changed. */
    refresh: () => next(async () => (await save(), refresh())),
    families: (serverId: string): Family[] =>
      logFamilies([...counted.values()].filter((entry) => entry.serverId === serverId).map((entry) => ({ name: entry.source.definition.name, progress: entry.saved }))),
    /** Matches of each rule per minute, over the last one. */
    rates: (serverId: string): Array<{ rule: string; perMinute: number }> =>
      [...counted.values()]
        .filter((entry) => entry.serverId === serverId)
        .flatMap(({ source, saved, marks }) => {
          const first = marks[0];
          const elapsed = first === undefined ? 0 : clock.now() - first.at;
          return Object.entries(saved.rules).map(([rule, count]) => ({ rule: `${source.definition.name}/${rule}`, perMinute: elapsed < saveMs ? 0 : ((count - (first?.rules[rule] ?? 0)) * 60_000) / elapsed }));
        }),
    async start(): Promise<void> {
      await next(refresh);
      arm();
    },
    async stop(): Promise<void> {
      cancel?.();
      cancel = undefined;
      await next(save);
      counted.forEach((entry) => entry.close());
    },
  };
}
