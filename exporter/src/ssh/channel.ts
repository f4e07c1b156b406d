import type { Client, ClientChannel } from 'ssh2';
import type { Clock } from '../clock.ts';
import { within } from './deadline.ts';
import { channelFailure } from './failure.ts';
import { SshFailure } from './session.ts';
import { signalChannel } from './ssh2Internals.ts';

export interface ChannelLimit {
  clock: Clock;
  ms: number;
  signal?: AbortSignal | undefined;
}

/** sshd counts a closed channel until its next turn, so at MaxSessions the one after it may be refused; it is asked again. */
const tries = 3;
const pauseMs = 100;

/** Runs a command in a new channel. One that the server grants only after we gave up is closed again. */
export function openChannel(client: Client, command: string, limit: ChannelLimit): Promise<ClientChannel> {
  return within(
    { ...limit, reason: 'stalled', what: 'opening a channel' },
    (signal) => ask(client, command, limit.clock, signal),
    endChannel
  );
}

async function ask(client: Client, command: string, clock: Clock, signal: AbortSignal): Promise<ClientChannel> {
  for (let left = tries; ; left -= 1) {
    try {
      return await askOnce(client, command);
    } catch (error) {
      if (left <= 1 || signal.aborted || !(error instanceof SshFailure && error.reason === 'channel')) {
        throw error;
      }
    }
    await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
  }
}

function askOnce(client: Client, command: string): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    try {
      client.exec(command, (error, channel) => (error ? reject(channelFailure(error)) : resolve(channel)));
    } catch (error) {
      reject(new SshFailure('closed', 'the connection is gone', { cause: error }));
    }
  });
}

/** Ends the remote process group, where the server lets us, and the channel in any case. */
export function endChannel(channel: ClientChannel): void {
  channel.on('error', () => undefined);
  signalChannel(channel, 'KILL');
  // What is still under way from there is dropped; unread, it would keep the channel from closing.
  channel.resume();
  channel.stderr.resume();
  channel.close();
}
