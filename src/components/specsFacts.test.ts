import type { SpecsData } from '../../contract/specs.ts';
import { specsFacts } from './specsFacts';

const disk = { name: 'vda', model: null, vendor: null, serial: null, firmware: null, bytes: 2 ** 38, rotational: null, transport: 'virtio' };
const none = { vendor: null, product: null, version: null, serial: null, boardVendor: null, board: null, biosVendor: null, biosVersion: null, biosDate: null, chassis: null };
const specs = (guestOf: string | null, disks: SpecsData['disks'] = [], container: string | null = null): SpecsData => ({
  hostname: 'web1',
  cpu: { model: null, vendor: null, sockets: 1, cores: 2, threads: 2, maxMhz: null, caches: [], flags: [], virtualization: { guestOf, container, canHost: null } },
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
    ['docker', ['Container of', 'Docker']],
    ['systemd-nspawn', ['Container of', 'systemd-nspawn']],
  ])('%s in a virtual machine: both are told', (container, fact) => {
    const told = facts(specs('kvm', [], container), 'CPU');
    expect(told).toContainEqual(fact);
    expect(told).toContainEqual(['Virtual machine on', 'KVM']);
  });

  it('bare metal is a guest of nothing', () => {
    expect(facts(specs(null), 'CPU').map(([name]) => name)).toEqual(['Sockets, cores, threads']);
  });

  it('what a disk is made of is told where it is known: not by a hypervisor', () => {
    const disks = [disk, { ...disk, name: 'sda', rotational: true, transport: 'sata' }, { ...disk, name: 'nvme0n1', transport: 'nvme', rotational: false }];
    expect(facts(specs('kvm', disks), 'Disks')).toEqual([
      ['vda', '256 GiB, virtio'],
      ['sda', '256 GiB, rotating, sata'],
      ['nvme0n1', '256 GiB, solid state, nvme'],
    ]);
  });
});
