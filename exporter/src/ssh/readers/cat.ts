import type { ChannelLimit } from '../channel.ts';
import { abortFailure } from '../deadline.ts';
import { exec, type ExecContext } from '../exec.ts';
import { SshFailure, type ReadPlan, type ReadResult } from '../session.ts';
import { splitFiles } from './separatedReply.ts';
import { separatorFile } from './sh.ts';

/**
 * The last rung, for logins that may run commands but keep no process: a cat per poll, and an ls for links.
 * Only here do file names stand on a command line. They hold nothing but characters that mean nothing to any shell, and
 * begin with a slash; files with other names are absent on this rung.
 */
const isHarmless = (path: string): boolean => /^\/[A-Za-z0-9/._:@,+-]+$/.test(path) && path !== separatorFile;

/** Names per command: well below the shortest limits of a command line and of an SSH packet. */
const batchSize = 150;
/** Without a deadline of the caller's own. */
const timeoutMs = 60_000;

const bootId = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** Ways to run a program itself, and not what a .tcshrc or config.fish made of its name. */
const prefixes = ['', '\\', 'command ', 'env '];

/** How cat can be run here, if it can: as the prefix of a command. It must print two files without a byte in between. */
export async function catPrefix(context: ExecContext, limit: ChannelLimit): Promise<string | undefined> {
  const { clock, ms, signal } = limit;
  for (const prefix of prefixes) {
    const command = `${prefix}cat ${separatorFile} ${separatorFile}`;
    const result = await exec({ ...context, clock }, command, { timeoutMs: ms, ...(signal ? { signal } : {}) });
    if (new RegExp(`(${bootId}\\n)\\1$`).test(result.stdout.toString('latin1'))) {
      return prefix;
    }
  }
  return undefined;
}

export async function catFiles(
  context: ExecContext,
  prefix: string,
  plan: ReadPlan,
  signal: AbortSignal,
  cap: number
): Promise<ReadResult> {
  const run = async (command: string): Promise<{ stdout: string; stderr: string }> => {
    const result = await exec(context, command, { timeoutMs, maxBytes: cap, signal }).catch((error: unknown) => {
      throw signal.aborted ? abortFailure(signal, 'stalled', 'reading files') : error;
    });
    if (result.truncated) {
      throw new SshFailure('too_large', `the reply has more than ${cap} bytes`);
    }
    return { stdout: result.stdout.toString('utf8'), stderr: result.stderr.toString('utf8') };
  };
  const files = new Map<string, string>();
  for (const batch of batches(plan.files.filter(isHarmless))) {
    const { stdout, stderr } = await run(
      `${prefix}cat ${[separatorFile, ...batch.flatMap((file) => [file, separatorFile])].join(' ')}`
    );
    // Noise of the login shell may stand in front of the first separator; the last one ends the output.
    const separator = new RegExp(`${bootId}\\n$`).exec(stdout)?.[0] ?? '\0';
    const found = splitFiles(stdout.slice(Math.max(0, stdout.indexOf(separator))), batch, separator);
    found.forEach((text, file) => !complainsOf(stderr, file) && files.set(file, text));
    if (plan.files.includes(separatorFile)) {
      files.set(separatorFile, separator);
    }
  }
  const links = new Map<string, string>();
  for (const batch of batches(plan.links.filter(isHarmless))) {
    const { stdout } = await run(`${prefix}ls -ld ${batch.join(' ')}`);
    linksOf(stdout, batch).forEach((target, link) => links.set(link, target));
  }
  return { time: undefined, files, links };
}

function batches(paths: readonly string[]): string[][] {
  const found: string[][] = [];
  for (let at = 0; at < paths.length; at += batchSize) {
    found.push(paths.slice(at, at + batchSize));
  }
  return found;
}

/** cat names the file it could not read, in quotes where its name looks odd, whatever the language. */
const complainsOf = (stderr: string, file: string): boolean =>
  stderr.includes(file) &&
  stderr.split('\n').some((line) => line.split(/[\s'"\u2018\u2019]+/).some((word) => word.replace(/:$/, '') === file));

/** `ls -l` prints `NAME -> TARGET` at the end of a link's line, which may begin behind noise without a newline. */
export function linksOf(listing: string, paths: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of listing.split('\n').filter((one) => /l[r-][w-][xsS-]/.test(one))) {
    const path = paths.find((one) => line.includes(` ${one} -> `));
    if (path !== undefined) {
      found.set(path, line.slice(line.indexOf(` ${path} -> `) + path.length + 5));
    }
  }
  return found;
}
