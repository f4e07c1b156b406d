import { z } from 'zod';
import { endpoint, Id, Instant } from './endpoint.ts';

/*
 * The numbers a person looks at first, computed from the newest two polls.
 * null is "not known": the server does not tell it, or a rate needs a second poll. It never means zero.
 */

const percent = z.number().nullable().describe('0 to 100');
const perSecond = z.number().nullable();

export const CpuVitals = z.object({
  threads: z.number().int().describe('Logical CPUs that were seen'),
  usedPercent: percent.describe('Of all CPUs together: everything but idle and iowait'),
  userPercent: percent,
  systemPercent: percent,
  iowaitPercent: percent,
  stealPercent: percent,
  each: z.array(z.object({ cpu: z.string(), usedPercent: percent })).describe('Per CPU, in the order of their numbers'),
});

export const MemoryVitals = z.object({
  totalBytes: z.number(),
  availableBytes: z.number().describe('MemAvailable, or what stands in for it on kernels before 3.14: free + buffers + cached'),
  usedBytes: z.number().describe('total − available'),
  usedPercent: z.number(),
  buffersBytes: z.number().nullable(),
  cachedBytes: z.number().nullable(),
});

export const SwapVitals = z.object({
  totalBytes: z.number(),
  usedBytes: z.number(),
  usedPercent: z.number().describe('0 when there is no swap'),
  inPagesPerSecond: perSecond,
  outPagesPerSecond: perSecond,
});

export const LoadVitals = z.object({ load1: z.number(), load5: z.number(), load15: z.number() });

export const MountVitals = z.object({
  mountpoint: z.string(),
  device: z.string(),
  fsType: z.string(),
  sizeBytes: z.number(),
  availableBytes: z.number().describe('For processes that are not root'),
  usedBytes: z.number(),
  usedPercent: percent.describe('As df(1): used ÷ (used + available)'),
  inodesUsedPercent: percent.describe('null where the file system has no fixed number of inodes'),
  readOnly: z.boolean().nullable(),
});

export const DiskVitals = z.object({
  device: z.string(),
  readBytesPerSecond: perSecond,
  writtenBytesPerSecond: perSecond,
  readsPerSecond: perSecond,
  writesPerSecond: perSecond,
  busyPercent: percent.describe('Share of time with a request under way'),
  readSeconds: z.number().nullable().describe('Mean time of a read; null when there was none'),
  writeSeconds: z.number().nullable().describe('Mean time of a write; null when there was none'),
  queueLength: z.number().nullable().describe('Mean number of requests under way'),
});

export const InterfaceVitals = z.object({
  interface: z.string(),
  up: z.boolean().nullable().describe('By its operstate'),
  speedBytesPerSecond: z.number().nullable().describe('Speed of the link where it tells one'),
  receiveBytesPerSecond: perSecond,
  transmitBytesPerSecond: perSecond,
  receivePacketsPerSecond: perSecond,
  transmitPacketsPerSecond: perSecond,
  errorsPerSecond: perSecond.describe('Received and transmitted together'),
  dropsPerSecond: perSecond.describe('Received and transmitted together'),
});

export const TemperatureVitals = z.object({
  chip: z.string(),
  sensor: z.string(),
  label: z.string().nullable().describe("The chip's own word for the sensor"),
  celsius: z.number(),
  criticalCelsius: z.number().nullable(),
});

export const Vitals = z
  .object({
    at: Instant.describe('The end of the poll they are from'),
    windowSeconds: z.number().nullable().describe('Between the two polls that rates are made of; null after the first one'),
    cpu: CpuVitals.nullable(),
    memory: MemoryVitals.nullable(),
    swap: SwapVitals.nullable(),
    load: LoadVitals.nullable(),
    mounts: z.array(MountVitals).describe('Fullest first'),
    disks: z.array(DiskVitals),
    interfaces: z.array(InterfaceVitals).describe('Without loopback, busiest first'),
    temperatures: z.array(TemperatureVitals).describe('Hottest first'),
    bootTime: Instant.nullable(),
    uptimeSeconds: z.number().nullable(),
    processesRunning: z.number().nullable(),
    processesBlocked: z.number().nullable().describe('Waiting for a disk'),
  })
  .meta({ id: 'Vitals' });
export type Vitals = z.infer<typeof Vitals>;

/** One server on the Fleet page: a few numbers, not the lists behind them. */
export const CompactVitals = z
  .object({
    id: Id,
    name: z.string(),
    at: Instant,
    cpuPercent: percent,
    threads: z.number().int().nullable(),
    memoryPercent: percent,
    swapPercent: percent,
    load1: z.number().nullable(),
    fullestMount: z.object({ mountpoint: z.string(), usedPercent: z.number() }).nullable(),
    receiveBytesPerSecond: perSecond.describe('All interfaces but loopback together'),
    transmitBytesPerSecond: perSecond,
    hottestCelsius: z.number().nullable(),
    uptimeSeconds: z.number().nullable(),
  })
  .meta({ id: 'CompactVitals' });
export type CompactVitals = z.infer<typeof CompactVitals>;

/** The last hour as 60 means of a minute, oldest first; null for a minute without a poll. */
export const Sparkline = z
  .object({
    to: Instant.describe('End of the last minute'),
    stepSeconds: z.number(),
    cpuPercent: z.array(z.number().nullable()),
    memoryPercent: z.array(z.number().nullable()),
  })
  .meta({ id: 'Sparkline' });
export type Sparkline = z.infer<typeof Sparkline>;

export const FleetVitals = z
  .object({ servers: z.array(CompactVitals.extend({ sparkline: Sparkline })).describe('Servers that were polled, up ones and those that answered within the last hour') })
  .meta({ id: 'FleetVitals' });
export type FleetVitals = z.infer<typeof FleetVitals>;

export const vitalsEndpoints = {
  getFleetVitals: endpoint({ method: 'GET', path: '/vitals', role: 'viewer', tag: 'metrics', summary: 'Newest compact vitals of every server, with the last hour as a sparkline', reply: FleetVitals }),
};
