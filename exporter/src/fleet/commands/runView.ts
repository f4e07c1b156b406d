import type { Run, RunDetail } from '../../../../contract/run.ts';
import { instant } from '../../clock.ts';
import type { RunRecord } from '../../store/runs.ts';

const orNull = (ms: number | null): string | null => (ms === null ? null : instant(ms));

/** A run as the API shows it. */
export function runView(run: RunRecord): Run {
  return {
    id: run.id,
    batch: run.batch,
    commandId: run.commandId,
    commandName: run.commandName,
    serverId: run.serverId,
    serverName: run.serverName,
    state: run.state,
    trigger: run.startedBy,
    actor: run.actor,
    values: run.given,
    createdAt: instant(run.createdAt),
    startedAt: orNull(run.startedAt),
    finishedAt: orNull(run.finishedAt),
    durationMs: run.durationMs,
    exitCode: run.exitCode,
    truncated: run.truncated,
    error: run.error,
    bytes: run.bytes,
  };
}

export const runDetail = (run: RunRecord): RunDetail => ({ ...runView(run), script: run.definition.script, stdout: run.stdout, stderr: run.stderr });
