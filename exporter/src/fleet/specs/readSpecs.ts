import type { SpecsData } from '../../../../contract/specs.ts';
import { Failure } from '../../errors.ts';
import { SshFailure, type Session } from '../../ssh/session.ts';
import { parseOutput } from './output.ts';
import { parseSpecs } from './parseSpecs.ts';
import { specsScript } from './script.ts';

/** rpm has to open its database, and a slow disk its files. */
const timeoutMs = 60_000;
/** 512 CPUs with all their caches are 700 kB. */
const maxBytes = 4 * 1024 * 1024;

/** Reads the hardware and system of a server over its session; rejects with a Failure. */
export async function readSpecs(session: Session, signal: AbortSignal): Promise<SpecsData> {
  const { stdout, stderr } = await session.exec('sh', { stdin: specsScript, timeoutMs, maxBytes, signal }).catch((error: unknown) => {
    throw error instanceof SshFailure ? new Failure(error.reason === 'timeout' ? 'timeout' : 'server_unreachable', { message: `The specs could not be read: ${error.detail}.`, cause: error }) : error;
  });
  const output = parseOutput(stdout.toString('utf8'), stderr.toString('utf8'));
  if (!output.complete) {
    throw new Failure('server_unreachable', { message: `The specs could not be read: the shell ended early (${stderr.toString('utf8').trim().slice(0, 200) || 'it said nothing'}).` });
  }
  return parseSpecs(output);
}
