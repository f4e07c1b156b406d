import type { Client, ClientChannel } from 'ssh2';
import type { Clock } from '../clock.ts';
import { endChannel, openChannel } from './channel.ts';
import { within } from './deadline.ts';
import type { SshFailure, ExecOptions, ExecResult } from './session.ts';

const defaultMaxBytes = 1 << 20;

export interface ExecContext {
  client: Client;
  clock: Clock;
  /** Channels that are ended when the session closes. */
  channels: Set<ClientChannel>;
  /** Set once the connection is gone. */
  lost(): SshFailure | undefined;
}

/** A bounded one-shot command: the deadline covers opening its channel too, and whatever ends the wait ends the remote process. */
export async function exec(context: ExecContext, command: string, options: ExecOptions): Promise<ExecResult> {
  const { client, clock, channels, lost } = context;
  const end = clock.now() + options.timeoutMs;
  const channel = await openChannel(client, command, { clock, ms: options.timeoutMs, signal: options.signal });
  channels.add(channel);
  options.onStart?.();
  try {
    const limit = {
      clock,
      ms: Math.max(0, end - clock.now()),
      signal: options.signal,
      reason: 'timeout',
      what: 'the command',
    } as const;
    return await within(limit, () => collect(channel, options, lost));
  } catch (error) {
    endChannel(channel);
    throw error;
  } finally {
    channels.delete(channel);
  }
}

function collect(
  channel: ClientChannel,
  options: ExecOptions,
  lost: () => SshFailure | undefined
): Promise<ExecResult> {
  const { maxBytes = defaultMaxBytes, onData } = options;
  return new Promise((resolve, reject) => {
    const kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    let truncated = false;
    let exit: { code: number | null; signal: string | null } | undefined;

    const finish = (): void =>
      resolve({
        stdout: Buffer.concat(kept.stdout),
        stderr: Buffer.concat(kept.stderr),
        exitCode: exit?.code ?? null,
        signal: exit?.signal ?? null,
        truncated,
      });
    const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      if (truncated) {
        return;
      }
      try {
        onData?.(chunk, stream);
      } catch (error) {
        // Thrown further it would reach ssh2's parser, which then closes the whole connection.
        reject(error);
        return;
      }
      const room = maxBytes - bytes;
      kept[stream].push(chunk.length > room ? chunk.subarray(0, room) : chunk);
      bytes += chunk.length;
      if (bytes > maxBytes) {
        truncated = true;
        endChannel(channel);
        finish();
      }
    };

    channel.on('data', take('stdout'));
    channel.stderr.on('data', take('stderr'));
    channel.on('error', () => undefined);
    channel.on('exit', (code: number | null, signal?: string) => (exit = { code, signal: signal ?? null }));
    channel.on('close', () => {
      const failure = exit === undefined ? lost() : undefined;
      if (failure) {
        reject(failure);
      } else {
        finish();
      }
    });
    if (options.keepInput === true) {
      channel.write(options.stdin ?? '');
    } else {
      channel.end(options.stdin);
    }
  });
}
