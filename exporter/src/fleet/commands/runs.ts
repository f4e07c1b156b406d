import { randomUUID } from 'node:crypto';
import type { CommandInput } from '../../../../contract/command.ts';
import type { Run } from '../../../../contract/run.ts';
import { reasonMessage } from '../../../../contract/status.ts';
import type { Clock } from '../../clock.ts';
import { parseDuration } from '../../duration.ts';
import { Failure } from '../../errors.ts';
import { SshFailure, type Session } from '../../ssh/session.ts';
import type { RunRecord, RunRepository } from '../../store/runs.ts';
import { execute, type Outcome } from './execute.ts';
import { extract, judge } from './outputThread.ts';
import type { RunBus } from './runEvents.ts';
import { runView } from './runView.ts';
import type { CommandValues } from './values.ts';

export interface RunnerDeps {
  runs: RunRepository;
  bus: RunBus;
  values: CommandValues;
  clock: Clock;
  session: (serverId: string, signal: AbortSignal) => Promise<Session>;
  sudoPassword: (serverId: string) => Promise<string | undefined>;
  /** Most runs under way in the whole exporter. */
  maxConcurrent: number;
}

/** A batch to start: one definition on many servers. */
export interface Batch {
  /** One that was begun; a new one unless told. */
  id?: string;
  commandId: string | null;
  definition: CommandInput;
  servers: ReadonlyArray<{ id: string; name: string }>;
  given: Record<string, string>;
  startedBy: RunRecord['startedBy'];
  actor: string;
  /** Most servers of this batch at once. */
  concurrency: number;
}

/** Runs kept for each command and server, and as many one-offs of a server; older ones go as new ones come. */
const keepPerServer = 200;
const maxQueued = 10_000;

/**
 * Starts runs and sees them to their end: bounded concurrency, every state in the store and on the bus.
 * A run that was acknowledged is in the store before; one that a dead process left behind is marked lost at the next start.
 */
export function createRunner(deps: RunnerDeps) {
  const { runs, bus, values, clock } = deps;
  const queue: Array<{ run: RunRecord; batch: { active: number; limit: number } }> = [];
  const active = new Map<string, { run: RunRecord; abort: AbortController; done: Promise<void> }>();
  let closed = false;

  async function finish(run: RunRecord, end: Partial<RunRecord> & Pick<RunRecord, 'state'>): Promise<void> {
    Object.assign(run, end, { finishedAt: clock.now() });
    const { state, finishedAt, durationMs, exitCode, truncated, error, bytes, stdout, stderr } = run;
    await runs.finished(run.id, { state, finishedAt, durationMs, exitCode, truncated, error, bytes, stdout, stderr });
    await runs.trim(run.commandId, run.serverId, keepPerServer);
    bus.emit('state', runView(run));
  }

  /** Takes the values out of what a run printed; the reply says why there are none. */
  async function measure(run: RunRecord, outcome: Outcome): Promise<string | null> {
    if (run.commandId === null || run.definition.extractions.length === 0 || outcome.end === 'cancelled') {
      return null;
    }
    const { name, extractions, maxSeries } = run.definition;
    try {
      const facts = { output: outcome.stdout, exitCode: outcome.exitCode, durationSeconds: outcome.durationMs / 1000 };
      values.put(run.commandId, name, { id: run.serverId, name: run.serverName }, await extract({ command: name, extractions, maxSeries, facts }), clock.now());
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async function perform(run: RunRecord, signal: AbortSignal): Promise<void> {
    Object.assign(run, { state: 'running', startedAt: clock.now() });
    await runs.started(run.id, run.startedAt as number);
    bus.emit('state', runView(run));
    const { definition } = run;
    let outcome: Outcome;
    try {
      const session = await deps.session(run.serverId, signal);
      outcome = await execute(
        session,
        {
          interpreter: definition.interpreter,
          text: definition.script,
          values: run.given,
          sudo: definition.sudo,
          timeoutMs: parseDuration(definition.timeout) ?? 30_000,
          maxOutput: definition.maxOutput,
        },
        {
          clock,
          signal,
          sudoPassword: () => deps.sudoPassword(run.serverId),
          onOutput: (text, stream) => bus.emit('output', { runId: run.id, batch: run.batch, serverId: run.serverId, stream, text }),
        }
      );
    } catch (error) {
      const reason = error instanceof SshFailure ? `${reasonMessage(error.reason)} (${error.reason}: ${error.detail})` : (error as Error).message;
      await finish(run, signal.aborted ? { state: 'cancelled', error: 'cancelled' } : { state: 'unreachable', error: reason });
      return;
    }
    const { stdout, stderr, exitCode, truncated, durationMs } = outcome;
    const unmeasured = await measure(run, outcome);
    let unjudged: string | null = null;
    const ok = outcome.end === 'exited' && (await judge({ success: definition.success, outcome }).catch((failure: Error) => ((unjudged = failure.message), false)));
    const error = unmeasured ?? unjudged ?? outcome.error;
    const state = outcome.end !== 'exited' ? outcome.end : ok ? 'ok' : 'failed';
    await finish(run, { state, stdout, stderr, exitCode, truncated, durationMs, error, bytes: Buffer.byteLength(stdout) + Buffer.byteLength(stderr) });
  }

  function pump(): void {
    while (!closed && active.size < deps.maxConcurrent) {
      const index = queue.findIndex(({ batch }) => batch.active < batch.limit);
      const next = index < 0 ? undefined : queue.splice(index, 1)[0];
      if (next === undefined) {
        return;
      }
      const abort = new AbortController();
      next.batch.active += 1;
      const done = perform(next.run, abort.signal).catch((error: unknown) => finish(next.run, { state: 'failed', error: (error as Error).message }).catch(() => undefined)).finally(() => {
        active.delete(next.run.id);
        next.batch.active -= 1;
        pump();
      });
      active.set(next.run.id, { run: next.run, abort, done });
    }
  }

  return {
    /** Acknowledges the runs once they are in the store. Throws Failure `too_many` when the queue is full. */
    async start(batch: Batch): Promise<{ batch: string; runs: Run[] }> {
      if (closed || queue.length + batch.servers.length > maxQueued) {
        throw new Failure('too_many');
      }
      const id = batch.id ?? randomUUID();
      const records = batch.servers.map((server): RunRecord => ({
        id: randomUUID(),
        batch: id,
        commandId: batch.commandId,
        commandName: batch.definition.name,
        serverId: server.id,
        serverName: server.name,
        state: 'queued',
        startedBy: batch.startedBy,
        actor: batch.actor,
        definition: batch.definition,
        given: batch.given,
        createdAt: clock.now(),
        startedAt: null,
        finishedAt: null,
        durationMs: null,
        exitCode: null,
        truncated: false,
        error: null,
        bytes: 0,
        stdout: '',
        stderr: '',
      }));
      await runs.insert(records);
      const shared = { active: 0, limit: batch.concurrency };
      for (const run of records) {
        queue.push({ run, batch: shared });
        bus.emit('state', runView(run));
      }
      const views = records.map(runView);
      pump();
      return { batch: id, runs: views };
    },

    /** False when the run is over already. */
    async cancel(runId: string): Promise<boolean> {
      const waiting = queue.findIndex(({ run }) => run.id === runId);
      if (waiting >= 0) {
        const [entry] = queue.splice(waiting, 1);
        await finish((entry as (typeof queue)[number]).run, { state: 'cancelled', error: 'cancelled' });
        return true;
      }
      const going = active.get(runId);
      going?.abort.abort();
      await going?.done;
      return going !== undefined;
    },

    busy: (commandId: string, serverId: string): boolean =>
      [...queue, ...active.values()].some(({ run }) => run.commandId === commandId && run.serverId === serverId),
    counts: () => ({ queued: queue.length, running: active.size }),

    /** Takes no more, cancels what goes on and waits for its end. */
    async close(): Promise<void> {
      closed = true;
      queue.length = 0;
      for (const { abort } of active.values()) {
        abort.abort();
      }
      await Promise.all([...active.values()].map(({ done }) => done));
    },
  };
}

export type Runner = ReturnType<typeof createRunner>;
