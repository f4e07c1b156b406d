import { describe, expect, it } from '@jest/globals';
import { fillPath } from './client.ts';

describe('fillPath', () => {
  it('escapes parameters so that they can not add segments', () => {
    expect(fillPath('/servers/{id}', { id: '../x y' })).toBe('/servers/..%2Fx%20y');
  });
  it('repeats a query name for each value and leaves out what is not set', () => {
    expect(fillPath('/servers', {}, { tag: ['a=1', 'b'], text: undefined })).toBe('/servers?tag=a%3D1&tag=b');
  });
});
