import type { Clock } from '../clock.ts';
import type { Session } from '../ssh/session.ts';
import { bundleOf, runBound, type BundledRun } from './bundle.ts';
import { bundleParser } from './bundleParser.ts';
import type { Run, RunOutput, Snapshot } from './snapshot.ts';
import { tierPeriod } from './sources.ts';

/** All output of a bundle together, in bytes. */
const outputCap = 4 << 20;
/** The client waits this much longer than the server, which ends a hung run itself where it can. */
const grace = 2_000;
/** A run that never began (no channel was free) is tried again after this, if its period is longer. */
const soon = 60_000;
/** A run that hung is tried again after its period, then after twice that, and so on up to this. */
const longestBreak = 3_600_000;

export interface Kept {
  output: RunOutput;
  at: number;
}

interface State {
  run: Run;
  /** When it may run again. */
  dueAt: number;
  kept: Kept | undefined;
  hung: number;
}

export interface Runner {
  /** Begins what is due, if nothing is under way; settles when that is over and never rejects. */
  start(session: Pick<Session, 'exec' | 'rung'>): Promise<void>;
  /** The newest output that is not older than two periods. */
  output(name: string): RunOutput | undefined;
  /** Drops outputs that grew too old. */
  expire(): void;
  /** Runs that hung or failed to begin at their last try. */
  hung(): string[];
  close(): void;
}

export interface RunnerOptions {
  runs: readonly Run[];
  clock: Clock;
  nonce: () => string;
  /** A run due this soon is taken along, as the next chance comes a poll later. */
  slack: () => number;
  /** What runs make their words of. */
  snapshot: () => Snapshot;
  /** A run has another output, or none any more. */
  changed: (run: Run, output: RunOutput | undefined) => void;
}

/**
 * Runs what collectors want run, apart from polls. All that is due shares one channel; a run that hangs costs only itself:
 * the ones behind it get a new channel at once, and from then on it is tried alone and ever more seldom.
 */
export function createRunner({ runs, clock, nonce, slack, snapshot, changed }: RunnerOptions): Runner {
  const states = new Map(runs.map((run): [string, State] => [run.name, { run, dueAt: 0, kept: undefined, hung: 0 }]));
  const busy = new Set<string>();
  const closing = new AbortController();

  const gaveUp = (state: State): void => {
    state.hung += 1;
    state.dueAt = clock.now() + Math.min(longestBreak, tierPeriod[state.run.tier] * 2 ** (state.hung - 1));
  };

  /** Words that can not be made, as what was read is no good, leave the run to say so itself. */
  const bundled = ({ run }: State): BundledRun => {
    try {
      return { ...run, args: run.args?.(snapshot()) ?? [] };
    } catch {
      return { name: run.name, script: 'exit 1' };
    }
  };

  /** One channel; returns the runs that were not reached, because the one before them hung. */
  const channel = async (session: Pick<Session, 'exec' | 'rung'>, batch: readonly State[]): Promise<State[]> => {
    const left = new Set(batch);
    const stop = new AbortController();
    const mark = nonce();
    let cancel = (): void => undefined;
    const watch = (): void => {
      cancel();
      cancel = clock.after(runBound * 1_000 + grace, () => stop.abort());
    };
    const parser = bundleParser(mark, {
      began: watch,
      ended(name, output) {
        watch();
        const state = states.get(name);
        if (state === undefined || !left.delete(state)) {
          return;
        }
        if (output === undefined) {
          gaveUp(state);
        } else {
          state.hung = 0;
          state.kept = { output, at: clock.now() };
          changed(state.run, output);
        }
      },
    });
    watch();
    try {
      const bundle = bundleOf(batch.map(bundled), { perl: session.rung === 'perl', nonce: mark });
      await session.exec(bundle.command, {
        stdin: bundle.stdin,
        maxBytes: outputCap,
        timeoutMs: (runBound * 1_000 + grace) * (batch.length + 1),
        signal: AbortSignal.any([stop.signal, closing.signal]),
        onData: (chunk, stream) => {
          if (stream === 'stdout') {
            parser.feed(chunk);
          }
        },
      });
    } catch {
      // Told by what is left: a run that did not end has no output, which its collector says.
    } finally {
      cancel();
    }
    const running = parser.running();
    const culprit = running === undefined ? undefined : states.get(running);
    if (culprit !== undefined && left.delete(culprit)) {
      gaveUp(culprit);
      return [...left];
    }
    left.forEach((state) => (state.dueAt = Math.min(state.dueAt, clock.now() + soon)));
    return [];
  };

  const perform = async (session: Pick<Session, 'exec' | 'rung'>, batch: readonly State[]): Promise<void> => {
    batch.forEach((state) => busy.add(state.run.name));
    for (let rest = batch; rest.length > 0 && !closing.signal.aborted;) {
      rest = await channel(session, rest);
    }
    batch.forEach((state) => busy.delete(state.run.name));
  };

  return {
    async start(session) {
      const now = clock.now();
      const due = [...states.values()].filter((state) => !busy.has(state.run.name) && state.dueAt <= now + slack());
      const healthy = due.filter((state) => state.hung === 0);
      due.forEach((state) => (state.dueAt = now + tierPeriod[state.run.tier]));
      await Promise.all([
        healthy.length > 0 ? perform(session, healthy) : undefined,
        ...due.filter((state) => state.hung > 0).map((state) => perform(session, [state])),
      ]);
    },
    output: (name) => states.get(name)?.kept?.output,
    expire() {
      for (const state of states.values()) {
        if (state.kept !== undefined && clock.now() - state.kept.at > 2 * tierPeriod[state.run.tier]) {
          state.kept = undefined;
          changed(state.run, undefined);
        }
      }
    },
    hung: () => [...states.values()].filter((state) => state.hung > 0).map((state) => state.run.name),
    close: () => closing.abort(),
  };
}
