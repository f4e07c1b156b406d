import type { SpecsData } from '../../../../contract/specs.ts';
import type { MissingList } from './missing.ts';
import type { SpecsOutput } from './output.ts';

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
  const modules = [fromUdev(output), fromDmidecode(dmidecode ?? ''), fromEdac(output)].find((found) => found.length > 0) ?? [];
  if (modules.length === 0) {
    if (!output.exists('/sys/firmware/dmi/tables/DMI') && output.file('/sys/class/dmi/id/sys_vendor') === undefined) {
      missing.notTold('memory.modules', 'The firmware tells no memory modules: there is no SMBIOS table, as on most ARM boards and in small virtual machines.');
    } else if (dmidecode === 'missing') {
      missing.noCommand('memory.modules', 'dmidecode', ', and udev does not tell the modules');
    } else if (dmidecode === undefined && output.section('user') !== '0') {
      missing.permission('memory.modules', '/sys/firmware/dmi/tables/DMI');
    } else {
      missing.notTold('memory.modules', 'The firmware tells no memory modules, as in most virtual machines.');
    }
  }
  return { totalBytes: kilobytes === undefined ? null : Number(kilobytes) * 1024, modules };
}
