import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';

/**
 * The way of frames into one socket. They go out together with those of all other clients, at the end of the turn of the event
 * loop in which they were written: an event is rendered and queued for all clients first, and then sent to one after the other
 * by nothing but system calls. Sent from in between, it takes a tenth longer to reach the last of a thousand
 * (docs/decisions/0009).
 */
export interface FrameWriter {
  write(frame: Buffer): void;
  /** Sends what waits now, of all clients; before something else is written to the socket that must come after it. */
  flush(): void;
}

/** So many bytes of one socket do not wait for the end of the turn: whether its client keeps up shows only when they are sent. */
const mostHeld = 16_384;

/** What Node has beneath a socket. It does not document it, so this is the one place that looks at it; gone once the socket is closed. */
interface Handle {
  readonly fd?: number;
}
const handleOf = (socket: Duplex): Handle | null | undefined => (socket as { _handle?: Handle | null })._handle;

interface Way {
  readonly socket: Duplex;
  readonly isOpen: () => boolean;
  readonly handle: Handle | undefined;
  /** −1 where there is none, or where what is written to the stream is not what goes over the wire, as with TLS. */
  readonly descriptor: number;
  /** That wait. */
  bytes: number;
}

/** What waits of all clients, in the order in which it was written: a frame, and whose it is at the same place. */
let frames: Buffer[] = [];
let ways: Way[] = [];

function flushAll(): void {
  const [nowFrames, nowWays] = [frames, ways];
  [frames, ways] = [[], []];
  for (let i = 0; i < nowWays.length; i += 1) {
    const way = nowWays[i] as Way;
    way.bytes = 0;
    send(way, nowFrames[i] as Buffer);
  }
}

/** `isOpen`: whether frames may still be sent, asked when they are. */
export function createFrameWriter(socket: Duplex, isOpen: () => boolean): FrameWriter {
  const handle = handleOf(socket) ?? undefined;
  // Asked for once: it stays while the handle is there, and asking takes as long as a tenth of sending.
  const descriptor = 'encrypted' in socket ? -1 : (handle?.fd ?? -1);
  const way: Way = { socket, isOpen, handle, descriptor, bytes: 0 };
  return {
    write(frame) {
      if (ways.length === 0) {
        queueMicrotask(flushAll);
      }
      frames.push(frame);
      ways.push(way);
      way.bytes += frame.length;
      if (way.bytes > mostHeld) {
        flushAll();
      }
    },
    flush: flushAll,
  };
}

/**
 * A frame that fits into the kernel's buffer, as nearly all do, needs nothing of a stream: no request, no callback, no tick
 * afterwards. What does not fit takes the stream's way, and everything behind it too until that is through, so the order holds.
 * Errors are the stream's as well: whatever went wrong here it will meet again, and tell its listeners.
 */
function send({ socket, isOpen, handle, descriptor }: Way, frame: Buffer): void {
  if (!isOpen() || socket.destroyed) {
    return;
  }
  let sent = 0;
  // A descriptor without its handle may be another file's by now.
  if (descriptor >= 0 && handleOf(socket) === handle && socket.writableLength === 0) {
    try {
      sent = writeSync(descriptor, frame);
    } catch {
      // EAGAIN: the buffer is full.
    }
  }
  if (sent < frame.length) {
    socket.write(sent === 0 ? frame : frame.subarray(sent));
  }
}
