import { createChannel } from '../feed/channel.ts';
import { channelSource } from '../feed/channelSource.ts';
import type { ChangeFor, TopicSource } from '../feed/topicSource.ts';
import type { Clock } from '../../clock.ts';
import type { RunBus } from './runEvents.ts';
import type { OperateRuns } from './operateRuns.ts';
import type { Run } from '../../../../contract/run.ts';

const keep = 2000;
const snapshotRuns = 200;

/** The feed's topic `run`: states of runs, and their output as it comes. */
export function runTopic(bus: RunBus, runs: OperateRuns, clock: Clock): TopicSource<'run'> {
  const channel = createChannel<ChangeFor<'run'>>(clock, { keep });
  const going = new Map<string, Run>();
  bus.on('state', (run) => {
    if (run.finishedAt === null) {
      going.set(run.id, run);
    } else {
      going.delete(run.id);
    }
    channel.publish({ runs: [run], output: [] });
  });
  // What a run printed belongs to a run that was told before, so filters by batch, command or server can be answered.
  const known = (runId: string): Run | undefined => going.get(runId);
  bus.on('output', ({ runId, stream, text }) => channel.publish({ runs: [], output: [{ runId, stream, text }] }));

  return channelSource({
    topic: 'run',
    channel,
    async snapshot({ run, batch, command, server, output }) {
      if (run !== undefined) {
        const detail = await runs.get(run);
        const { script: _script, stdout, stderr, ...view } = detail;
        const pieces = [{ runId: run, stream: 'stdout' as const, text: stdout }, { runId: run, stream: 'stderr' as const, text: stderr }];
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
        return output && data.output.some((piece) => fits(known(piece.runId))) ? data : undefined;
      };
    },
  });
}
