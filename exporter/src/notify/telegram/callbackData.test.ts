import { describe, expect, it } from '@jest/globals';
import { actions, createCallbackData, type ButtonAction } from './callbackData.ts';

const id = 'f47ac10b-58cc-4372-a567-0e02b2c3d479';

describe('the data of buttons', () => {
  const data = createCallbackData('123:token');
  it.each(Object.keys(actions) as ButtonAction[])('carries %s in at most 64 bytes', (action) => {
    for (const what of [id, 'AbC-_0123456789abcdefg']) {
      const written = data.write('-1001234567890', { action, id: what });
      expect(Buffer.byteLength(written)).toBeLessThanOrEqual(64);
      expect(data.read('-1001234567890', written)).toEqual({ action, id: what });
    }
  });
  it('is good in its chat alone, for its bot alone, and not when a sign was changed', () => {
    const written = data.write('1', { action: 'resolve', id });
    expect(data.read('2', written)).toBeUndefined();
    expect(createCallbackData('123:other').read('1', written)).toBeUndefined();
    for (let at = 0; at < written.length - 1; at += 1) {
      expect(data.read('1', `${written.slice(0, at)}${written[at] === 'a' ? 'b' : 'a'}${written.slice(at + 1)}`)).toBeUndefined();
    }
    expect(['', 're', `re.${id}`, 'x'.repeat(64)].map((text) => data.read('1', text))).toEqual([undefined, undefined, undefined, undefined]);
  });
});
