import type { LogLine, LogLines } from '../../../../contract/logs.ts';
import type { Clock } from '../../clock.ts';
import { Failure } from '../../errors.ts';
import { createMessage } from '../feed/message.ts';
import type { TopicSource } from '../feed/topicSource.ts';
import { compilePattern } from '../pattern.ts';
import { serversOf, type LogFleetServer, type LogSources } from './logSources.ts';
import type { ReadLogs } from './readLogs.ts';
import type { Tails } from './tails.ts';

export interface LogTopicDeps {
  sources: LogSources;
  reader: ReadLogs;
  tails: Tails;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
}

const snapshotMs = 15_000;
const maxPairs = 200;

/** The feed's topic `log`: the last lines, then each new one; one remote process per source and server for all who look. */
export function logTopic({ sources, reader, tails, clock, servers }: LogTopicDeps): TopicSource<'log'> {
  let seq = 0;
  return {
    topic: 'log',
    async open(subscriber) {
      const { source: wanted, server, lines, filter, level } = subscriber.filter;
      const ids = Array.isArray(wanted) ? wanted : [wanted];
      const pattern = filter === undefined ? undefined : compilePattern(filter, 'filter');
      const levels = level === undefined ? undefined : Array.isArray(level) ? level : [level];
      const fleet = await servers();
      const pairs = (await Promise.all(ids.map((id) => sources.record(id)))).flatMap((source) =>
        serversOf(source.definition, fleet)
          .filter((one) => server === undefined || one.id === server)
          .map((one) => ({ source, server: one }))
      );
      if (pairs.length === 0 || pairs.length > maxPairs) {
        throw new Failure('unprocessable', { message: pairs.length === 0 ? 'These sources are on no such server.' : `At most ${maxPairs} tails in one subscription.` });
      }
      const fits = (line: LogLine) => (pattern === undefined || pattern.test(line.text)) && (levels === undefined || levels.includes(line.level));
      const push = (data: Pick<LogLines, 'lines' | 'problems'>) => subscriber.push(createMessage((seq += 1), clock.now(), data));
      const open = pairs.map(({ source, server: one }) =>
        tails.listen(source, one, {
          onNews(news) {
            const fitting = news.lines.filter(fits);
            if (fitting.length > 0) {
              push({ lines: fitting, problems: [] });
            }
          },
          onEnd: () => subscriber.end('ended', 'The log source was changed or deleted.'),
          onProblem(problem) {
            if (problem !== undefined) {
              push({ lines: [], problems: [{ sourceId: source.id, serverId: one.id, serverName: one.name, ...problem }] });
            }
          },
        })
      );
      const close = () => open.forEach((tail) => tail.close());
      const begun = seq;
      try {
        const signal = AbortSignal.timeout(snapshotMs);
        const read = await Promise.all(ids.map((id) => reader.recent(id, { lines, server, filter, level, rotated: false }, signal)));
        const merged = read.flatMap((one) => one.lines).sort((a, b) => (a.time ?? '').localeCompare(b.time ?? ''));
        return { start: { snapshot: { lines: lines === 0 ? [] : merged.slice(-lines), problems: read.flatMap((one) => one.problems) }, seq: begun }, close };
      } catch (error) {
        close();
        throw error;
      }
    },
  };
}
