import type { SpecsOutput } from './output.ts';

/** What a hypervisor calls the machine it makes (systemd's detect-virt knows the same strings). */
const products: ReadonlyArray<readonly [RegExp, string]> = [
  [/KVM|OpenStack|Google Compute Engine|Droplet|Alibaba/i, 'kvm'],
  [/Amazon EC2|^\w+\d\w*\.(\d*x?large|metal|nano|micro|small|medium)/i, 'amazon'],
  [/QEMU/i, 'qemu'],
  [/VMware/i, 'vmware'],
  [/VirtualBox|innotek/i, 'oracle'],
  [/Xen|HVM domU/i, 'xen'],
  [/Virtual Machine/i, 'microsoft'],
  [/Parallels/i, 'parallels'],
  [/bhyve/i, 'bhyve'],
];

/** The hypervisor or container this server lives in; null on bare metal. Files first, then systemd-detect-virt. */
export function guestOf(output: SpecsOutput): string | null {
  const container = output.file('/run/systemd/container');
  if (container !== undefined) {
    return container;
  }
  const detected = output.section('virt');
  if (detected !== undefined) {
    return detected === 'none' ? null : detected;
  }
  const hypervisor = output.file('/sys/hypervisor/type');
  if (hypervisor !== undefined) {
    return hypervisor;
  }
  const told = ['product_name', 'sys_vendor', 'bios_vendor', 'board_vendor'].map((file) => output.file(`/sys/class/dmi/id/${file}`) ?? '');
  const product = products.find(([name]) => told.some((text) => name.test(text)))?.[1];
  return product ?? (/^flags\s*:.*\bhypervisor\b/m.test(output.section('cpuinfo') ?? '') ? 'unknown hypervisor' : null);
}
