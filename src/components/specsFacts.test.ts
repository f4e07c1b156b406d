import type { SpecsData } from '../../contract/specs.ts';
import { specsFacts } from './specsFacts';

const disk = { name: 'vda', model: null, vendor: null, serial: null, firmware: null, bytes: 2 ** 38, rotational: true, transport: 'virtio' };
const none = { vendor: null, product: null, version: null, serial: null, boardVendor: null, board: null, biosVendor: null, biosVersion: null, biosDate: null, chassis: null };
const specs = (guestOf: string | null, disks: SpecsData['disks'] = []): SpecsData => ({
  hostname: 'web1',
  cpu: { model: null, vendor: null, sockets: 1, cores: 2, threads: 2, maxMhz: null, caches: [], flags: [], virtualization: { guestOf, canHost: null } },
  memory: { totalBytes: null, modules: [] },
  disks,
  networkCards: [],
  gpus: [],
  system: none,
  os: { name: null, version: null, id: null, codename: null },
  kernel: null,
  architecture: null,
  bootTime: null,
  timeZone: null,
  packages: [],
  missing: [],
});
const facts = (data: SpecsData, title: string) => specsFacts(data, String).find((group) => group.title === title)?.facts ?? [];

describe('the specs as a person reads them', () => {
  it.each([
    ['kvm', ['Virtual machine on', 'KVM']],
    ['docker', ['Container of', 'Docker']],
    ['systemd-nspawn', ['Container of', 'systemd-nspawn']],
  ])('%s is what it is', (guestOf, fact) => {
    expect(facts(specs(guestOf), 'CPU')).toContainEqual(fact);
  });

  it('bare metal is a guest of nothing', () => {
    expect(facts(specs(null), 'CPU').map(([name]) => name)).toEqual(['Sockets, cores, threads']);
  });

  it('what a disk is made of is told where it is known: not by a hypervisor', () => {
    const disks = [disk, { ...disk, name: 'sda', transport: 'sata' }, { ...disk, name: 'nvme0n1', transport: 'nvme', rotational: false }];
    expect(facts(specs('kvm', disks), 'Disks')).toEqual([
      ['vda', '256 GiB, virtio'],
      ['sda', '256 GiB, rotating, sata'],
      ['nvme0n1', '256 GiB, solid state, nvme'],
    ]);
  });
});
