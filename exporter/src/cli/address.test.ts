import { describe, expect, it } from '@jest/globals';
import { parseAddress } from './address.ts';

describe('parseAddress', () => {
  it.each([
    ['monitor@web1', ['monitor', 'web1', undefined]],
    ['monitor@web1.example.org:2222', ['monitor', 'web1.example.org', 2222]],
    ['192.0.2.1', [undefined, '192.0.2.1', undefined]],
    ['root@[2001:db8::1]:22', ['root', '2001:db8::1', 22]],
    ['root@2001:db8::1', ['root', '2001:db8::1', undefined]],
    ['user@domain@host', ['user@domain', 'host', undefined]],
    ['@host', undefined],
    ['user@', undefined],
    ['a b', undefined],
    ['', undefined],
    ['host:port', undefined],
  ])('%s', (text, parts) => {
    if (parts === undefined) {
      expect(() => parseAddress(text)).toThrow('is no address');
    } else {
      const { username, host, port } = parseAddress(text);
      expect([username, host, port]).toEqual(parts);
    }
  });
});
