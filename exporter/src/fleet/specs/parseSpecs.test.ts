import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SpecsData } from '../../../../contract/specs.ts';
import { parseOutput } from './output.ts';
import { parseSpecs } from './parseSpecs.ts';

/** Captures, but for `bare-metal`, which is put together from the formats the kernel, udev and lspci document. The last three are of QEMU. */
const captured = (name: string): SpecsData => {
  const read = (kind: string) => readFileSync(path.resolve(`exporter/test/captured/specs/${name}.${kind}`), 'utf8');
  return parseSpecs(parseOutput(read('out'), read('err')));
};

describe('parseSpecs', () => {
  it('reads a virtual machine that tells little, and says what it does not tell', () => {
    const specs = captured('debian-vm');
    expect(SpecsData.parse(specs)).toEqual(specs);
    expect(specs.cpu).toMatchObject({ model: 'AMD EPYC', sockets: 1, cores: 2, threads: 2, maxMhz: 2596, virtualization: { guestOf: 'unknown hypervisor', canHost: null } });
    expect(specs.cpu.caches).toEqual([
      { level: 1, type: 'data', bytes: 48 * 1024, count: 2 },
      { level: 1, type: 'instruction', bytes: 32 * 1024, count: 2 },
      { level: 2, type: 'unified', bytes: 1024 * 1024, count: 2 },
      { level: 3, type: 'unified', bytes: 32 * 1024 * 1024, count: 1 },
    ]);
    expect(specs.disks).toEqual([{ name: 'vda', model: null, vendor: null, serial: 'overlayblk', firmware: null, bytes: 274_877_906_944, rotational: null, transport: 'virtio' }]);
    expect(specs.networkCards).toMatchObject([{ name: 'eth0', driver: 'virtio_net', mac: '02:fc:00:00:00:01', vendor: 'Red Hat (virtio)' }]);
    expect(specs.packages).toEqual([{ manager: 'dpkg', count: 771 }]);
    expect(specs.missing.map(({ field, reason }) => [field, reason])).toEqual([['memory.modules', 'not_told'], ['disks.rotational', 'not_told'], ['system', 'not_told'], ['networkCards.model', 'no_command']]);
  });

  it('reads a server with everything in it', () => {
    const specs = captured('bare-metal');
    expect(SpecsData.parse(specs)).toEqual(specs);
    expect(specs.cpu).toMatchObject({ vendor: 'GenuineIntel', sockets: 2, cores: 2, threads: 4, maxMhz: 3700, flags: ['aes', 'avx2', 'avx512f', 'vmx'], virtualization: { guestOf: null, canHost: 'vmx' } });
    expect(specs.memory.modules).toEqual([
      { slot: 'A1', bytes: 2 ** 35, type: 'DDR4', megatransfers: 2933, manufacturer: '00AD00B300AD', partNumber: 'HMA84GR7CJR4N-WM' },
      { slot: 'B1', bytes: 2 ** 35, type: null, megatransfers: null, manufacturer: null, partNumber: null },
    ]);
    expect(specs.disks).toEqual([
      { name: 'nvme0n1', model: 'Dell Express Flash PM1725b 1.6TB SFF', vendor: null, serial: 'S4CANE0M300123', firmware: '1.2.2', bytes: 3_125_627_568 * 512, rotational: false, transport: 'nvme' },
      { name: 'sda', model: 'ST4000NM0265-2DC170', vendor: null, serial: 'ZC1ABCDE', firmware: 'TN03', bytes: 7_814_037_168 * 512, rotational: true, transport: 'sata' },
    ]);
    expect(specs.networkCards).toEqual([
      { name: 'eno1', driver: 'i40e', mac: '24:6e:96:aa:bb:cc', mbitsPerSecond: 10_000, vendor: 'Intel Corporation', model: 'Ethernet Controller X710 for 10GbE SFP+', bus: '0000:18:00.0' },
    ]);
    expect(specs.gpus).toEqual([{ address: '0000:3b:00.0', vendor: 'NVIDIA', model: 'Tesla T4', driver: 'nvidia' }]);
    expect(specs.system).toMatchObject({ vendor: 'Dell Inc.', product: 'PowerEdge R640', biosVersion: '2.19.1', chassis: 'rack mount', serial: null });
    expect(specs).toMatchObject({ timeZone: 'Europe/Berlin', kernel: '5.14.0-427.el9.x86_64', packages: [{ manager: 'rpm', count: 1234 }] });
    expect(specs.missing).toEqual([{ field: 'system.serial', reason: 'permission', message: 'Only root may read /sys/class/dmi/id/product_serial.' }]);
  });

  it('reads modules, disks and cards where there is no udev, no lspci and no dmidecode, as root', () => {
    const specs = captured('x86-busybox');
    expect(SpecsData.parse(specs)).toEqual(specs);
    expect(specs.memory.modules).toEqual([{ slot: 'DIMM_A 0', bytes: 2 ** 29, type: 'RAM', megatransfers: 3200, manufacturer: 'Samsung', partNumber: 'M393A8G40AB2-CWE' }]);
    expect(specs.disks.map(({ name, serial, rotational, transport }) => [name, serial, rotational, transport])).toEqual([['nvme0n1', 'NV123', null, 'nvme'], ['sda', 'SATA42', true, 'sata'], ['vda', 'VBLK0001', null, 'virtio']]);
    expect(specs.gpus.map(({ vendor, model, driver }) => [vendor, model, driver])).toEqual([['QEMU', '1234:1111', 'bochs-drm'], ['Red Hat (virtio)', '1af4:1050', 'virtio-pci']]);
    // Its firmware names another maker, so the device that QEMU brings to each of its machines tells.
    expect([specs.cpu.virtualization.guestOf, specs.system.product, specs.system.serial]).toEqual(['qemu', 'Server 9000', 'SN123456']);
    expect(specs.missing.map(({ field, reason }) => [field, reason])).toEqual([['disks.rotational', 'not_told'], ['os', 'not_told'], ['networkCards.model', 'no_command']]);
  });

  it('reads an ARM machine that tells no more than its cores, as an ordinary user', () => {
    const specs = captured('arm-busybox');
    expect(SpecsData.parse(specs)).toEqual(specs);
    expect(specs.cpu).toMatchObject({ model: 'Cortex-A72', vendor: 'ARM', sockets: 1, cores: 2, threads: 2, maxMhz: null, caches: [], virtualization: { guestOf: 'qemu', canHost: null } });
    expect(specs.system).toMatchObject({ vendor: null, product: 'linux,dummy-virt' });
    expect(specs.missing.map(({ field, reason }) => [field, reason])).toEqual([['memory.modules', 'not_told'], ['disks.rotational', 'not_told'], ['os', 'not_told'], ['networkCards.model', 'no_command']]);
  });

  it('tells the serial number of a SCSI disk, not its world wide name, and no "Device 1111" that lspci says of what it does not know', () => {
    const specs = captured('x86-dimms');
    expect(SpecsData.parse(specs)).toEqual(specs);
    expect(specs.memory.modules).toMatchObject([{ slot: 'DIMM_A 0', bytes: 2 ** 31, partNumber: 'M393A8G40AB2-CWE' }]);
    expect(specs.disks.map(({ name, serial }) => [name, serial])).toEqual([['nvme0n1', 'NV123'], ['sda', 'SATA42'], ['sdb', 'SCSI77'], ['vda', 'VBLK0001'], ['vdb', 'VBLK0007']]);
    expect(specs.gpus).toEqual([{ address: '0000:00:01.0', vendor: 'QEMU', model: '1234:1111', driver: 'bochs-drm' }]);
  });

  it('makes something of nothing', () => {
    const specs = parseSpecs(parseOutput('\u001efiles\n\u001eend\n', ''));
    expect(SpecsData.parse(specs)).toEqual(specs);
    expect(specs).toMatchObject({ hostname: null, disks: [], memory: { totalBytes: null } });
  });
});
