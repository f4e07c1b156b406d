import type { SpecsData } from '../../contract/specs.ts';
import { units } from './units';

export interface FactGroup {
  title: string;
  facts: Array<[name: string, value: string]>;
}

const joined = (parts: Array<string | number | null | undefined | false>, by = ' ') => parts.filter((part) => part !== null && part !== undefined && part !== false && part !== '').join(by);
/** PRETTY_NAME has the version in it on most systems (os-release(5)). */
export const osText = ({ name, version }: SpecsData['os']) => (name !== null && version !== null && name.includes(version.split(' ')[0] ?? version) ? name : joined([name, version]));

/** As their makers write them, where the word of systemd-detect-virt(1) is another. */
const guestNames: Record<string, string> = { docker: 'Docker', podman: 'Podman', lxc: 'LXC', openvz: 'OpenVZ', wsl: 'WSL', kvm: 'KVM', qemu: 'QEMU', vmware: 'VMware', xen: 'Xen', oracle: 'VirtualBox', microsoft: 'Hyper-V', parallels: 'Parallels', amazon: 'Amazon EC2', 'container-other': 'an unknown kind', 'vm-other': 'an unknown hypervisor' };
const mediumOf = ({ rotational }: SpecsData['disks'][number]) => (rotational === null ? null : rotational ? 'rotating' : 'solid state');
/** A hypervisor or a kind of container by its name. */
const named = (word: string | null) => (word === null ? '' : (guestNames[word] ?? word));

const kept = (facts: Array<[string, string]>) => facts.filter(([, value]) => value !== '');

/** The specs as a person reads them; what is not told is left out. */
export function specsFacts({ cpu, memory, disks, networkCards, gpus, system, os, ...specs }: SpecsData, time: (at: string) => string): FactGroup[] {
  const groups: FactGroup[] = [
    {
      title: 'System',
      facts: [
        ['Host name', specs.hostname ?? ''],
        ['Operating system', osText(os)],
        ['Kernel', joined([specs.kernel, specs.architecture])],
        ['Booted', specs.bootTime === null ? '' : time(specs.bootTime)],
        ['Time zone', specs.timeZone ?? ''],
        ['Packages', specs.packages.map(({ manager, count }) => `${count} (${manager})`).join(', ')],
        ['Product', joined([system.vendor, system.product, system.version])],
        ['Serial', system.serial ?? ''],
        ['Board', joined([system.boardVendor, system.board])],
        ['BIOS', joined([system.biosVendor, system.biosVersion, system.biosDate])],
      ],
    },
    {
      title: 'CPU',
      facts: [
        ['Model', cpu.model ?? ''],
        ['Sockets, cores, threads', joined([cpu.sockets, cpu.cores, cpu.threads], ' · ')],
        ['Clock', cpu.maxMhz === null ? '' : `${Math.round(cpu.maxMhz)} MHz`],
        ['Caches', cpu.caches.map(({ level, type, bytes, count }) => `L${level}${type === 'unified' ? '' : type.charAt(0)} ${count > 1 ? `${count} × ` : ''}${units.bytes(bytes)}`).join(', ')],
        ['Flags', cpu.flags.join(' ')],
        ['Virtual machine on', named(cpu.virtualization.guestOf)],
        ['Container of', named(cpu.virtualization.container)],
        ['Can host virtual machines', cpu.virtualization.canHost ?? ''],
      ],
    },
    {
      title: 'Memory',
      facts: [
        ['Total', units.bytes(memory.totalBytes)],
        ...memory.modules.map((module): [string, string] => [module.slot, joined([units.bytes(module.bytes), module.type, module.megatransfers !== null && `${module.megatransfers} MT/s`, module.manufacturer, module.partNumber])]),
      ],
    },
    {
      title: 'Disks',
      facts: disks.map((disk) => [disk.name, joined([disk.bytes !== null && units.bytes(disk.bytes), mediumOf(disk), disk.transport, disk.vendor, disk.model, disk.serial !== null && `serial ${disk.serial}`], ', ')]),
    },
    {
      title: 'Network cards',
      facts: networkCards.map((card) => [card.name, joined([card.mac, card.driver, card.mbitsPerSecond !== null && `${card.mbitsPerSecond} Mbit/s`, card.vendor, card.model], ', ')]),
    },
    { title: 'Graphics', facts: gpus.map((gpu) => [gpu.address, joined([gpu.vendor, gpu.model, gpu.driver], ', ')]) },
  ];
  return groups.map(({ title, facts }) => ({ title, facts: kept(facts) })).filter(({ facts }) => facts.length > 0);
}
