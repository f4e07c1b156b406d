import type { CommandRecord } from '../../store/commands.ts';
import type { RunRepository } from '../../store/runs.ts';
import { extract } from './outputThread.ts';
import type { CommandValues, ValuesEnd } from './values.ts';

export interface RestoreDeps {
  runs: RunRepository;
  commands: () => Promise<CommandRecord[]>;
  servers: () => Promise<ReadonlyArray<{ id: string }>>;
  values: CommandValues;
  valuesEnd: ValuesEnd;
  now: () => number;
  /** Aborting it leaves the rest out. */
  signal: AbortSignal;
}

/**
 * Takes the values of before a restart out of the runs that were kept, one after the other beside everything else: those of a daily
 * command would be missing for a day. A command that was renamed since makes other families, so its old values stay away.
 */
export async function restoreValues({ runs, commands, servers, values, valuesEnd, now, signal }: RestoreDeps): Promise<void> {
  const measuring = (await commands()).filter(({ definition }) => definition.extractions.length > 0);
  const names = new Map(measuring.map(({ id, definition }) => [id, definition.name]));
  const present = new Set((await servers()).map(({ id }) => id));
  for (const { id, commandId, serverId, finishedAt } of await runs.latest([...names.keys()], ['ok', 'failed', 'timeout'])) {
    const run = !signal.aborted && commandId !== null && finishedAt !== null && present.has(serverId) && now() <= (valuesEnd(commandId, finishedAt) ?? 0) ? await runs.byId(id) : undefined;
    if (run === undefined || run.commandName !== names.get(commandId as string)) {
      continue;
    }
    const { extractions, maxSeries } = run.definition;
    const facts = { output: run.stdout, exitCode: run.exitCode, durationSeconds: (run.durationMs ?? 0) / 1000 };
    // What could not be measured then can not be now, and its run says why.
    const metrics = await extract({ command: run.commandName, extractions, maxSeries, facts }).catch(() => []);
    values.put(commandId as string, run.commandName, { id: serverId, name: run.serverName }, metrics, finishedAt as number);
  }
}
