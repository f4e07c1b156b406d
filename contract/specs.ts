import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf } from './endpoint.ts';

/* null is "not told"; when the login may not read it, or a command is not there, `missing` says so and why. */

const text = z.string().nullable();
const count = z.number().int().nullable();

export const CpuSpecs = z.object({
  model: text,
  vendor: text,
  sockets: count,
  cores: count,
  threads: count,
  maxMhz: z.number().nullable().describe('The highest clock; what /proc/cpuinfo shows now, where none is told'),
  caches: z.array(z.object({ level: z.number().int(), type: z.enum(['data', 'instruction', 'unified']), bytes: z.number(), count: z.number().int() })).describe('`bytes` of one, and how many of it'),
  flags: z.array(z.string()).describe('Of interest only: virtualisation, vector units, encryption'),
  virtualization: z.object({
    guestOf: text.describe('The hypervisor: kvm, vmware, xen …; null on bare metal'),
    // Absent in what earlier versions stored.
    container: text.default(null).describe('docker, lxc, podman …; null outside containers. The hardware is then that of the machine around it'),
    canHost: z.enum(['vmx', 'svm']).nullable(),
  }),
});

export const MemoryModule = z.object({ slot: z.string(), bytes: z.number(), type: text, megatransfers: z.number().nullable(), manufacturer: text, partNumber: text });
export const MemorySpecs = z.object({ totalBytes: z.number().nullable().describe('MemTotal: what the kernel can use'), modules: z.array(MemoryModule) });

export const DiskSpecs = z.object({
  name: z.string(),
  model: text,
  vendor: text,
  serial: text,
  firmware: text,
  bytes: z.number().nullable(),
  rotational: z.boolean().nullable().describe('null for the disks of virtual machines, which do not tell what they lie on'),
  transport: text.describe('sata, nvme, usb, virtio, sas, mmc …'),
});

export const NetworkCardSpecs = z.object({ name: z.string(), driver: text, mac: text, mbitsPerSecond: z.number().nullable(), vendor: text, model: text, bus: text });
export const GpuSpecs = z.object({ address: z.string().describe('On the PCI bus, or the name of its device'), vendor: text, model: text, driver: text });

export const SystemSpecs = z.object({ vendor: text, product: text, version: text, serial: text, boardVendor: text, board: text, biosVendor: text, biosVersion: text, biosDate: text, chassis: text });
export const OsSpecs = z.object({ name: text, version: text, id: text, codename: text });

export const MissingSpec = z
  .object({ field: z.string().describe('Path in the specs, such as system.serial'), reason: z.enum(['permission', 'no_command', 'not_told', 'failed']), message: z.string() })
  .meta({ id: 'MissingSpec' });

export const SpecsData = z
  .object({
    hostname: text,
    cpu: CpuSpecs,
    memory: MemorySpecs,
    disks: z.array(DiskSpecs),
    networkCards: z.array(NetworkCardSpecs),
    gpus: z.array(GpuSpecs),
    system: SystemSpecs,
    os: OsSpecs,
    kernel: text,
    architecture: text,
    bootTime: Instant.nullable(),
    timeZone: text,
    packages: z.array(z.object({ manager: z.string(), count: z.number().int() })),
    missing: z.array(MissingSpec),
  })
  .meta({ id: 'SpecsData' });
export type SpecsData = z.infer<typeof SpecsData>;

export const Specs = z
  .object({ id: Id, name: z.string(), readAt: Instant.describe('When they were last read'), changedAt: Instant.describe('When they were last seen to differ'), specs: SpecsData })
  .meta({ id: 'Specs' });
export type Specs = z.infer<typeof Specs>;

/** One line of a diff: `text` reads "RAM 16 → 32 GiB". */
export const SpecChange = z.object({ field: z.string(), from: text, to: text, text: z.string() }).meta({ id: 'SpecChange' });
export type SpecChange = z.infer<typeof SpecChange>;

export const SpecsVersion = z
  .object({ id: Id, at: Instant, first: z.boolean().describe('The first reading, so there is nothing to compare with'), changes: z.array(SpecChange), specs: SpecsData })
  .meta({ id: 'SpecsVersion' });
export type SpecsVersion = z.infer<typeof SpecsVersion>;

/** The line of one server in the fleet's list. */
export const SpecsSummary = z
  .object({
    id: Id,
    name: z.string(),
    readAt: Instant,
    changedAt: Instant,
    os: text,
    kernel: text,
    architecture: text,
    cpu: text,
    threads: count,
    memoryBytes: z.number().nullable(),
    diskBytes: z.number().nullable().describe('All disks together'),
    product: text,
    guestOf: text,
    container: text.default(null),
    gpus: z.number().int(),
    bootTime: Instant.nullable(),
  })
  .meta({ id: 'SpecsSummary' });
export type SpecsSummary = z.infer<typeof SpecsSummary>;

const filter = {
  text: z.string().max(256).optional().describe('In the name, system, kernel, CPU, product, disks or network cards'),
  tag: z.union([z.string(), z.array(z.string())]).optional().describe('`key=value` or `key`; given several times, all must match'),
  os: z.string().max(256).optional().describe('Exactly this operating system'),
  kernel: z.string().max(256).optional().describe('Exactly this kernel'),
  architecture: z.string().max(64).optional(),
};
export const SpecsQuery = z.strictObject({ ...PageQuery.shape, ...filter });
export type SpecsQuery = z.infer<typeof SpecsQuery>;
const SpecsCsvQuery = z.strictObject(filter);

export const specsEndpoints = {
  getSpecs: endpoint({ method: 'GET', path: '/servers/{id}/specs', role: 'viewer', tag: 'specs', summary: 'Hardware and system of a server', params: IdParams, reply: Specs, errors: ['server_not_found', 'specs_not_read'] }),
  refreshSpecs: endpoint({ method: 'POST', path: '/servers/{id}/specs/refresh', role: 'operator', tag: 'specs', summary: 'Read them now', params: IdParams, reply: Specs, errors: ['server_not_found', 'server_unreachable', 'timeout'] }),
  listSpecsHistory: endpoint({ method: 'GET', path: '/servers/{id}/specs/history', role: 'viewer', tag: 'specs', summary: 'Every time they changed, newest first, with what changed', params: IdParams, query: PageQuery, reply: pageOf(SpecsVersion), errors: ['server_not_found', 'bad_cursor'] }),
  listSpecs: endpoint({ method: 'GET', path: '/specs', role: 'viewer', tag: 'specs', summary: "The fleet's hardware, one line a server", query: SpecsQuery, reply: pageOf(SpecsSummary), errors: ['bad_cursor'] }),
  exportSpecs: endpoint({ method: 'GET', path: '/specs.csv', role: 'viewer', tag: 'specs', summary: 'The same list as CSV', query: SpecsCsvQuery, reply: z.string(), produces: 'text/csv' }),
};
