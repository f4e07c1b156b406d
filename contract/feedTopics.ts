import { z } from 'zod';
import { Id, Instant } from './endpoint.ts';
import { Incident } from './incident.ts';
import { Job } from './job.ts';
import { LogProblem, LogLine } from './logs.ts';
import { LogLevel } from './logSource.ts';
import { Run } from './run.ts';
import { SpecChange } from './specs.ts';
import { FleetStatus, ServerStatus } from './status.ts';
import { topic } from './topic.ts';
import { CompactVitals, Vitals } from './vitals.ts';

const tag = z.union([z.string().max(320), z.array(z.string().max(320)).max(16)]).optional().describe('`key=value` or `key`; all must match');
const server = Id.optional().describe('Only this server');
const noFilter = z.strictObject({});

/** A piece of a run's output. Pieces of one stream come in order; together they are what the run keeps. */
export const RunOutput = z.object({ runId: Id, stream: z.enum(['stdout', 'stderr']), text: z.string() }).meta({ id: 'RunOutput' });
export type RunOutput = z.infer<typeof RunOutput>;

export const SpecsChanged = z.object({ id: Id, name: z.string(), at: Instant, changes: z.array(SpecChange) }).meta({ id: 'SpecsChanged' });
export type SpecsChanged = z.infer<typeof SpecsChanged>;

/** With `server`, `detail` has everything of that one; without, `servers` has those that were polled since the last message. */
export const VitalsNews = z
  .object({ servers: z.array(CompactVitals), detail: Vitals.nullable().describe('Only for a subscription to one server') })
  .meta({ id: 'VitalsNews' });
export type VitalsNews = z.infer<typeof VitalsNews>;

const LogNews = z.object({ lines: z.array(LogLine), problems: z.array(LogProblem) }).meta({ id: 'LogNews' });
const RunNews = z.object({ runs: z.array(Run), output: z.array(RunOutput) }).meta({ id: 'RunNews' });

/** Every topic of the feed: name → row. Sources, messages, JSON Schema and docs are made from it. */
export const feedTopics = {
  status: topic({
    role: 'viewer',
    summary: 'State of every server, then each change of one',
    delivery: 'every',
    resume: true,
    filter: z.strictObject({ server, tag }),
    snapshot: FleetStatus,
    change: z.object({ server: ServerStatus, gone: z.boolean().describe('The server was deleted; its state is the last one') }).meta({ id: 'StatusNews' }),
  }),
  vitals: topic({
    role: 'viewer',
    summary: 'Vitals: compact for the fleet, everything for one server',
    delivery: 'latest',
    resume: false,
    filter: z.strictObject({ server, tag }),
    snapshot: VitalsNews,
    change: VitalsNews,
  }),
  log: topic({
    role: 'viewer',
    summary: 'The tail of log sources, followed through rotation and reconnects',
    delivery: 'every',
    resume: true,
    filter: z.strictObject({
      source: z.union([Id, z.array(Id).min(1).max(20)], { error: 'the id of a log source, or a list of 1 to 20' }).describe('One source, or several merged'),
      server,
      lines: z.coerce.number().int().min(0).max(1000).default(100).describe('How many of the last entries come first'),
      filter: z.string().max(2048).optional().describe('RE2; only entries that match'),
      level: z.union([LogLevel, z.array(LogLevel)]).optional(),
    }),
    snapshot: LogNews,
    change: LogNews,
  }),
  run: topic({
    role: 'viewer',
    summary: 'Runs: their states, and their output as it comes',
    delivery: 'every',
    resume: true,
    filter: z.strictObject({
      run: Id.optional().describe('One run'),
      batch: Id.optional().describe('Those started together'),
      command: Id.optional().describe('Every run of a command'),
      server,
      output: z.union([z.boolean(), z.stringbool()]).default(true).describe('false: states only'),
    }),
    snapshot: RunNews,
    change: RunNews,
  }),
  incidents: topic({
    role: 'viewer',
    summary: 'Open incidents, then each one that changes',
    delivery: 'every',
    resume: true,
    filter: z.strictObject({ server }),
    snapshot: z.object({ items: z.array(Incident) }).meta({ id: 'OpenIncidents' }),
    change: Incident,
  }),
  specs: topic({
    role: 'viewer',
    summary: 'Hardware or system of a server changed',
    delivery: 'every',
    resume: true,
    filter: z.strictObject({ server }),
    snapshot: z.object({ items: z.array(SpecsChanged).describe('Changes of the last day, newest first, at most 100') }).meta({ id: 'RecentSpecsChanges' }),
    change: SpecsChanged,
  }),
  jobs: topic({
    role: 'viewer',
    summary: 'Progress of long work: imports, bulk edits, backups',
    delivery: 'latest',
    resume: false,
    filter: noFilter,
    snapshot: z.object({ items: z.array(Job) }).meta({ id: 'Jobs' }),
    change: Job,
  }),
};
export type FeedTopics = typeof feedTopics;
export type TopicName = keyof FeedTopics;
export const TopicName = z.enum(Object.keys(feedTopics) as [TopicName, ...TopicName[]]);
