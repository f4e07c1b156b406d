import { describe, expect, it } from '@jest/globals';
import { SpecsData } from '../../../../contract/specs.ts';
import { specsOfMachine } from '../../../test/machine.ts';

describe('the specs script and its parser on kinds of machines', () => {
  it.each(['arm-board', 'nvme-laptop', 'gpu-server', 'kvm-guest', 'container'])('%s: what is said is what the contract allows', (name) => {
    const specs = specsOfMachine(name);
    expect(SpecsData.parse(specs)).toEqual(specs);
  });

  it('tells the two kinds of cores of an ARM board, and what its device tree says', () => {
    const { cpu, memory, disks, networkCards, gpus, system, architecture, timeZone, missing } = specsOfMachine('arm-board');
    expect(cpu).toMatchObject({ model: '2 × Cortex-A55, 2 × Cortex-A76', vendor: 'ARM', sockets: 1, cores: 4, threads: 4, maxMhz: 2400, virtualization: { guestOf: null, container: null, canHost: null } });
    expect(cpu.flags).toEqual(['aes', 'asimd', 'atomics', 'crc32', 'dcpop', 'pmull', 'sha2']);
    expect([architecture, timeZone, memory.totalBytes]).toEqual(['aarch64', 'Europe/Lisbon', 7_925_408 * 1024]);
    expect(disks).toEqual([
      { name: 'mmcblk0', model: 'DA6064', vendor: null, serial: '0x1a2b3c4d', firmware: null, bytes: 122_142_720 * 512, rotational: false, transport: 'mmc' },
      { name: 'nvme0n1', model: 'WD_BLACK SN770M 256GB', vendor: null, serial: '23280D800123', firmware: '731100WD', bytes: 500_118_192 * 512, rotational: false, transport: 'nvme' },
    ]);
    expect(networkCards).toMatchObject([{ name: 'end0', driver: 'rk_gmac-dwmac', mbitsPerSecond: 1000, bus: 'fe1b0000.ethernet' }]);
    expect(gpus).toEqual([{ address: 'card0', vendor: null, model: 'rockchip,display-subsystem', driver: 'rockchip-drm' }]);
    expect(system).toMatchObject({ vendor: null, product: 'Radxa ROCK 5B', serial: '9a1c2d3e4f506172' });
    // There is nothing that root would be told: no SMBIOS.
    expect(missing).toEqual([{ field: 'memory.modules', reason: 'not_told', message: expect.stringContaining('no SMBIOS table') }]);
  });

  it('counts an NVMe disk once where the kernel has a node for each path to it', () => {
    const { cpu, memory, disks, networkCards, gpus, system, missing } = specsOfMachine('nvme-laptop');
    expect(disks).toEqual([{ name: 'nvme0n1', model: 'SAMSUNG MZVL2512HCJQ-00BL7', vendor: null, serial: 'S64KNX0T123456', firmware: 'CL2QGXA7', bytes: 1_000_215_216 * 512, rotational: false, transport: 'nvme' }]);
    expect(cpu).toMatchObject({ maxMhz: 4400, cores: 1, threads: 2, virtualization: { guestOf: null, canHost: 'vmx' } });
    expect(memory.modules).toEqual(
      ['Controller0-ChannelA', 'Controller1-ChannelA'].map((slot) => ({ slot, bytes: 2 ** 33, type: 'LPDDR5', megatransfers: 5200, manufacturer: 'Samsung', partNumber: 'K3LKBKB0BM-MGCP' }))
    );
    expect(networkCards).toMatchObject([{ name: 'wlp0s20f3', driver: 'iwlwifi', vendor: 'Intel', model: '8086:51f0', bus: '0000:00:14.3' }]);
    expect(gpus).toEqual([{ address: '0000:00:02.0', vendor: 'Intel', model: '8086:46a6', driver: 'i915' }]);
    expect(system).toMatchObject({ vendor: 'LENOVO', version: 'ThinkPad T14s Gen 3', chassis: 'notebook', serial: null });
    expect(missing.map(({ field, reason }) => [field, reason])).toEqual([['system.serial', 'permission'], ['networkCards.model', 'no_command']]);
  });

  it('reads GPUs, and the modules that dmidecode tells root', () => {
    const { cpu, memory, networkCards, gpus, system, missing } = specsOfMachine('gpu-server');
    expect(cpu).toMatchObject({ sockets: 2, cores: 2, virtualization: { guestOf: null, canHost: 'svm' } });
    expect(memory.modules).toEqual(['DIMM_A1', 'DIMM_B1'].map((slot) => ({ slot, bytes: 2 ** 36, type: 'DDR4', megatransfers: 3200, manufacturer: 'Samsung', partNumber: 'M393A8G40AB2-CWE' })));
    expect(gpus.map(({ address, model, driver }) => [address, model, driver])).toEqual([
      ['0000:17:00.0', 'NVIDIA A100 80GB PCIe', 'nvidia'],
      ['0000:46:00.0', 'ASPEED Graphics Family', 'ast'],
      ['0000:ca:00.0', 'NVIDIA A100 80GB PCIe', 'nvidia'],
    ]);
    expect(networkCards).toMatchObject([{ name: 'ens7np0', driver: 'mlx5_core', mbitsPerSecond: 100_000, vendor: 'Mellanox Technologies', model: 'MT2892 Family [ConnectX-6 Dx]' }]);
    expect(system).toMatchObject({ serial: 'S472123X1234567', board: 'H12DSG-O-CPU', chassis: 'main server chassis' });
    expect(missing).toEqual([]);
  });

  it('tells KVM by its clock, and says that a virtual disk does not tell what it lies on', () => {
    const { cpu, disks, networkCards, gpus, missing } = specsOfMachine('kvm-guest');
    expect(cpu.virtualization).toEqual({ guestOf: 'kvm', container: null, canHost: 'vmx' });
    expect(disks.map(({ name, model, rotational, transport }) => [name, model, rotational, transport])).toEqual([['sda', 'QEMU HARDDISK', null, 'sata'], ['vda', null, null, 'virtio']]);
    expect(networkCards).toMatchObject([{ name: 'enp1s0', driver: 'virtio_net', vendor: 'Red Hat, Inc.', model: 'Virtio 1.0 network device', mbitsPerSecond: null }]);
    expect(gpus).toMatchObject([{ model: 'Virtio 1.0 GPU' }]);
    expect(missing.map(({ field, reason }) => [field, reason])).toEqual([['memory.modules', 'permission'], ['disks.rotational', 'not_told'], ['system.serial', 'permission']]);
  });

  it('tells the container and the machine around it apart', () => {
    const { cpu, disks, packages } = specsOfMachine('container');
    expect(cpu.virtualization).toEqual({ guestOf: 'amazon', container: 'docker', canHost: null });
    expect(disks).toMatchObject([{ model: 'Amazon Elastic Block Store', rotational: null }]);
    expect(packages).toEqual([{ manager: 'apk', count: 2 }]);
  });
});
