import type { SpecsOutput } from './output.ts';

/** What a hypervisor calls the machine it makes (systemd's detect-virt knows the same strings). */
const products: ReadonlyArray<readonly [RegExp, string]> = [
  [/KVM|OpenStack|Google Compute Engine|Droplet|Alibaba/i, 'kvm'],
  [/Amazon EC2|^\w+\d\w*\.(\d*x?large|nano|micro|small|medium)/i, 'amazon'],
  [/QEMU/i, 'qemu'],
  [/VMware/i, 'vmware'],
  [/VirtualBox|innotek/i, 'oracle'],
  [/Xen|HVM domU/i, 'xen'],
  [/Virtual Machine/i, 'microsoft'],
  [/Parallels/i, 'parallels'],
  [/bhyve/i, 'bhyve'],
  [/Apple Virtualization/i, 'apple'],
];

/** Clocks that only guests have (drivers/clocksource/hyperv_timer.c, arch/x86/kernel/kvmclock.c). */
const clocks: ReadonlyArray<readonly [RegExp, string]> = [[/\bkvm-clock\b/, 'kvm'], [/\bhyperv_clocksource/, 'microsoft'], [/\bxen\b/, 'xen']];

const named = (texts: readonly string[], names: ReadonlyArray<readonly [RegExp, string]>): string | undefined => names.find(([name]) => texts.some((text) => name.test(text)))?.[1];

/** The hypervisor this server is a guest of; null on bare metal. systemd-detect-virt asks the CPU itself, so it comes first; else files tell. */
export function guestOf(output: SpecsOutput): string | null {
  const detected = output.section('virt');
  if (detected !== undefined) {
    return detected === 'none' ? null : detected;
  }
  // The first domain of Xen is the host, though it runs below the hypervisor as well.
  if (output.file('/proc/xen/capabilities')?.includes('control_d') === true) {
    return null;
  }
  const xen = output.file('/sys/hypervisor/type');
  if (xen !== undefined) {
    return xen;
  }
  const told = ['product_name', 'sys_vendor', 'bios_vendor', 'board_vendor'].map((file) => output.file(`/sys/class/dmi/id/${file}`) ?? '');
  // Amazon rents whole machines, too: m7g.metal.
  if (told.some((text) => /\.metal\b/.test(text))) {
    return null;
  }
  const treeSays = output.section('treehypervisor') ?? '';
  const tree = named([treeSays], [[/linux,kvm/, 'kvm'], [/\bxen\b/, 'xen'], [/vmware/, 'vmware']]);
  const product = named(told, products);
  const clock = named([output.file('/sys/devices/system/clocksource/clocksource0/available_clocksource') ?? ''], clocks);
  // QEMU names its machines alike whether KVM speeds them up or not; the clock tells.
  const found = tree ?? (product === 'qemu' ? (clock ?? product) : (product ?? clock));
  // QEMU gives each of its machines a device to ask it by (docs/specs/fw_cfg), whatever the firmware was made to say.
  const isQemu = output.exists('/sys/bus/acpi/devices/QEMU0002:00') || treeSays.includes('qemu');
  return found ?? (isQemu ? 'qemu' : /^flags\s*:.*\bhypervisor\b/m.test(output.section('cpuinfo') ?? '') ? 'unknown hypervisor' : null);
}

/** Names in the control group of process 1 (cgroups v1; with v2 a container sees only "/"). */
const groups: ReadonlyArray<readonly [RegExp, string]> = [[/\/kubepods/, 'kubernetes'], [/\/docker[/-]/, 'docker'], [/\/(libpod|machine\.slice\/libpod)/, 'podman'], [/\/lxc[./]/, 'lxc']];

/** The kind of container the login lands in; null outside containers. The same places as systemd's detect_container(), and process 1's group. */
export function containerOf(output: SpecsOutput): string | null {
  const told = output.section('container');
  if (told !== undefined && told !== 'none') {
    return told;
  }
  const manager = output.file('/run/systemd/container') ?? output.file('/run/host/container-manager');
  if (manager !== undefined) {
    return manager;
  }
  if (output.exists('/proc/vz') && !output.exists('/proc/bc')) {
    return 'openvz';
  }
  if (/microsoft|wsl/i.test(output.file('/proc/sys/kernel/osrelease') ?? '')) {
    return 'wsl';
  }
  if (output.exists('/run/.containerenv')) {
    return 'podman';
  }
  return output.exists('/.dockerenv') ? 'docker' : (named(output.lines('/proc/1/cgroup'), groups) ?? null);
}
