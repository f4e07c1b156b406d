import type { LogSource } from '../../../../contract/logSource.ts';
import { reasonMessage } from '../../../../contract/status.ts';
import { SshFailure } from '../../ssh/session.ts';
import type { FileState } from './fileState.ts';

/** Why a source can not be read or followed on a server, and what to do. */
export interface SourceProblem {
  code: string;
  message: string;
}

/** A failure of the way to the server: what the reason means, then what exactly was seen. */
export const problemOf = (error: unknown): SourceProblem =>
  error instanceof SshFailure ? { code: error.reason, message: `${reasonMessage(error.reason)} (${error.detail})` } : { code: 'failed', message: (error as Error).message };

const fileStates: readonly string[] = ['missing', 'unreadable', 'directory'] satisfies FileState[];

/** The state that a source shows for a problem. */
export const stateOf = (problem: SourceProblem | undefined): LogSource['states'][number]['state'] =>
  problem === undefined ? 'ok' : fileStates.includes(problem.code) ? (problem.code as FileState) : 'unreachable';
