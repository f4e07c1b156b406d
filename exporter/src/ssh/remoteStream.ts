import type { ClientChannel } from 'ssh2';
import type { Clock } from '../clock.ts';
import { endChannel } from './channel.ts';
import type { RemoteStream } from './session.ts';
import { signalChannel } from './ssh2Internals.ts';

/** Time a process has to end after SIGTERM, before SIGKILL. */
const graceMs = 1000;

/**
 * A channel as a stream that goes on. Back-pressure is ssh2's own: what nobody reads stays within the channel's window of
 * 2 MiB, and the remote process then waits in write(2). `onGone` tells the end of the connection, until what it returns is called.
 */
export function remoteStream(
  channel: ClientChannel,
  onGone: (tell: () => void) => () => void,
  clock: Clock
): RemoteStream {
  channel.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => {
    let code: number | null = null;
    channel.on('exit', (exitCode: number | null) => (code = exitCode));
    // Output that nobody reads any more holds `close` back.
    const cancel = onGone(() => resolve(code));
    channel.on('close', () => {
      cancel();
      resolve(code);
    });
  });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    channel.resume();
    channel.stderr.resume();
    signalChannel(channel, 'TERM');
    channel.end();
    let cancel = (): void => undefined;
    const patience = new Promise<void>((resolve) => (cancel = clock.after(graceMs, resolve)));
    await Promise.race([ended, patience]);
    cancel();
    endChannel(channel);
  };
  return { input: channel, output: channel, errors: channel.stderr, ended, close: () => (closing ??= close()) };
}
