import type { SpecsData } from '../../../../contract/specs.ts';
import { readOrNote, type MissingList } from './missing.ts';
import type { SpecsOutput } from './output.ts';

type System = SpecsData['system'];

/** SMBIOS chassis types (DSP0134, 7.4.1), those a server can have. */
const chassis: Record<string, string> = {
  '1': 'other', '3': 'desktop', '4': 'low profile desktop', '6': 'mini tower', '7': 'tower', '8': 'portable', '9': 'laptop', '10': 'notebook', '13': 'all in one', '14': 'sub notebook',
  '17': 'main server chassis', '22': 'RAID chassis', '23': 'rack mount', '25': 'multi-system chassis', '28': 'blade', '29': 'blade enclosure', '30': 'tablet', '31': 'convertible', '33': 'IoT gateway', '34': 'embedded PC', '35': 'mini PC', '36': 'stick PC',
};

/** What board makers leave in. */
const placeholder = /^(to be filled by o\.?e\.?m\.?|default string|system (manufacturer|product name|version|serial number)|not specified|not applicable|none|n\/a|0+|x\.x|unknown)$/i;

export function systemSpecs(output: SpecsOutput, missing: MissingList): System {
  const dmi = (field: keyof System, file: string): string | null => {
    const text = readOrNote(output, missing, `system.${field}`, `/sys/class/dmi/id/${file}`);
    return text === null || placeholder.test(text) ? null : text;
  };
  const type = dmi('chassis', 'chassis_type');
  return {
    vendor: dmi('vendor', 'sys_vendor'),
    // Boards without DMI name themselves in the device tree.
    product: dmi('product', 'product_name') ?? output.section('model') ?? null,
    version: dmi('version', 'product_version'),
    serial: dmi('serial', 'product_serial') ?? output.section('boardserial') ?? null,
    boardVendor: dmi('boardVendor', 'board_vendor'),
    board: dmi('board', 'board_name'),
    biosVendor: dmi('biosVendor', 'bios_vendor'),
    biosVersion: dmi('biosVersion', 'bios_version'),
    biosDate: dmi('biosDate', 'bios_date'),
    chassis: type === null ? null : (chassis[type] ?? null),
  };
}
