import { describe, expect, it } from '@jest/globals';
import type { ServerStatus } from '../../../../contract/status.ts';
import type { Vitals } from '../../../../contract/vitals.ts';
import { fleetLines } from './fleetLines.ts';
import { bar, bytes, span } from './numbers.ts';
import { colours, fit, noColours } from './paint.ts';
import { serverLines } from './serverLines.ts';

const status = (change: Partial<ServerStatus>): ServerStatus => ({
  id: 'a',
  name: 'a',
  state: 'up',
  reason: null,
  message: null,
  detail: null,
  since: '2026-01-01T00:00:00Z',
  lastSeen: null,
  nextAttempt: null,
  ...change,
});

const vitals: Vitals = {
  at: '2026-01-01T00:00:00Z',
  windowSeconds: 2,
  cpu: {
    threads: 2,
    usedPercent: 42,
    userPercent: 30,
    systemPercent: 10,
    iowaitPercent: 2,
    stealPercent: 0,
    each: [
      { cpu: '0', usedPercent: 80 },
      { cpu: '1', usedPercent: 4 },
    ],
  },
  memory: {
    totalBytes: 8 * 2 ** 30,
    availableBytes: 2 ** 30,
    usedBytes: 7 * 2 ** 30,
    usedPercent: 87.5,
    buffersBytes: 0,
    cachedBytes: 0,
  },
  swap: { totalBytes: 0, usedBytes: 0, usedPercent: 0, inPagesPerSecond: 0, outPagesPerSecond: 0 },
  load: { load1: 1.5, load5: 1, load15: 0.5 },
  mounts: [
    {
      mountpoint: '/\u001b[31mevil',
      device: 'sda1',
      fsType: 'ext4',
      sizeBytes: 2 ** 40,
      availableBytes: 2 ** 30,
      usedBytes: 2 ** 40,
      usedPercent: 99,
      inodesUsedPercent: 1,
      readOnly: false,
    },
  ],
  disks: [],
  interfaces: [
    {
      interface: 'eth0',
      up: true,
      speedBytesPerSecond: null,
      receiveBytesPerSecond: 2048,
      transmitBytesPerSecond: 100,
      receivePacketsPerSecond: 1,
      transmitPacketsPerSecond: 1,
      errorsPerSecond: 0,
      dropsPerSecond: 0,
    },
  ],
  temperatures: [],
  bootTime: null,
  uptimeSeconds: 90_061,
  processesRunning: 3,
  processesBlocked: 0,
};

describe('numbers', () => {
  it('are short and never longer than three digits', () => {
    expect([0, 812, 1023, 1024, 10_240, 2 ** 40 * 1.25].map(bytes)).toEqual([
      '0B',
      '812B',
      '1.0K',
      '1.0K',
      '10K',
      '1.3T',
    ]);
    expect([59, 3_700, 90_061].map(span)).toEqual(['0m', '1h 1m', '1d 1h']);
    expect(bar(50, 4)).toBe('██░░');
    expect(bytes(null)).toBe('–');
  });
});

describe('fit', () => {
  it('cuts, fills, and lets no escape sequence through', () => {
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('ab', 4, 'right')).toBe('  ab');
    expect(fit('a\u001b[31mb\u0007c', 5)).toBe('ab c ');
  });
});

describe('fleetLines', () => {
  it('shows a line for each server, down ones with their reason', () => {
    const servers = [
      { name: 'web1', status: status({}), vitals },
      {
        name: 'db1',
        status: status({ state: 'down', reason: 'refused', message: 'Nothing listens.', detail: 'ECONNREFUSED' }),
        vitals,
      },
      { name: 'new', status: undefined, vitals: undefined },
    ];
    const lines = fleetLines(servers, 120, noColours);
    expect(lines[1]).toMatch(/^web1 +████░░░░░░ +42% +88% 7\.0G\/8\.0G +0% +1\.50 +99% \/evil +– +2\.0K\/100B +1d 1h/);
    expect(lines[2]).toMatch(/^db1 +down: Nothing listens\. \(ECONNREFUSED\)/);
    expect(lines[3]).toMatch(/^new +connecting …/);
    expect(lines.every((line) => line.length <= 120)).toBe(true);
  });
  it.each([20, 40, 60, 80, 200])('fits a terminal of %i columns', (width) => {
    const lines = fleetLines([{ name: 'a-rather-long-server-name', status: status({}), vitals }], width, noColours);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
  });
  it('colours by level', () => {
    expect(fleetLines([{ name: 'web1', status: status({}), vitals }], 120, colours)[1]).toContain('\u001b[31m 99%');
  });
});

describe('serverLines', () => {
  it('shows all of one server', () => {
    const text = serverLines({ name: 'web1', status: status({}), vitals }, 100, noColours).join('\n');
    expect(text).toMatch(/up 1d 1h {3}load 1\.50 1\.00 0\.50 {3}2 CPUs/);
    expect(text).toMatch(/CPU .* 42% +user 30% +system 10%/);
    expect(text).toMatch(/\/evil .* 99% +1\.0G free of 1\.0T +ext4/);
    expect(text).toMatch(/eth0 +in +2\.0K\/s +out +100B\/s/);
    expect(text).not.toMatch(/Swap/);
  });
  it('says why a server is down', () => {
    const lines = serverLines(
      { name: 'x', status: status({ state: 'down', message: 'No answer.', detail: 'timeout' }), vitals },
      60,
      noColours
    );
    expect(lines.map((line) => line.trimEnd())).toEqual(['down: No answer.', 'timeout']);
  });
});
