import type { Clock } from '../../clock.ts';
import type { Session } from '../../ssh/session.ts';
import { kill, launch, type Launch, type Sudo } from '../../ssh/launch.ts';

/** What to run on one server; parameters are checked already. */
export interface Script {
  interpreter: Parameters<typeof launch>[0]['interpreter'];
  text: string;
  values: Readonly<Record<string, string>>;
  sudo: boolean;
  timeoutMs: number;
  maxOutput: number;
}

export interface Outcome {
  end: 'exited' | 'timeout' | 'cancelled';
  exitCode: number | null;
  stdout: string;
  stderr: string;
  truncated: boolean;
  durationMs: number;
  /** Why there is no exit code. */
  error: string | null;
}

export interface ExecuteOptions {
  clock: Clock;
  /** Aborting it cancels the run and kills the remote process group. */
  signal: AbortSignal;
  /** Asked only when `sudo -n` was refused. */
  sudoPassword?: () => Promise<string | undefined>;
  onOutput?: (text: string, stream: 'stdout' | 'stderr') => void;
}

/** How long the remote side may take to end after it was told to. */
const graceMs = 5000;

/** Splits the first line, nonce and process group, from what the script prints; pieces may be cut anywhere. */
function createHeadReader(nonce: string, onOutput: (text: string) => void) {
  const decoder = new TextDecoder();
  let held = '';
  let group: number | undefined;
  return {
    group: () => group,
    push(chunk: Buffer) {
      const text = decoder.decode(chunk, { stream: true });
      if (group !== undefined) {
        onOutput(text);
        return;
      }
      held += text;
      const match = new RegExp(`(^|\\n)${nonce} (\\d+)\\n`).exec(held);
      if (match !== null) {
        group = Number(match[2]);
        const rest = held.slice(match.index + match[0].length);
        held = '';
        if (rest !== '') {
          onOutput(rest);
        }
      } else if (held.length > 65_536) {
        held = held.slice(-1024);
      }
    },
  };
}

interface Attempt {
  outcome: Outcome;
  /** The program began: it printed its first line. */
  started: boolean;
}

async function attempt(session: Session, script: Script, start: Launch, how: Sudo, password: string | undefined, options: ExecuteOptions): Promise<Attempt> {
  const { clock, signal } = options;
  const began = clock.now();
  let stdout = '';
  let stderr = '';
  let bytes = 0;
  let truncated = false;
  const channel = new AbortController();
  let end: Outcome['end'] = 'exited';

  const add = (text: string, stream: 'stdout' | 'stderr') => {
    const size = Buffer.byteLength(text);
    const room = script.maxOutput - bytes;
    const kept = size <= room ? text : Buffer.from(text).subarray(0, Math.max(0, room)).toString('utf8').replace(/\uFFFD$/, '');
    bytes += size;
    if (kept !== '') {
      if (stream === 'stdout') {
        stdout += kept;
      } else {
        stderr += kept;
      }
      options.onOutput?.(kept, stream);
    }
    if (size > room && !truncated) {
      truncated = true;
      stop('exited');
    }
  };
  const first = createHeadReader(start.nonce, (text) => add(text, 'stdout'));
  const errors = new TextDecoder();

  let stopping = false;
  let cancelGrace: () => void = () => undefined;
  const stop = (why: Outcome['end']) => {
    if (stopping) {
      return;
    }
    stopping = true;
    end = why;
    const group = first.group();
    const killed =
      group === undefined || group === 0
        ? Promise.resolve()
        : (() => {
            const { command, stdin } = kill(group, how, password);
            return session.exec(command, { stdin, timeoutMs: graceMs }).then(() => undefined);
          })();
    // Whatever became of the kill, the channel does not outlive the grace.
    cancelGrace = clock.after(graceMs, () => channel.abort());
    killed.catch(() => channel.abort()).finally(() => !group && channel.abort());
  };
  const onAbort = () => stop('cancelled');
  signal.addEventListener('abort', onAbort, { once: true });
  const cancelTimer = clock.after(script.timeoutMs, () => stop('timeout'));
  if (signal.aborted) {
    onAbort();
  }
  try {
    const result = await session.exec(start.command, {
      stdin: start.stdin,
      keepInput: true,
      maxBytes: script.maxOutput + 65_536,
      timeoutMs: script.timeoutMs + 2 * graceMs,
      signal: channel.signal,
      onData: (chunk, stream) => (stream === 'stdout' ? first.push(chunk) : add(errors.decode(chunk, { stream: true }), 'stderr')),
    });
    const started = first.group() !== undefined;
    const exitCode = (end as Outcome['end']) === 'exited' && !truncated ? result.exitCode : null;
    return { started, outcome: { end, exitCode, stdout, stderr, truncated, durationMs: clock.now() - began, error: endError(end, truncated, script, result.signal) } };
  } catch (error) {
    if (!stopping) {
      throw error;
    }
    return { started: first.group() !== undefined, outcome: { end, exitCode: null, stdout, stderr, truncated, durationMs: clock.now() - began, error: endError(end, truncated, script, null) } };
  } finally {
    cancelTimer();
    cancelGrace();
    signal.removeEventListener('abort', onAbort);
  }
}

function endError(end: Outcome['end'], truncated: boolean, script: Script, signal: string | null): string | null {
  if (truncated) {
    return `ended: more output than ${script.maxOutput} bytes`;
  }
  switch (end) {
    case 'timeout':
      return `ended: not finished after ${script.timeoutMs / 1000} s`;
    case 'cancelled':
      return 'cancelled';
    case 'exited':
      return signal === null ? null : `ended by signal ${signal}`;
  }
}

/**
 * Runs a script on a server and waits for its end. Rejects with SshFailure when the server can not be reached; everything
 * the script itself does wrong is an `Outcome`. With sudo: `sudo -n` first, then once more with the password when there is one.
 */
export async function execute(session: Session, script: Script, options: ExecuteOptions): Promise<Outcome> {
  const begin = (how: Sudo, password?: string) =>
    attempt(session, script, launch({ interpreter: script.interpreter, script: script.text, values: script.values, sudo: how, password, watched: true }), how, password, options);
  if (!script.sudo) {
    return (await begin('none')).outcome;
  }
  const free = await begin('free');
  if (free.started || free.outcome.end !== 'exited') {
    return free.outcome;
  }
  const password = await options.sudoPassword?.();
  if (password === undefined) {
    return { ...free.outcome, exitCode: null, error: 'sudo asks for a password, and none is stored for this server' };
  }
  const asked = await begin('password', password);
  if (!asked.started && asked.outcome.end === 'exited') {
    return { ...asked.outcome, exitCode: null, error: 'sudo refused: the password is wrong, or the user may not use sudo' };
  }
  return asked.outcome;
}
