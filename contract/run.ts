import { z } from 'zod';
import { Interpreter } from './command.ts';
import { endpoint, Id, IdParams, Instant, PageQuery, pageOf } from './endpoint.ts';
import { ServerSelector } from './selector.ts';
import { Duration } from './server.ts';

export const RunState = z
  .enum(['queued', 'running', 'ok', 'failed', 'timeout', 'cancelled', 'unreachable', 'lost'])
  .describe('lost: the exporter stopped while it ran');
export type RunState = z.infer<typeof RunState>;

/** One execution on one server. Those started together share `batch`. */
export const Run = z
  .object({
    id: Id,
    batch: Id,
    commandId: Id.nullable().describe('null for a one-off'),
    commandName: z.string(),
    serverId: Id,
    serverName: z.string(),
    state: RunState,
    trigger: z.enum(['manual', 'schedule', 'rerun', 'chat']),
    actor: z.string(),
    values: z.record(z.string(), z.string()),
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
    createdAt: Instant,
    durationMs: z.number().nullable(),
    exitCode: z.number().int().nullable(),
    truncated: z.boolean(),
    error: z.string().nullable().describe('Why it has no exit code'),
    bytes: z.number().int(),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof Run>;

export const RunDetail = Run.extend({ script: z.string(), stdout: z.string(), stderr: z.string() }).meta({ id: 'RunDetail' });
export type RunDetail = z.infer<typeof RunDetail>;

const Values = z.record(z.string(), z.string().max(4096)).default({});

export const CommandRun = z
  .strictObject({ selector: ServerSelector, values: Values, concurrency: z.number().int().min(1).max(50).default(10) })
  .meta({ id: 'CommandRun' });

/** A one-off script on one server: not saved, but audited and kept as a run. */
export const OneOffRun = z
  .strictObject({
    script: z.string().min(1).max(65_536),
    interpreter: Interpreter.default('sh'),
    timeout: Duration.default('30s'),
    maxOutput: z.number().int().min(1024).max(1_048_576).default(65_536),
    sudo: z.boolean().default(false),
  })
  .meta({ id: 'OneOffRun' });

export const RunBatch = z.object({ batch: Id, runs: z.array(Run) }).meta({ id: 'RunBatch' });

export const RunQuery = PageQuery.extend({
  command: Id.optional(),
  server: Id.optional(),
  batch: Id.optional(),
  state: RunState.optional(),
});

/** A line diff of two runs' outputs, in the order of the text. */
export const RunDiff = z
  .object({
    left: Run,
    right: Run,
    equal: z.boolean(),
    lines: z.array(z.object({ side: z.enum(['both', 'left', 'right']), text: z.string() })),
  })
  .meta({ id: 'RunDiff' });

export const runEndpoints = {
  runCommand: endpoint({ method: 'POST', path: '/commands/{id}/run', role: 'operator', tag: 'runs', summary: 'Run a saved command on one or many servers', params: IdParams, body: CommandRun, reply: RunBatch, status: 202, errors: ['command_not_found', 'unprocessable', 'too_many'] }),
  runOnServer: endpoint({ method: 'POST', path: '/servers/{id}/run', role: 'operator', tag: 'runs', summary: 'Run a one-off script on a server', params: IdParams, body: OneOffRun, reply: RunBatch, status: 202, errors: ['server_not_found', 'unprocessable', 'too_many'] }),
  listRuns: endpoint({ method: 'GET', path: '/runs', role: 'viewer', tag: 'runs', summary: 'Runs, newest first', query: RunQuery, reply: pageOf(Run), errors: ['bad_cursor'] }),
  getRun: endpoint({ method: 'GET', path: '/runs/{id}', role: 'viewer', tag: 'runs', summary: 'One run with its output', params: IdParams, reply: RunDetail, errors: ['run_not_found'] }),
  cancelRun: endpoint({ method: 'POST', path: '/runs/{id}/cancel', role: 'operator', tag: 'runs', summary: 'End a run: the remote process group is killed. Needs the role that running it needs, or to have started it', params: IdParams, reply: Run, errors: ['run_not_found', 'conflict'] }),
  rerun: endpoint({ method: 'POST', path: '/runs/{id}/rerun', role: 'operator', tag: 'runs', summary: 'Run the same script again on the same server, if its command still may', params: IdParams, reply: RunBatch, status: 202, errors: ['run_not_found', 'command_not_found', 'unprocessable', 'too_many'] }),
  diffRuns: endpoint({ method: 'GET', path: '/runs/{id}/diff', role: 'viewer', tag: 'runs', summary: "Compare two runs' outputs", params: IdParams, query: z.object({ with: Id }), reply: RunDiff, errors: ['run_not_found', 'unprocessable'] }),
};
