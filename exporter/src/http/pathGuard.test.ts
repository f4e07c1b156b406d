import { describe, expect, it } from '@jest/globals';
import { isUnsafe } from './pathGuard.ts';

describe('isUnsafe', () => {
  it.each([
    '/api/v1/../admin', '/api/./v1', '/..', '/.', '/a/%2e%2e/b', '/a/%2E./b', '/a/..%2Fb', '/a/%252e%252e/b', '/a/%25252e%25252e/b', '/..%5Cb', '/a%5C..%5Cb',
    '/a//b', '//a', '/a/%2f/b', '/a%2F%2Fb', '/a%00b', '/a%0ab', '/a%250ab', '/a%7fb', '/a%zz', '/%', '/%c0%ae%c0%ae/', 'http://other/a', '*', '/a?x=%00', '/a%23b',
    '/%2525252525252e%2525252525252e/',
  ])('refuses %s', (url) => {
    expect(isUnsafe(url)).toBe(true);
  });
  it.each(['/', '/api/v1/servers', '/api/v1/servers/', '/api/v1/servers/a.b', '/a/..b', '/a/...', '/probe?target=web1', '/a?text=../x//y', '/a?text=a%0Ab', '/a%20b', '/a%2Fb', '/caf%C3%A9'])(
    'takes %s',
    (url) => {
      expect(isUnsafe(url)).toBe(false);
    }
  );
});
