import type { Client } from 'ssh2';
import type { ChannelLimit } from './channel.ts';
import { abortFailure } from './deadline.ts';
import type { ExecContext } from './exec.ts';
import { NoReader, ReaderProcess } from './readerProcess.ts';
import { awk, busyboxAwk, plainAwk } from './readers/awk.ts';
import { catFiles, catPrefix } from './readers/cat.ts';
import { perl } from './readers/perl.ts';
import type { ReaderProgram } from './readers/program.ts';
import { sh } from './readers/sh.ts';
import { SshFailure, type ReaderRung, type ReadPlan, type ReadResult } from './session.ts';

/** The cheapest for the server first. */
export const programs: readonly ReaderProgram[] = [perl, awk, busyboxAwk, plainAwk, sh];

/** A way to read files that was found to work. */
export interface FoundReader {
  rung: ReaderRung;
  /** Where on the ladder it stands, to begin there next time. */
  place: number;
  readsLinks: boolean;
  ended(): SshFailure | undefined;
  read(plan: ReadPlan, signal: AbortSignal): Promise<ReadResult>;
  end(): void;
}

export interface LadderOptions {
  context: ExecContext;
  /** The place to begin at: the rung that worked before. */
  from: number;
  cap: number;
  /** How long one rung may take to start. */
  rungMs: number;
  signal: AbortSignal;
}

/** Climbs down until a reader starts. Rejects with reason `reader` below the last rung, or with what broke the connection. */
export async function findReader({ context, from, cap, rungMs, signal }: LadderOptions): Promise<FoundReader> {
  const complaints: string[] = [];
  const limit: ChannelLimit = { clock: context.clock, ms: rungMs, signal };
  for (const [place, program] of programs.entries()) {
    if (place < from) {
      continue;
    }
    try {
      const process = await ReaderProcess.start(context.client as Client, program, cap, limit);
      return {
        rung: program.rung,
        place,
        readsLinks: program.readsLinks,
        ended: () => process.ended,
        read: (plan, stop) => process.read(plan, stop),
        end: () => process.end(),
      };
    } catch (error) {
      if (!(error instanceof NoReader)) {
        throw error;
      }
      complaints.push(`${program.rung}: ${error.message}`);
    }
    const lost = context.lost();
    if (lost ?? signal.aborted) {
      throw lost ?? abortFailure(signal, 'reader', 'looking for a reader');
    }
  }
  const prefix = await catPrefix(context, limit);
  if (prefix !== undefined) {
    return {
      rung: 'exec',
      place: programs.length,
      readsLinks: true,
      ended: () => undefined,
      read: (plan, stop) => catFiles(context, prefix, plan, stop, cap),
      end: () => undefined,
    };
  }
  throw new SshFailure('reader', complaints.join('; ').slice(0, 500));
}
