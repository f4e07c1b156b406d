import { z } from 'zod';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf, Role } from './endpoint.ts';
import { Extraction, ExtractedMetric } from './extraction.ts';
import { ServerSelector } from './selector.ts';
import { Duration } from './server.ts';

/** A name that also becomes part of a metric name: shellwatch_command_<name>. */
export const CommandName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'small letters, digits and underscore; starts with a letter');

export const Interpreter = z
  .enum(['sh', 'bash', 'perl', 'python3', 'awk'])
  .describe('Reads the script from its standard input; sh is what every server has');

/** A value a person gives for a run. It travels as an environment variable, never as script text. */
export const Parameter = z
  .strictObject({
    name: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, 'capital letters, digits and underscore, as environment variables are named'),
    type: z.enum(['string', 'integer', 'number', 'boolean', 'choice']).default('string'),
    label: z.string().max(128).default(''),
    required: z.boolean().default(false),
    default: z.string().max(4096).nullable().default(null),
    pattern: z.string().max(512).nullable().default(null).describe('RE2; the whole value must match'),
    choices: z.array(z.string().max(256)).max(100).default([]),
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
  })
  .meta({ id: 'CommandParameter' });
export type Parameter = z.infer<typeof Parameter>;

/** When a command runs by itself; each server has its own phase, so a fleet does not run it in one instant. */
export const Schedule = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('interval'), every: Duration }),
    z.strictObject({ type: z.literal('cron'), cron: z.string().min(9).max(128), timeZone: z.string().max(64).default('UTC') }),
  ])
  .meta({ id: 'CommandSchedule' });
export type Schedule = z.infer<typeof Schedule>;

export const Success = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('exit-code'), codes: z.array(z.number().int().min(0).max(255)).min(1).max(32).default([0]) }),
    z.strictObject({ type: z.literal('pattern'), pattern: z.string().min(1).max(2048).describe('RE2, searched in the output') }),
  ])
  .meta({ id: 'CommandSuccess' });

const fields = {
  name: CommandName,
  description: z.string().max(2000).default(''),
  interpreter: Interpreter.default('sh'),
  script: z.string().min(1).max(65_536).describe('Sent over standard input to the interpreter, never through a shell line'),
  parameters: z.array(Parameter).max(32).default([]),
  timeout: Duration.default('30s'),
  maxOutput: z.number().int().min(1024).max(1_048_576).default(65_536).describe('Bytes of output kept'),
  selector: ServerSelector.nullable().default(null).describe('Servers it may run on; null: any'),
  schedule: Schedule.default({ type: 'none' }),
  runRole: Role.default('operator').describe('The least role that may run it'),
  sudo: z.boolean().default(false).describe('Run as root: sudo -n first, else the stored password over standard input'),
  chat: z.boolean().default(false).describe('May be run from Telegram, after confirmation'),
  success: Success.default({ type: 'exit-code', codes: [0] }),
  extractions: z.array(Extraction).max(32).default([]),
  maxSeries: z.number().int().min(1).max(10_000).default(200).describe('Cap on the series it may make per server'),
  enabled: z.boolean().default(true),
};

export const CommandInput = z.strictObject(fields).meta({ id: 'CommandInput' });
export type CommandInput = z.infer<typeof CommandInput>;

export const LastResult = z
  .object({ serverId: Id, runId: Id, at: Instant, ok: z.boolean(), exitCode: z.number().int().nullable() })
  .meta({ id: 'CommandLastResult' });

export const Command = z
  .object({
    ...fields,
    id: Id,
    revision: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    updatedBy: z.string(),
    nextRun: Instant.nullable(),
    lastResults: z.array(LastResult).describe('The newest result on each server, the newest 100'),
  })
  .meta({ id: 'Command' });
export type Command = z.infer<typeof Command>;

/** An unsaved command on one server: what it prints, what the extractions find, which lines they would make. */
export const CommandTry = z
  .strictObject({ command: CommandInput, serverId: Id, values: z.record(z.string(), z.string()).default({}) })
  .meta({ id: 'CommandTry' });

export const CommandTrial = z
  .object({
    ok: z.boolean(),
    exitCode: z.number().int().nullable(),
    durationMs: z.number(),
    stdout: z.string(),
    stderr: z.string(),
    truncated: z.boolean(),
    metrics: z.array(ExtractedMetric),
    exposition: z.string().describe('The lines Prometheus would read'),
    problems: z.array(z.string()).describe('What is wrong with names, units or counts, as promtool would say it'),
  })
  .meta({ id: 'CommandTrial' });
export type CommandTrial = z.infer<typeof CommandTrial>;

/** The same extraction over a given text: no server is touched, so an editor can ask at every key. */
export const ExtractionPreview = z
  .strictObject({ name: CommandName, extractions: z.array(Extraction).max(32), output: z.string().max(1_048_576) })
  .meta({ id: 'ExtractionPreview' });

export const CommandQuery = PageQuery.extend({ text: z.string().max(256).optional(), server: Id.optional().describe('Only those that may run there') });

export const commandEndpoints = {
  listCommands: endpoint({ method: 'GET', path: '/commands', role: 'viewer', tag: 'commands', summary: 'List saved commands', query: CommandQuery, reply: pageOf(Command), errors: ['bad_cursor'] }),
  createCommand: endpoint({ method: 'POST', path: '/commands', role: 'operator', tag: 'commands', summary: 'Save a command', body: CommandInput, reply: Command, status: 201, etag: true, errors: ['name_taken', 'unprocessable'] }),
  getCommand: endpoint({ method: 'GET', path: '/commands/{id}', role: 'viewer', tag: 'commands', summary: 'Read a command', params: IdParams, reply: Command, etag: true, errors: ['command_not_found'] }),
  replaceCommand: endpoint({ method: 'PUT', path: '/commands/{id}', role: 'operator', tag: 'commands', summary: 'Replace a command', params: IdParams, body: CommandInput, reply: Command, etag: true, ifMatch: true, errors: ['command_not_found', 'name_taken', 'precondition_failed', 'unprocessable'] }),
  deleteCommand: endpoint({ method: 'DELETE', path: '/commands/{id}', role: 'operator', tag: 'commands', summary: 'Delete a command; its runs stay until retention ends', params: IdParams, reply: z.void(), ifMatch: true, errors: ['command_not_found', 'precondition_failed'] }),
  tryCommand: endpoint({ method: 'POST', path: '/commands/try', role: 'operator', tag: 'commands', summary: 'Run an unsaved command on one server and show what it would measure', body: CommandTry, reply: CommandTrial, errors: ['server_not_found', 'server_unreachable', 'unprocessable'] }),
  previewExtraction: endpoint({ method: 'POST', path: '/commands/preview', role: 'operator', tag: 'commands', summary: 'Apply extractions to a given output', body: ExtractionPreview, reply: CommandTrial.pick({ metrics: true, exposition: true, problems: true }), maxBody: 1_200_000, errors: ['unprocessable'] }),
};
