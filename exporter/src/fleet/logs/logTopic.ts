import type { LogLine } from '../../../../contract/logs.ts';
import type { Clock } from '../../clock.ts';
import { createMessage, type Message } from '../feed/message.ts';
import type { ChangeFor, TopicSource } from '../feed/topicSource.ts';
import { compilePattern } from '../pattern.ts';
import type { TellRuns } from './commandRuns.ts';
import { serversOf, type LogFleetServer, type LogSources } from './logSources.ts';
import { notShown } from './notShown.ts';
import { mergeByTime, type ReadLogs } from './readLogs.ts';
import { requireKnown, wrongField } from './refusals.ts';
import type { Tails } from './tails.ts';
import { createTailStream, type TailNews } from './tailStream.ts';

export interface LogTopicDeps {
  sources: LogSources;
  reader: ReadLogs;
  tails: Tails;
  clock: Clock;
  servers: () => Promise<LogFleetServer[]>;
  tellRuns: TellRuns;
}

const snapshotMs = 15_000;
const maxPairs = 200;

/** The feed's topic `log`: the last lines, then each new one; one remote process per source and server for all who look. */
export function logTopic({ sources, reader, tails, clock, servers, tellRuns }: LogTopicDeps): TopicSource<'log'> {
  const stream = createTailStream({ tails, clock });
  return {
    topic: 'log',
    async open(subscriber) {
      const { source: wanted, server, lines, filter, level } = subscriber.filter;
      const ids = Array.isArray(wanted) ? wanted : [wanted];
      const pattern = filter === undefined ? undefined : compilePattern(filter, 'filter');
      const levels = level === undefined ? undefined : Array.isArray(level) ? level : [level];
      const fleet = await servers();
      requireKnown('source', ids, await sources.all());
      requireKnown('server', server === undefined ? undefined : [server], fleet);
      const records = await Promise.all(ids.map((id) => sources.record(id)));
      const pairs = records.flatMap((source) =>
        serversOf(source.definition, fleet)
          .filter((one) => server === undefined || one.id === server)
          .map((one) => ({ source, server: one }))
      );
      if (pairs.length === 0) {
        const which = ids.length === 1 ? 'the source is' : 'these sources are';
        throw server === undefined ? wrongField('source', `${which} on no server`) : wrongField('server', `${which} not on this server`);
      }
      if (pairs.length > maxPairs) {
        throw wrongField('source', `at most ${maxPairs} tails in one subscription`);
      }
      await tellRuns(subscriber.actor, pairs);
      const fits = (line: LogLine) => (pattern === undefined || pattern.test(line.text)) && (levels === undefined || levels.includes(line.level));
      const joined = pairs.map(({ source, server: one }) => stream.join(source, one, () => subscriber.end('ended', 'The log source was changed or deleted.')));
      const ours = new Set(joined.map(({ pair }) => pair));
      /** What this subscription hears of a piece; lines that a snapshot shows already are left out. */
      const select = ({ seq, at, data }: Message<TailNews>, fresh: readonly LogLine[] = data.lines): Array<Message<ChangeFor<'log'>>> => {
        const fitting = ours.has(data.pair) ? fresh.filter(fits) : [];
        return fitting.length > 0 || (ours.has(data.pair) && data.problems.length > 0) ? [createMessage(seq, at, { lines: fitting, problems: data.problems })] : [];
      };
      /** What comes while the snapshot is read. */
      let early: Array<Message<TailNews>> | undefined;
      const push = (messages: ReadonlyArray<Message<ChangeFor<'log'>>>) => messages.forEach((message) => subscriber.push(message));
      const deafen = stream.listen((message) => (early === undefined ? push(select(message)) : early.push(message)));
      const close = () => {
        deafen();
        joined.forEach(({ leave }) => leave());
      };
      const { after } = subscriber;
      const missed = after !== undefined && joined.every(({ since }) => since <= after) ? stream.since(after) : undefined;
      if (missed !== undefined) {
        return { start: { missed: missed.flatMap((message) => select(message)) }, close };
      }
      early = [];
      try {
        await Promise.all(joined.map(({ ready }) => ready));
        // The snapshot ends where the tail stands now: what it tells from here on is new, and what it told before is in the snapshot.
        early = [];
        const begun = stream.seq();
        const ends = new Map(joined.map(({ pair, positions }) => [pair, positions()]));
        const signal = AbortSignal.timeout(snapshotMs);
        // The tail of a command tells all of its output, and one that goes on would never be read to its end.
        const readable = records.filter((record) => record.definition.type !== 'command' && pairs.some(({ source }) => source === record));
        const read = await Promise.all(readable.map(({ id }) => reader.recent(id, { lines, server, filter, level, rotated: false, endsOf: (sourceId, serverId) => ends.get(`${sourceId} ${serverId}`) ?? [] }, subscriber.actor, signal)));
        const shown = lines === 0 ? [] : mergeByTime(read.map((one) => one.lines)).slice(-lines);
        // A journal has no place to end a reading at, so what both tell is left out by its text.
        const journals = new Set(records.filter(({ definition }) => definition.type === 'journald').map(({ id }) => id));
        const told = early.filter(({ data }) => ours.has(data.pair)).flatMap(({ data }) => data.lines.filter(fits));
        const fresh = new Set(
          [...ours].flatMap((pair) => {
            const ofPair = (line: LogLine) => `${line.sourceId} ${line.serverId}` === pair;
            const lines = told.filter(ofPair);
            return lines[0] !== undefined && journals.has(lines[0].sourceId) ? notShown(lines, shown.filter(ofPair)) : lines;
          })
        );
        push(early.flatMap((message) => select(message, message.data.lines.filter((line) => fresh.has(line)))));
        early = undefined;
        return { start: { snapshot: { lines: shown, problems: read.flatMap((one) => one.problems) }, seq: begun }, close };
      } catch (error) {
        close();
        throw error;
      }
    },
  };
}
