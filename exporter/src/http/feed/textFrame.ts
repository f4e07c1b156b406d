import type { Line } from './render.ts';

/** FIN and the opcode of a text (RFC 6455, 5.2). */
const finalText = 0x81;

function head(length: number): Buffer {
  if (length < 126) {
    return Buffer.from([finalText, length]);
  }
  const short = length < 65_536;
  const bytes = Buffer.alloc(short ? 4 : 10);
  bytes.set([finalText, short ? 126 : 127]);
  bytes.writeUIntBE(length, short ? 2 : 4, short ? 2 : 6);
  return bytes;
}

const frames = new WeakMap<Line, Buffer>();

/**
 * A line as a whole WebSocket frame, made once for all clients that get it: a server's frames carry no mask. Sent by ws, every
 * client's copy has a head of its own and goes out as two buffers, which takes a sixth longer for a thousand clients.
 */
export function textFrame(line: Line): Buffer {
  const known = frames.get(line);
  if (known !== undefined) {
    return known;
  }
  const frame = Buffer.concat([head(line.length), line]);
  frames.set(line, frame);
  return frame;
}
