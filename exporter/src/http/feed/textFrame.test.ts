import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { textFrame } from './textFrame.ts';

/** ws's reader of frames; its types leave it out. */
const { Receiver } = ws as unknown as { Receiver: new () => Writable };

const readBack = (frame: Buffer): Promise<{ text: string; isBinary: boolean }> =>
  new Promise((resolve, reject) => {
    const receiver = new Receiver();
    receiver.on('message', (data: Buffer, isBinary: boolean) => resolve({ text: data.toString('utf8'), isBinary }));
    receiver.on('error', reject);
    receiver.write(frame);
  });

describe('textFrame', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 100_000])('is one that ws reads, with %d bytes', async (length) => {
    const text = 'x'.repeat(length);
    expect(await readBack(textFrame(Buffer.from(text)))).toEqual({ text, isBinary: false });
  });

  it('is made once for a line', () => {
    const line = Buffer.from('{"type":"change"}');
    expect(textFrame(line)).toBe(textFrame(line));
  });
});
