import { describe, expect, it } from '@jest/globals';
import type { SpecsData } from '../../../../contract/specs.ts';
import { diffSpecs } from './diff.ts';
import { parseOutput } from './output.ts';
import { parseSpecs } from './parseSpecs.ts';

const plain = parseSpecs(parseOutput('\u001efiles\n\u001eend\n', ''));
const disk = { name: 'sda', model: 'ST4000', vendor: null, serial: 'Z1', firmware: '1', bytes: 4_000_787_030_016, rotational: true, transport: 'sata' };
const server: SpecsData = {
  ...plain,
  kernel: '6.1.0-18-amd64',
  bootTime: '2026-01-01T00:00:00.000Z',
  memory: { totalBytes: 16 * 2 ** 30, modules: [] },
  disks: [disk],
  packages: [{ manager: 'dpkg', count: 412 }],
};
const texts = (now: Partial<SpecsData>): string[] => diffSpecs(server, { ...server, ...now }).map(({ text }) => text);

describe('diffSpecs', () => {
  it('reads as a person would say it', () => {
    expect(texts({ memory: { totalBytes: 32 * 2 ** 30, modules: [] } })).toEqual(['RAM 16 → 32 GiB']);
    expect(texts({ kernel: '6.1.0-21-amd64', packages: [{ manager: 'dpkg', count: 415 }] })).toEqual(['kernel 6.1.0-18-amd64 → 6.1.0-21-amd64', 'dpkg packages 412 → 415']);
    expect(texts({ disks: [disk, { ...disk, name: 'sdb', serial: null, firmware: null }] })).toEqual(['disk sdb added: ST4000, 4 TB']);
    expect(texts({ disks: [] })).toEqual(['disk sda removed: ST4000, 4 TB, serial Z1, firmware 1']);
    expect(texts({ disks: [{ ...disk, serial: 'Z2' }] })).toEqual(['disk sda: ST4000, 4 TB, serial Z1, firmware 1 → ST4000, 4 TB, serial Z2, firmware 1']);
    expect(texts({ bootTime: '2026-02-03T04:05:06.000Z' })).toEqual(['rebooted at 2026-02-03 04:05 UTC']);
    expect(texts({ kernel: null })).toEqual(['kernel is not told any more, it was 6.1.0-18-amd64']);
    expect(texts({ hostname: 'web1' })).toEqual(['host name is now known: web1']);
  });
  it('does not take for a change what wavers by itself', () => {
    expect(texts({})).toEqual([]);
    expect(texts({ bootTime: '2026-01-01T00:00:20.000Z' })).toEqual([]);
    expect(texts({ memory: { totalBytes: 16 * 2 ** 30 - 60 * 2 ** 20, modules: [] } })).toEqual([]);
    expect(texts({ cpu: { ...server.cpu, maxMhz: 1234 } })).toEqual([]);
    expect(texts({ missing: [{ field: 'x', reason: 'failed', message: 'x' }] })).toEqual([]);
  });
});
