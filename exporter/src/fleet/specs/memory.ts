import type { SpecsData } from '../../../../contract/specs.ts';
import type { MissingList } from './missing.ts';
import type { SpecsOutput } from './output.ts';
import { smbiosStructures, type SmbiosStructure } from './smbios.ts';

type Memory = SpecsData['memory'];
type Module = Memory['modules'][number];

/** What boards write where there is nothing to tell. */
const nothing = /^(unknown|not specified|none|no dimm|undefined|0+|to be filled.*|n\/a)?$/i;
const textOf = (text: string | undefined): string | null => (text === undefined || nothing.test(text.trim()) ? null : text.trim());
const numberOf = (text: string | undefined): number | null => (text !== undefined && Number(text) > 0 ? Number(text) : null);

/** systemd's udev helper dmi_memory_id (since 248) reads the DIMMs as root at boot and leaves them readable for all. */
function fromUdev(output: SpecsOutput): Module[] {
  const properties = new Map(output.lines('/run/udev/data/+dmi:id').flatMap((line) => {
    const [, key, value] = /^E:(MEMORY_DEVICE_\d+_\w+)=(.*)$/.exec(line) ?? [];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  }));
  const modules: Module[] = [];
  for (let i = 0; properties.has(`MEMORY_DEVICE_${i}_LOCATOR`) || properties.has(`MEMORY_DEVICE_${i}_SIZE`); i += 1) {
    const of = (name: string): string | undefined => properties.get(`MEMORY_DEVICE_${i}_${name}`);
    const bytes = numberOf(of('SIZE'));
    if (bytes !== null && of('PRESENT') !== '0') {
      modules.push({
        slot: textOf(of('LOCATOR')) ?? `module ${i}`,
        bytes,
        type: textOf(of('TYPE')),
        megatransfers: numberOf(of('CONFIGURED_SPEED_MTS')) ?? numberOf(of('SPEED_MTS')),
        manufacturer: textOf(of('MANUFACTURER')),
        partNumber: textOf(of('PART_NUMBER')),
      });
    }
  }
  return modules;
}

/** Memory types of SMBIOS (DSP0134, 7.18.2); those that no server has any more are left out. */
const types: Record<number, string> = {
  0x03: 'DRAM', 0x07: 'RAM', 0x0f: 'SDRAM', 0x12: 'DDR', 0x13: 'DDR2', 0x14: 'DDR2 FB-DIMM', 0x18: 'DDR3', 0x19: 'FBD2', 0x1a: 'DDR4', 0x1b: 'LPDDR', 0x1c: 'LPDDR2', 0x1d: 'LPDDR3', 0x1e: 'LPDDR4',
  0x1f: 'Logical non-volatile device', 0x20: 'HBM', 0x21: 'HBM2', 0x22: 'DDR5', 0x23: 'LPDDR5', 0x24: 'HBM3',
};

/** 0 is an empty slot, all ones an unknown size; else MiB, or KiB by the highest bit, or in a field of its own. */
function sizeOf({ word, dword }: SmbiosStructure): number | undefined {
  const size = word(0x0c) ?? 0;
  if (size === 0 || size === 0xffff) {
    return undefined;
  }
  return size === 0x7fff ? (dword(0x1c) ?? 0) * 2 ** 20 : size >= 0x8000 ? (size - 0x8000) * 2 ** 10 : size * 2 ** 20;
}

/** Memory devices (DSP0134, 7.18) of the table itself, which only root may read. */
const fromTable = (output: SpecsOutput): Module[] =>
  smbiosStructures(output.section('dmitable') ?? '').flatMap((device): Module[] => {
    const bytes = device.type === 17 ? sizeOf(device) : undefined;
    const speed = (at: number, extended: number): number | null => {
      const told = device.word(at);
      return (told === 0xffff ? device.dword(extended) : told) || null;
    };
    return bytes === undefined
      ? []
      : [
          {
            slot: textOf(device.text(0x10)) ?? 'module',
            bytes,
            type: types[device.byte(0x12) ?? 0] ?? null,
            megatransfers: speed(0x20, 0x58) ?? speed(0x15, 0x54),
            manufacturer: textOf(device.text(0x17)),
            partNumber: textOf(device.text(0x1a)),
          },
        ];
  });

/** dmidecode(8) -t memory: blocks of `Key: value` under "Memory Device". */
function fromDmidecode(text: string): Module[] {
  return text.split(/\n\s*\n/).flatMap((block): Module[] => {
    const fields = new Map([...block.matchAll(/^\s+([^:\n]+): (.*)$/gm)].map(([, key, value]) => [key as string, value as string]));
    const [, amount, unit] = /^(\d+) (kB|MB|GB|TB)$/.exec(fields.get('Size') ?? '') ?? [];
    if (!/^Memory Device$/m.test(block) || amount === undefined) {
      return [];
    }
    const speed = /^(\d+) (?:MT\/s|MHz)$/.exec(fields.get('Configured Memory Speed') ?? fields.get('Speed') ?? '')?.[1];
    return [
      {
        slot: textOf(fields.get('Locator')) ?? 'module',
        bytes: Number(amount) * ({ kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 }[unit ?? ''] ?? 1),
        type: textOf(fields.get('Type')),
        megatransfers: numberOf(speed),
        manufacturer: textOf(fields.get('Manufacturer')),
        partNumber: textOf(fields.get('Part Number')),
      },
    ];
  });
}

/** Boards with error correction tell their DIMMs to the kernel (Documentation/admin-guide/RAS); sizes are in MiB. */
function fromEdac(output: SpecsOutput): Module[] {
  return output.paths(/\/edac\/mc\/mc\d+\/dimm\d+\/size$/).flatMap((path): Module[] => {
    const of = (name: string): string | undefined => output.file(path.replace(/size$/, name));
    const size = numberOf(output.file(path));
    return size === null ? [] : [{ slot: textOf(of('dimm_label')) ?? 'module', bytes: size * 2 ** 20, type: textOf(of('dimm_mem_type')), megatransfers: null, manufacturer: null, partNumber: null }];
  });
}

export function memorySpecs(output: SpecsOutput, missing: MissingList): Memory {
  const kilobytes = /(\d+) kB/.exec(output.file('/proc/meminfo') ?? '')?.[1];
  const dmidecode = output.section('dmidecode');
  const modules = [fromUdev(output), fromTable(output), fromDmidecode(dmidecode ?? ''), fromEdac(output)].find((found) => found.length > 0) ?? [];
  if (modules.length === 0) {
    if (!output.exists('/sys/firmware/dmi/tables/DMI') && output.file('/sys/class/dmi/id/sys_vendor') === undefined) {
      missing.notTold('memory.modules', 'The firmware tells no memory modules: there is no SMBIOS table, as on most ARM boards and in small virtual machines.');
    } else if (dmidecode === 'missing') {
      missing.noCommand('memory.modules', 'dmidecode', ', and udev does not tell the modules');
    } else if (dmidecode === undefined && output.section('dmitable') === undefined && output.section('user') !== '0') {
      missing.permission('memory.modules', '/sys/firmware/dmi/tables/DMI');
    } else {
      missing.notTold('memory.modules', 'The firmware tells no memory modules, as in most virtual machines.');
    }
  }
  return { totalBytes: kilobytes === undefined ? null : Number(kilobytes) * 1024, modules };
}
