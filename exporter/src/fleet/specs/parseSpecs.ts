import type { SpecsData } from '../../../../contract/specs.ts';
import { instant } from '../../clock.ts';
import { cpuSpecs } from './cpu.ts';
import { diskSpecs } from './disks.ts';
import { gpuSpecs } from './gpus.ts';
import { memorySpecs } from './memory.ts';
import { createMissing } from './missing.ts';
import { networkCardSpecs } from './networkCards.ts';
import { osSpecs, packageSpecs, timeZone } from './operatingSystem.ts';
import type { SpecsOutput } from './output.ts';
import { pciDevices } from './pci.ts';
import { systemSpecs } from './system.ts';
import { containerOf, guestOf } from './virtualization.ts';

/**
 * Grows by one when the same server would be told in another way: what a new release reads differently is then taken over
 * without calling it a change of the server.
 */
export const specsReading = 2;

/** Hardware and system, from what the script printed. Pure. */
export function parseSpecs(output: SpecsOutput): SpecsData {
  const missing = createMissing();
  const pci = pciDevices(output);
  const boot = /(\d+)/.exec(output.file('/proc/stat') ?? '')?.[1];
  const specs: SpecsData = {
    hostname: output.file('/proc/sys/kernel/hostname') ?? null,
    cpu: cpuSpecs(output, { guestOf: guestOf(output), container: containerOf(output) }),
    memory: memorySpecs(output, missing),
    disks: diskSpecs(output, missing),
    networkCards: networkCardSpecs(output, pci),
    gpus: gpuSpecs(output, pci),
    system: systemSpecs(output, missing),
    os: osSpecs(output),
    kernel: output.file('/proc/sys/kernel/osrelease') ?? null,
    architecture: output.section('machine') ?? null,
    bootTime: boot === undefined ? null : instant(Number(boot) * 1000),
    timeZone: timeZone(output),
    packages: packageSpecs(output),
    missing: [],
  };
  if (Object.values(specs.system).every((value) => value === null) && missing.list.every(({ field }) => !field.startsWith('system.'))) {
    missing.notTold('system', 'The firmware tells nothing about the machine: there is no /sys/class/dmi.');
  }
  if (Object.values(specs.os).every((value) => value === null)) {
    missing.notTold('os', 'The system does not tell what it is: there is no /etc/os-release.');
  }
  if (output.section('lspci') === undefined && pci.length > 0) {
    missing.noCommand('networkCards.model', 'lspci', ' (package pciutils), so cards are known by numbers');
  }
  return { ...specs, missing: missing.list };
}
