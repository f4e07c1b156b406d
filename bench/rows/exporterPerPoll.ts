import { ownCpu } from '../kit/cpu.ts';
import { interleaved } from '../kit/median.ts';
import { startPolled } from '../kit/polled.ts';
import { rungNames } from '../kit/rungs.ts';
import type { Row } from '../row.ts';

const runs = 7;
const polls = 400;

/**
 * CPU of the exporter's own process for a poll: request, reply, snapshot, collectors, finished exposition text. Everything
 * is the same for the comparison but how files are read: a channel with one cat for each poll, over ssh2.
 */
export const exporterPerPoll: Row = {
  id: 'exporter-per-poll',
  what: 'exporter CPU per poll, to finished exposition text ÷ exec-per-poll with ssh2',
  bar: '≤ 0.5',
  minutes: 2,
  async run() {
    const ladder = [];
    for (const name of rungNames) {
      ladder.push({ name, polled: await startPolled(name) });
    }
    const things: Record<string, () => Promise<number>> = {};
    for (const { name, polled } of ladder) {
      things[name] = async () => {
        const before = ownCpu();
        for (let count = 0; count < polls; count += 1) {
          await polled.poll();
        }
        return (ownCpu() - before) / polls;
      };
    }
    await interleaved(1, things);
    const { medians } = await interleaved(runs, things);
    await Promise.all(ladder.map(({ polled }) => polled.stop()));
    const baseline = medians['exec'] ?? NaN;
    const ratio = (name: string): number => (medians[name] ?? NaN) / baseline;
    const shown = rungNames.filter((name) => name !== 'exec');
    return {
      measured: shown.map((name) => `${name} ${ratio(name).toFixed(2)}`).join(', '),
      holds: ['perl', 'gawk', 'mawk', 'busybox awk'].every((name) => ratio(name) <= 0.5),
      details: [
        `A poll of the exporter: ${rungNames.map((name) => `${name} ${(medians[name] ?? NaN).toFixed(2)} ms`).join(', ')}. Medians of ${runs} interleaved runs of ${polls} polls of the fast tier.`,
      ],
    };
  },
};
