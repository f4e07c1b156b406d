import type { SpecsData } from '../../../../contract/specs.ts';
import { armModel, armVendor } from './armCores.ts';
import type { SpecsOutput } from './output.ts';

type Cpu = SpecsData['cpu'];

/** What software asks for before it runs: x86's and ARM's words for vector units, encryption, virtualisation, memory protection. */
const interesting = new Set(
  ('vmx svm hypervisor aes sha_ni vaes pclmulqdq rdrand sse4_2 avx avx2 avx512f avx512_vnni avx512_bf16 amx_tile amx_int8 amx_bf16 avx_vnni fma f16c bmi2 popcnt ' +
    'pdpe1gb nx smep smap sgx sev sev_es sme tdx_guest tme la57 constant_tsc nonstop_tsc ' +
    'asimd neon sve sve2 sha2 sha3 sha512 pmull crc32 atomics bf16 i8mm dcpop paca').split(' ')
);

/** `key : value` lines, of the first processor and of the end of /proc/cpuinfo (where ARM boards name themselves). */
function cpuinfoOf(output: SpecsOutput): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of [output.section('cpuinfo') ?? '', output.section('cputail') ?? ''].join('\n').split('\n')) {
    const [, key, value] = /^([^:]+?)\s*:\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && value !== '' && !found.has(key)) {
      found.set(key, value);
    }
  }
  return found;
}

const numberOf = (text: string | undefined): number | null => (text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : null);

function cachesOf(output: SpecsOutput): Cpu['caches'] {
  /** One place in the list for each kind; a cache that several CPUs share is seen by each, so it is known by its kind and who shares it. */
  const kinds = new Map<string, { cache: Cpu['caches'][number]; shared: Set<string> }>();
  for (const path of output.paths(/\/cache\/index\d+\/size$/)) {
    const of = (name: string): string => output.file(path.replace(/size$/, name)) ?? '';
    const [, amount, unit] = /^(\d+)([KMG])?$/.exec(output.file(path) ?? '') ?? [];
    const type = of('type').toLowerCase();
    if (amount === undefined || (type !== 'data' && type !== 'instruction' && type !== 'unified')) {
      continue;
    }
    const bytes = Number(amount) * ({ K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[unit ?? ''] ?? 1);
    const level = Number(of('level'));
    const key = `${level} ${type} ${bytes}`;
    const kind = kinds.get(key) ?? { cache: { level, type, bytes, count: 0 }, shared: new Set() };
    kinds.set(key, kind);
    kind.shared.add(of('shared_cpu_list') || path);
    kind.cache.count = kind.shared.size;
  }
  return [...kinds.values()].map(({ cache }) => cache).sort((a, b) => a.level - b.level || (a.type < b.type ? -1 : 1) || b.bytes - a.bytes);
}

export function cpuSpecs(output: SpecsOutput, around: Pick<Cpu['virtualization'], 'guestOf' | 'container'>): Cpu {
  const info = cpuinfoOf(output);
  const packages = new Set<string>();
  const cores = new Set<string>();
  for (const path of output.paths(/\/topology\/core_id$/)) {
    const socket = output.file(path.replace(/core_id$/, 'physical_package_id')) ?? '';
    packages.add(socket);
    cores.add(`${socket}/${output.file(path)}`);
  }
  const frequencies = output.paths(/\/cpufreq\/cpuinfo_max_freq$/).map((path) => Number(output.file(path)) / 1000);
  const flags = (info.get('flags') ?? info.get('Features') ?? '').split(/\s+/);
  const threads = Number(output.section('cpucount') ?? 0) || output.paths(/\/topology\/core_id$/).length;
  return {
    // On ARM `model name` is no more than the instruction set; POWER says `cpu`, RISC-V `uarch`.
    model: armModel(output) ?? info.get('model name') ?? info.get('Processor') ?? info.get('cpu model') ?? info.get('cpu') ?? info.get('uarch') ?? info.get('Hardware') ?? null,
    vendor: info.get('vendor_id') ?? armVendor(output),
    sockets: packages.size > 0 ? packages.size : null,
    cores: cores.size > 0 ? cores.size : numberOf(info.get('cpu cores')),
    threads: threads > 0 ? threads : null,
    maxMhz: frequencies.length > 0 ? Math.round(Math.max(...frequencies)) : roundOrNull(numberOf(info.get('cpu MHz') ?? info.get('clock')?.replace(/MHz$/i, ''))),
    caches: cachesOf(output),
    flags: [...new Set(flags.filter((flag) => interesting.has(flag)))].sort(),
    virtualization: { ...around, canHost: flags.includes('vmx') ? 'vmx' : flags.includes('svm') ? 'svm' : null },
  };
}

const roundOrNull = (value: number | null): number | null => (value === null ? null : Math.round(value));
