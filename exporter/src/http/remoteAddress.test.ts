import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { remoteAddress, trustedNetworks } from './remoteAddress.ts';

const request = (socket: string, forwarded?: string) => ({ socket: { remoteAddress: socket }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;
const trusted = trustedNetworks(['127.0.0.1', '10.0.0.0/8', 'fd00::/8']);

describe('remoteAddress', () => {
  it.each([
    ['192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['::ffff:127.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['127.0.0.1', '1.1.1.1, 203.0.113.5, 10.0.0.3', '203.0.113.5'],
    ['127.0.0.1', 'nonsense', '127.0.0.1'],
    ['fd00::1', '2001:db8::9', '2001:db8::9'],
  ])('from %s with X-Forwarded-For %s it is %s', (socket, forwarded, address) => {
    expect(remoteAddress(request(socket, forwarded), trusted)).toBe(address);
  });
});
