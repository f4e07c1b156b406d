import { describe, expect, it } from '@jest/globals';
import { channelFailure, connectionFailure, forwardFailure } from './failure.ts';
import { SshFailure } from './session.ts';

const error = (message: string, facts: object = {}): Error => Object.assign(new Error(message), facts);

describe('connectionFailure', () => {
  it.each([
    ['ENOTFOUND', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['ECONNREFUSED', 'refused'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ETIMEDOUT', 'timeout'],
    ['ECONNRESET', 'closed'],
  ])('%s is %s', (code, reason) => {
    expect(connectionFailure(error('words', { code }), 'kex').reason).toBe(reason);
  });
  it('tells the phases apart', () => {
    expect(
      connectionFailure(error('Handshake failed: no matching key exchange algorithm', { level: 'handshake' }), 'kex')
        .reason
    ).toBe('kex');
    expect(connectionFailure(error('Too many authentication failures', { code: 2 }), 'login').reason).toBe(
      'auth_failed'
    );
    expect(
      connectionFailure(
        error('All configured authentication methods failed', { level: 'client-authentication' }),
        'login'
      ).reason
    ).toBe('auth_failed');
    expect(connectionFailure(error('Keepalive timeout', { level: 'client-timeout' }), 'open').reason).toBe('stalled');
    expect(connectionFailure(error('Invalid packet length', { level: 'protocol' }), 'open').reason).toBe('protocol');
    expect(connectionFailure(error('Timeout, client not responding', { code: 2 }), 'open').reason).toBe('closed');
  });
  it('leaves a failure as it is', () => {
    const failure = new SshFailure('dns', 'x');
    expect(connectionFailure(failure, 'open')).toBe(failure);
  });
});

describe('channelFailure and forwardFailure', () => {
  it('tells a refused channel from a refused command and a lost connection', () => {
    expect(channelFailure(error('(SSH) Channel open failure: open failed', { reason: 2 })).reason).toBe('channel');
    expect(channelFailure(error('Unable to exec')).reason).toBe('shell');
    expect(channelFailure(error('No response from server')).reason).toBe('closed');
  });
  it.each([
    ['Connection refused', 2, 'refused'],
    ['Name or service not known', 2, 'dns'],
    ['Connection timed out', 2, 'timeout'],
    ['No route to host', 2, 'unreachable'],
    ['open failed', 1, 'jump:channel'],
  ])('a bastion that says "%s" means %s', (words, reason, expected) => {
    expect(forwardFailure(error(`(SSH) Channel open failure: ${words}`, { reason }), 'db port 22').reason).toBe(
      expected
    );
  });
});
