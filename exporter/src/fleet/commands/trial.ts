import type { CommandInput, CommandTrial } from '../../../../contract/command.ts';
import type { Extraction, ExtractedMetric } from '../../../../contract/extraction.ts';
import type { Clock } from '../../clock.ts';
import { parseDuration } from '../../duration.ts';
import { exposition } from '../../metrics/exposition.ts';
import type { Session } from '../../ssh/session.ts';
import { checkDefinition } from './commands.ts';
import { execute } from './execute.ts';
import type { RunFacts } from './extract.ts';
import { familiesOf } from './families.ts';
import { nameProblems } from './nameProblems.ts';
import { extract, judge } from './outputThread.ts';
import { parameterValues } from './parameterValues.ts';

export interface TrialDeps {
  clock: Clock;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
  sudoPassword: (serverId: string) => Promise<string | undefined>;
}

type Preview = Pick<CommandTrial, 'metrics' | 'exposition' | 'problems'>;

function problemsOf(metrics: readonly ExtractedMetric[], extractions: readonly Extraction[], maxSeries: number): string[] {
  return metrics.flatMap((metric, index) => [
    ...nameProblems(metric.name, metric.type, extractions[index]?.unit ?? ''),
    ...(metric.samples.length === 0 ? [`${metric.name}: nothing matched`] : []),
    ...(metric.dropped > 0 ? [`${metric.name}: ${metric.dropped} left out (over the cap of ${maxSeries} series, twice, or no number)`] : []),
  ]);
}

/** What extractions make of a given output: samples with their places, the lines Prometheus would read, and what is wrong. */
export async function previewExtractions(command: string, extractions: readonly Extraction[], maxSeries: number, facts: RunFacts): Promise<Preview> {
  const metrics = await extract({ command, extractions, maxSeries, facts });
  return {
    metrics,
    exposition: exposition(familiesOf(metrics)),
    problems: problemsOf(metrics, extractions, maxSeries),
  };
}

/** Runs an unsaved command on one server; nothing is stored but the audit entry the caller writes. */
export async function tryCommand(deps: TrialDeps, command: CommandInput, serverId: string, values: Record<string, string>, signal: AbortSignal): Promise<CommandTrial> {
  checkDefinition(command);
  const given = parameterValues(command.parameters, values);
  const session = await deps.session(serverId, signal);
  const outcome = await execute(
    session,
    { interpreter: command.interpreter, text: command.script, values: given, sudo: command.sudo, timeoutMs: parseDuration(command.timeout) ?? 30_000, maxOutput: command.maxOutput },
    { clock: deps.clock, signal, sudoPassword: () => deps.sudoPassword(serverId) }
  );
  const preview = await previewExtractions(command.name, command.extractions, command.maxSeries, {
    output: outcome.stdout,
    exitCode: outcome.exitCode,
    durationSeconds: outcome.durationMs / 1000,
  });
  const { exitCode, durationMs, stdout, stderr, truncated } = outcome;
  return {
    ok: outcome.end === 'exited' && (await judge({ success: command.success, outcome })),
    exitCode,
    durationMs,
    stdout,
    stderr,
    truncated,
    ...preview,
    problems: [...(outcome.error === null ? [] : [outcome.error]), ...preview.problems],
  };
}
