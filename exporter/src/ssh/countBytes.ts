import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Bytes on a transport. A socket counts itself; of a channel through a jump server we watch what passes. */
export function countBytes(transport: Duplex): { readonly received: number; readonly sent: number } {
  if (transport instanceof Socket) {
    return {
      get received() {
        return transport.bytesRead;
      },
      get sent() {
        return transport.bytesWritten;
      },
    };
  }
  const count = { received: 0, sent: 0 };
  const write = transport.write.bind(transport) as (chunk: Buffer, ...rest: never[]) => boolean;
  transport.write = ((chunk: Buffer, ...rest: never[]) => {
    count.sent += chunk.length;
    return write(chunk, ...rest);
  }) as typeof transport.write;
  transport.on('data', (chunk: Buffer) => (count.received += chunk.length));
  return count;
}
