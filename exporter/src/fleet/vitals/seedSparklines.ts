import type { PolledServer } from '../../poll/directory.ts';
import type { History } from '../history/history.ts';
import type { VitalsBoard } from './board.ts';

const hour = 3600_000;

/**
 * Gives the board the hour before the exporter started, server by server, so that a restart does not empty every sparkline.
 * In between, other work has its turn.
 */
export async function seedSparklines(board: VitalsBoard, history: Pick<History, 'minutes'>, servers: readonly PolledServer[], now: number, signal: AbortSignal): Promise<void> {
  for (const { id } of servers) {
    if (signal.aborted) {
      return;
    }
    const [cpu, memory] = [await history.minutes(id, 'shellwatch_vitals_cpu_used_ratio', now - hour), await history.minutes(id, 'shellwatch_vitals_memory_used_ratio', now - hour)];
    const percent = (ratio: number | null | undefined): number | null => (ratio === null || ratio === undefined ? null : ratio * 100);
    board.seed(
      id,
      cpu.map(({ at, value }, i) => ({ at, cpuPercent: percent(value), memoryPercent: percent(memory[i]?.value) }))
    );
    await new Promise((resolve) => setImmediate(resolve));
  }
}
