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

/** Runs a command in a new channel. One that the server grants only after we gave up is closed again. */
export function openChannel(client: Client, command: string, limit: ChannelLimit): Promise<ClientChannel> {
  return within(
    { ...limit, reason: 'stalled', what: 'opening a channel' },
    () =>
      new Promise<ClientChannel>((resolve, reject) => {
        try {
          client.exec(command, (error, channel) => (error ? reject(channelFailure(error)) : resolve(channel)));
        } catch (error) {
          reject(new SshFailure('closed', 'the connection is gone', { cause: error }));
        }
      }),
    endChannel
  );
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
