import type { SpecsData } from '../../../../contract/specs.ts';
import type { SpecsFacts } from '../../store/specs.ts';

export const summaryOf = ({ cpu, memory, disks, gpus, system, os, kernel, architecture, bootTime }: SpecsData): SpecsFacts => ({
  os: os.name,
  kernel,
  architecture,
  cpu: cpu.model,
  threads: cpu.threads,
  memoryBytes: memory.totalBytes,
  diskBytes: disks.length === 0 ? null : disks.reduce((sum, disk) => sum + (disk.bytes ?? 0), 0),
  product: system.product,
  guestOf: cpu.virtualization.guestOf,
  container: cpu.virtualization.container,
  gpus: gpus.length,
  bootTime,
});

/** What a person may look for, in lower case. */
export const searchTextOf = (specs: SpecsData): string =>
  [
    specs.hostname, specs.os.name, specs.kernel, specs.architecture, specs.cpu.model, specs.system.vendor, specs.system.product, specs.system.serial, specs.cpu.virtualization.guestOf, specs.cpu.virtualization.container,
    ...specs.disks.flatMap((disk) => [disk.model, disk.serial]),
    ...specs.networkCards.flatMap((card) => [card.mac, card.model, card.driver]),
    ...specs.gpus.flatMap((gpu) => [gpu.vendor, gpu.model]),
  ].filter((part) => part !== null).join('\n').toLowerCase();
