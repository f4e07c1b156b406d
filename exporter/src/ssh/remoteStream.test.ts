import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import type { ClientChannel } from 'ssh2';
import { createFakeClock } from '../../test/fakeClock.ts';
import { remoteStream } from './remoteStream.ts';

function open() {
  const listeners = new Set<() => void>();
  const channel = Object.assign(new PassThrough(), { stderr: new PassThrough() });
  const onGone = (tell: () => void) => {
    listeners.add(tell);
    return () => void listeners.delete(tell);
  };
  return { listeners, channel, stream: remoteStream(channel as unknown as ClientChannel, onGone, createFakeClock()) };
}

describe('a remote stream', () => {
  it('is not kept by its connection once its channel is closed', async () => {
    const { listeners, channel, stream } = open();
    expect(listeners.size).toBe(1);
    channel.emit('exit', 3);
    channel.emit('close');
    expect(await stream.ended).toBe(3);
    expect(listeners.size).toBe(0);
  });

  it('ends with its connection', async () => {
    const { listeners, stream } = open();
    listeners.forEach((tell) => tell());
    expect(await stream.ended).toBeNull();
  });
});
