import { z } from 'zod';
import { endpoint, Id, IdParams } from './endpoint.ts';
import { Fingerprint, HostKey } from './hostKey.ts';
import { Auth, Host, serverFields } from './server.ts';

/** The steps of getting in, in their order. */
export const testSteps = ['dns', 'tcp', 'kex', 'host_key', 'login', 'shell', 'reader', 'first_read'] as const;
export const TestStepName = z.enum(testSteps);

export const TestStep = z
  .object({
    step: TestStepName,
    status: z.enum(['ok', 'failed', 'skipped']).describe('skipped: a step before failed, or a jump server makes it (dns, tcp)'),
    ms: z.number().nullable().describe('How long it took'),
    reason: z.string().nullable().describe("One of the status reasons, when it failed; `jump:…` when that was on the way there"),
    detail: z.string().nullable().describe('What was seen: the address, the algorithms, the system’s words'),
    advice: z.string().nullable().describe('What to do, when it failed'),
  })
  .meta({ id: 'TestStep' });
export type TestStep = z.infer<typeof TestStep>;

export const ConnectionTest = z
  .object({
    ok: z.boolean(),
    durationMs: z.number(),
    steps: z.array(TestStep).length(testSteps.length),
    hostKey: HostKey.nullable().describe('The key the server showed, to compare'),
    hostKeyState: z
      .enum(['pinned', 'accepted', 'unverified', 'changed'])
      .nullable()
      .describe('accepted: by acceptFingerprint, for this test alone; null when no key was shown'),
    rung: z.enum(['perl', 'awk', 'sh', 'exec']).nullable().describe('Which reader works there'),
    families: z.number().int().nullable().describe('Metric families the first read gave'),
  })
  .meta({ id: 'ConnectionTest' });
export type ConnectionTest = z.infer<typeof ConnectionTest>;

const acceptFingerprint = Fingerprint.optional().describe('Go on past an unknown host key when it is this one; nothing is pinned');

/** A body is not needed: without one the server is tested as it is stored. */
export const ServerTest = z.strictObject({ acceptFingerprint }).default({}).meta({ id: 'ServerTest' });

/** A server that is not saved yet, or the edited form of one that is. */
export const UnsavedServerTest = z
  .strictObject({
    host: Host,
    port: serverFields.port,
    username: serverFields.username,
    jump: serverFields.jump,
    auth: Auth.optional().describe('How to log in; may be left out when `server` is given'),
    server: Id.optional().describe('The saved server this is an edit of: its credential and pinned keys are used'),
    acceptFingerprint,
  })
  .superRefine((test, issues) => {
    if (test.auth === undefined && test.server === undefined) {
      issues.addIssue({ code: 'custom', path: ['auth'], message: 'needed, unless `server` names a saved one' });
    }
  })
  .meta({ id: 'UnsavedServerTest', anyOf: [{ required: ['auth'] }, { required: ['server'] }] });
export type UnsavedServerTest = z.infer<typeof UnsavedServerTest>;

export const connectionTestEndpoints = {
  testUnsavedServer: endpoint({ method: 'POST', path: '/servers/test', role: 'admin', tag: 'servers', summary: 'Try a connection before saving it, step by step', body: UnsavedServerTest, reply: ConnectionTest, tells: TestStep, errors: ['server_not_found', 'too_many', 'unprocessable'] }),
  testServer: endpoint({ method: 'POST', path: '/servers/{id}/test', role: 'operator', tag: 'servers', summary: 'Try the connection of a saved server, step by step', params: IdParams, body: ServerTest, reply: ConnectionTest, tells: TestStep, errors: ['server_not_found', 'too_many'] }),
};
