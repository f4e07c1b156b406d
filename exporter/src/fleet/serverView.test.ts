import { describe, expect, it } from '@jest/globals';
import type { ServerStatus } from '../../../contract/status.ts';
import type { ServerRecord } from '../store/servers.ts';
import { serverOf, statusFor } from './serverView.ts';

const auth = { type: 'password', socket: '/not/shown', publicKey: null, passphraseSet: false, certificateSet: false } as const;
const record: ServerRecord = { id: 'a', name: 'web1', host: '192.0.2.1', port: 22, username: 'monitor', tags: { env: 'prod' }, jump: null, interval: null, hostKeyPolicy: 'strict', enabled: true, notes: '', auth, revision: 1, connectionRevision: 1, createdAt: 0, updatedAt: 0 };
const up: ServerStatus = { id: 'a', name: 'web1', state: 'up', reason: null, message: null, detail: null, since: '2026-01-01T00:00:00.000Z', lastSeen: null, nextAttempt: null };

describe('serverOf', () => {
  it('is the same object while record and status are the same, and another one with a new status', () => {
    const server = serverOf(record, up);
    expect(serverOf(record, up)).toBe(server);
    const later = { ...up, lastSeen: '2026-01-01T00:00:15.000Z' };
    expect(serverOf(record, later)).toEqual({ ...server, status: later });
    expect(serverOf({ ...record, notes: 'new', revision: 2 }, later)).toMatchObject({ notes: 'new', revision: 2 });
    expect(JSON.stringify(server)).not.toContain('/not/shown');
  });
});

describe('statusFor', () => {
  it('is what the polling room says, by the name the server has now', () => {
    expect(statusFor(record, () => up, 0)).toBe(up);
    expect(statusFor({ ...record, name: 'web2' }, () => up, 0)).toEqual({ ...up, name: 'web2' });
    expect(statusFor({ ...record, enabled: false }, () => up, 0)).toMatchObject({ state: 'paused', reason: 'disabled' });
    expect(statusFor(record, () => undefined, 0)).toMatchObject({ state: 'pending', reason: 'never_polled' });
  });
});
