import type { SpecsOutput } from './output.ts';

/** MIDR_EL1's implementer codes (Arm Architecture Reference Manual, D19), and part numbers as lscpu(1) names them. */
const implementers: Record<string, { name: string; parts: Record<string, string> }> = {
  '0x41': {
    name: 'ARM',
    parts: {
      '0xb76': 'ARM1176', '0xc05': 'Cortex-A5', '0xc07': 'Cortex-A7', '0xc08': 'Cortex-A8', '0xc09': 'Cortex-A9', '0xc0d': 'Cortex-A17', '0xc0e': 'Cortex-A17', '0xc0f': 'Cortex-A15',
      '0xd03': 'Cortex-A53', '0xd04': 'Cortex-A35', '0xd05': 'Cortex-A55', '0xd07': 'Cortex-A57', '0xd08': 'Cortex-A72', '0xd09': 'Cortex-A73', '0xd0a': 'Cortex-A75', '0xd0b': 'Cortex-A76',
      '0xd0c': 'Neoverse-N1', '0xd0d': 'Cortex-A77', '0xd0e': 'Cortex-A76AE', '0xd40': 'Neoverse-V1', '0xd41': 'Cortex-A78', '0xd42': 'Cortex-A78AE', '0xd44': 'Cortex-X1', '0xd46': 'Cortex-A510',
      '0xd47': 'Cortex-A710', '0xd48': 'Cortex-X2', '0xd49': 'Neoverse-N2', '0xd4a': 'Neoverse-E1', '0xd4d': 'Cortex-A715', '0xd4e': 'Cortex-X3', '0xd4f': 'Neoverse-V2', '0xd80': 'Cortex-A520',
      '0xd81': 'Cortex-A720', '0xd82': 'Cortex-X4', '0xd84': 'Neoverse-V3', '0xd8e': 'Neoverse-N3',
    },
  },
  '0x42': { name: 'Broadcom', parts: {} },
  '0x43': { name: 'Cavium', parts: { '0x0a1': 'ThunderX', '0x0af': 'ThunderX2' } },
  '0x48': { name: 'HiSilicon', parts: { '0xd01': 'TaiShan-v110' } },
  '0x4e': { name: 'NVIDIA', parts: { '0x000': 'Denver', '0x003': 'Denver 2', '0x004': 'Carmel' } },
  '0x50': { name: 'Applied Micro', parts: { '0x000': 'X-Gene' } },
  '0x51': { name: 'Qualcomm', parts: { '0xc00': 'Falkor' } },
  '0x61': { name: 'Apple', parts: {} },
  '0x6d': { name: 'Microsoft', parts: { '0xd49': 'Azure-Cobalt-100' } },
  '0xc0': { name: 'Ampere', parts: { '0xac3': 'Ampere-1', '0xac4': 'Ampere-1a' } },
};

/** The two numbers of each core, in the kernel's order. */
function coresOf(output: SpecsOutput): Array<{ implementer: string; part: string }> {
  const values = (key: string): string[] => [...(output.section('cpuparts') ?? '').matchAll(new RegExp(`^CPU ${key}\\s*: (\\S+)$`, 'gm'))].map(([, value]) => value as string);
  const parts = values('part');
  return values('implementer').map((implementer, i) => ({ implementer, part: parts[i] ?? '' }));
}

export const armVendor = (output: SpecsOutput): string | null => implementers[coresOf(output)[0]?.implementer ?? '']?.name ?? null;

/** `Cortex-A72`, or `4 × Cortex-A55, 4 × Cortex-A76` where there are several kinds; undefined where a core is not known. */
export function armModel(output: SpecsOutput): string | undefined {
  const names = coresOf(output).map(({ implementer, part }) => implementers[implementer]?.parts[part]);
  const kinds = [...new Set(names)];
  if (kinds.length <= 1 || kinds.includes(undefined)) {
    return kinds.length === 1 ? kinds[0] : undefined;
  }
  return kinds.map((kind) => `${names.filter((name) => name === kind).length} × ${kind}`).join(', ');
}
