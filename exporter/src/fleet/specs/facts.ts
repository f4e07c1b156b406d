import type { SpecsData } from '../../../../contract/specs.ts';
import { diskSize, memorySize, shown } from './bytes.ts';

/** One thing that is told when it changes: what it is called, and how it reads. `value` decides whether it changed. */
export interface Fact {
  field: string;
  label: string;
  value: string | null;
  /** A unit that both sides of a change may share: "RAM 16 → 32 GiB". */
  unit?: string;
}

/** Things that come and go one by one: a disk that was added, not "the disks changed". */
export interface Item {
  field: string;
  label: string;
  /** The same thing, in both readings. */
  key: string;
  about: string;
}

const fact = (field: string, label: string, value: string | number | boolean | null): Fact => ({ field, label, value: value === null ? null : String(value) });

/**
 * Everything that makes two readings differ. Left out is what wavers by itself (the present clock, a link's speed when it is down)
 * and what says nothing about the server (why something can not be read).
 */
export function factsOf({ hostname, cpu, memory, system, os, kernel, architecture, timeZone, packages }: SpecsData): Fact[] {
  const ram = memory.totalBytes === null ? undefined : memorySize(memory.totalBytes);
  return [
    fact('hostname', 'host name', hostname),
    fact('cpu.model', 'CPU', cpu.model),
    fact('cpu.sockets', 'CPU sockets', cpu.sockets),
    fact('cpu.cores', 'CPU cores', cpu.cores),
    fact('cpu.threads', 'CPU threads', cpu.threads),
    fact('cpu.flags', 'CPU flags', cpu.flags.join(' ') || null),
    fact('cpu.virtualization', 'guest of', cpu.virtualization.guestOf),
    // Absent in what earlier versions stored.
    fact('cpu.virtualization.container', 'container', cpu.virtualization.container ?? null),
    { field: 'memory.totalBytes', label: 'RAM', value: ram?.value ?? null, ...(ram === undefined ? {} : { unit: ram.unit }) },
    fact('system.vendor', 'vendor', system.vendor),
    fact('system.product', 'product', system.product),
    fact('system.serial', 'serial number', system.serial),
    fact('system.board', 'board', system.board),
    fact('system.biosVersion', 'BIOS', [system.biosVersion, system.biosDate].filter((part) => part !== null).join(' of ') || null),
    fact('os', 'OS', os.name),
    fact('kernel', 'kernel', kernel),
    fact('architecture', 'architecture', architecture),
    fact('timeZone', 'time zone', timeZone),
    ...packages.map(({ manager, count }) => fact(`packages.${manager}`, `${manager} packages`, count)),
  ];
}

const words = (...parts: Array<string | null>): string => parts.filter((part) => part !== null && part !== '').join(', ');

export function itemsOf({ memory, disks, networkCards, gpus }: SpecsData): Item[] {
  return [
    ...memory.modules.map((one) => ({ field: 'memory.modules', label: 'memory module', key: one.slot, about: words(shown(memorySize(one.bytes)), one.type, one.manufacturer, one.partNumber) })),
    ...disks.map((one) => ({ field: 'disks', label: 'disk', key: one.name, about: words(one.model, one.bytes === null ? null : shown(diskSize(one.bytes)), one.serial === null ? null : `serial ${one.serial}`, one.firmware === null ? null : `firmware ${one.firmware}`) })),
    ...networkCards.map((one) => ({ field: 'networkCards', label: 'network card', key: one.name, about: words(one.driver, one.mac) })),
    ...gpus.map((one) => ({ field: 'gpus', label: 'GPU', key: one.address, about: words(one.vendor, one.model, one.driver) })),
  ];
}
