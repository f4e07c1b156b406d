import { createChannel } from '../feed/channel.ts';
import { channelSource } from '../feed/channelSource.ts';
import type { ChangeFor, TopicSource } from '../feed/topicSource.ts';
import type { Clock } from '../../clock.ts';
import type { RunBus } from './runEvents.ts';
import type { OperateRuns } from './operateRuns.ts';
import type { RunOutput } from '../../../../contract/feedTopics.ts';
import type { Run } from '../../../../contract/run.ts';

const keep = 2000;
const snapshotRuns = 200;

/** The feed's topic `run`: states of runs, and their output as it comes. */
export function runTopic(bus: RunBus, runs: OperateRuns, clock: Clock): TopicSource<'run'> {
  const channel = createChannel<ChangeFor<'run'>>(clock, { keep });
  /** Runs that go on, with what they printed so far and where in the stream. */
  const going = new Map<string, { run: Run; printed: Array<{ seq: number; piece: RunOutput }> }>();
  /** Whose output a piece is: filters by batch, command or server are answered by that, also when it is caught up on later. */
  const runOf = new WeakMap<object, Run>();
  bus.on('state', (run) => {
    if (run.finishedAt === null) {
      going.set(run.id, { printed: [], ...going.get(run.id), run });
    } else {
      going.delete(run.id);
    }
    channel.publish({ runs: [run], output: [] });
  });
  bus.on('output', ({ runId, stream, text }) => {
    const piece = { runId, stream, text };
    const data = { runs: [], output: [piece] };
    const known = going.get(runId);
    if (known !== undefined) {
      runOf.set(data, known.run);
    }
    const { seq } = channel.publish(data);
    known?.printed.push({ seq, piece });
  });

  return channelSource({
    topic: 'run',
    channel,
    async snapshot({ run, batch, command, server, output }, _subscriber, seq) {
      if (run !== undefined) {
        // The store has the output of a run when it ended; what comes after `seq` is told as changes.
        const printed = going.get(run)?.printed.filter((one) => one.seq <= seq).map(({ piece }) => piece);
        const detail = await runs.get(run);
        const { script: _script, stdout, stderr, ...view } = detail;
        const pieces = printed ?? [{ runId: run, stream: 'stdout' as const, text: stdout }, { runId: run, stream: 'stderr' as const, text: stderr }];
        return { runs: [view], output: output ? pieces.filter((piece) => piece.text !== '') : [] };
      }
      const page = await runs.list({ batch, command, server, limit: snapshotRuns });
      return { runs: page.items, output: [] };
    },
    pick({ run, batch, command, server, output }) {
      const fits = (one: Run | undefined) =>
        one !== undefined && (run === undefined || one.id === run) && (batch === undefined || one.batch === batch) && (command === undefined || one.commandId === command) && (server === undefined || one.serverId === server);
      return (data) => {
        const [first] = data.runs;
        if (first !== undefined) {
          return fits(first) ? data : undefined;
        }
        return output && fits(runOf.get(data)) ? data : undefined;
      };
    },
  });
}
