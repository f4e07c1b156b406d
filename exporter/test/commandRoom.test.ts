import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Run } from '../../contract/run.ts';
import { openFeedClient, type TestFeedClient } from './feedClient.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd ? describe : describe.skip;

maybe('commands, from a request to a metric (skipped where there is no sshd)', () => {
  let service: TestService;
  let sshd: Sshd;
  let serverId = '';
  let commandId = '';
  beforeAll(async () => {
    sshd = await startSshd({ logLevel: 'ERROR' });
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' });
    const { username } = sshd.target();
    const server = await service.client.createServer({
      body: { name: 'web1', host: sshd.host, port: sshd.port, username, hostKeyPolicy: 'trust-first', tags: { role: 'web' }, auth: { type: 'key', privateKey: sshd.clientKey.privateKey } },
    });
    serverId = server.id;
    await service.reaches(serverId, 'up');
  });
  afterAll(async () => {
    await service?.stop();
    await sshd?.stop();
  });
  const ended = async (run: Run | undefined): Promise<Run> => {
    let now = run as Run;
    await eventually(
      async () => {
        now = await service.client.getRun({ params: { id: now.id } });
        return now.finishedAt !== null;
      },
      () => `the end of run ${now.id}: ${now.state}`
    );
    return now;
  };

  const definition = {
    name: 'mailqueue',
    script: 'for q in active deferred; do echo "$q: $DEPTH"; done',
    parameters: [{ name: 'DEPTH', type: 'integer' as const, default: '4' }],
    extractions: [{ source: 'regex' as const, pattern: '^(?P<queue>\\w+): (?P<value>\\d+)$', metric: 'depth', help: 'Messages waiting.' }],
  };

  it('tries an unsaved one and shows matches and exposition', async () => {
    const trial = await service.client.tryCommand({ body: { command: definition, serverId, values: { DEPTH: '9' } } });
    expect(trial).toMatchObject({ ok: true, exitCode: 0, stdout: 'active: 9\ndeferred: 9\n', problems: [] });
    expect(trial.exposition).toBe(
      '# HELP shellwatch_command_mailqueue_depth Messages waiting.\n# TYPE shellwatch_command_mailqueue_depth gauge\nshellwatch_command_mailqueue_depth{queue="active"} 9\nshellwatch_command_mailqueue_depth{queue="deferred"} 9\n'
    );
  });

  it('saves it, once per name, for operators', async () => {
    const viewer = await service.token({ name: 'looker', role: 'viewer' });
    expect((await service.ask('POST', '/api/v1/commands', { token: viewer, body: definition })).status).toBe(403);
    const command = await service.client.createCommand({ body: definition });
    commandId = command.id;
    const twin = await service.ask('POST', '/api/v1/commands', { body: definition });
    expect([twin.status, twin.json()]).toMatchObject([409, { code: 'name_taken' }]);
    const clash = { name: 'mailqueue_depth', script: 'true', extractions: [{ source: 'exit-code' }] };
    const family = await service.ask('POST', '/api/v1/commands', { body: clash });
    expect([family.status, family.json()]).toMatchObject([422, { code: 'unprocessable', details: [{ field: 'extractions.0.metric', message: 'shellwatch_command_mailqueue_depth is taken: the command mailqueue makes it' }] }]);
    const bad = await service.ask('POST', '/api/v1/commands', { body: { ...definition, name: 'other', extractions: [{ source: 'regex', pattern: '(x)' }] } });
    expect([bad.status, bad.json()]).toMatchObject([422, { code: 'unprocessable', details: [{ field: 'extractions.0.pattern' }] }]);
  });

  it('lets nobody change or delete what they may not run', async () => {
    const operator = await service.token({ name: 'hands', role: 'operator' });
    const { id, revision } = await service.client.createCommand({ body: { name: 'careful', script: 'id', runRole: 'admin' } });
    const headers = { 'if-match': `"${revision}"` };
    const opened = await service.ask('PUT', `/api/v1/commands/${id}`, { token: operator, headers, body: { name: 'careful', script: 'evil', runRole: 'operator' } });
    expect([opened.status, opened.json()]).toMatchObject([403, { code: 'forbidden', message: expect.stringContaining('needs the role admin') }]);
    expect((await service.ask('DELETE', `/api/v1/commands/${id}`, { token: operator, headers })).status).toBe(403);
    await service.client.deleteCommand({ params: { id }, ifMatch: `"${revision}"` });
  });

  it('runs it where asked, keeps the run, and puts the values into /probe and /metrics', async () => {
    const { batch, runs } = await service.client.runCommand({ params: { id: commandId }, body: { selector: { tags: { role: 'web' } }, values: { DEPTH: '5' } } });
    const run = await ended(runs[0]);
    expect(run).toMatchObject({ state: 'ok', exitCode: 0, trigger: 'manual', batch, values: { DEPTH: '5' }, truncated: false });
    expect((await service.client.getRun({ params: { id: run.id } })).stdout).toBe('active: 5\ndeferred: 5\n');
    expect((await service.ask('GET', '/probe?target=web1')).text).toContain('shellwatch_command_mailqueue_depth{queue="active"} 5');
    await eventually(
      async () => (await service.ask('GET', '/metrics')).text.includes('shellwatch_command_mailqueue_depth{instance="web1",queue="active"} 5'),
      () => 'the value in /metrics'
    );
    expect((await service.client.getCommand({ params: { id: commandId } })).lastResults).toMatchObject([{ serverId, runId: run.id, ok: true, exitCode: 0 }]);
    expect((await service.client.listAudit({ query: { action: 'command.run' } })).items[0]).toMatchObject({ targetName: 'mailqueue' });
  });

  it('says why a server was not reached, and what to do', async () => {
    const { id } = await service.client.createServer({
      body: { name: 'gone1', host: '127.0.0.1', port: 1, username: 'x', auth: { type: 'password', password: 'x' } },
    });
    const run = await ended((await service.client.runOnServer({ params: { id }, body: { script: 'true' } })).runs[0]);
    expect(run).toMatchObject({ state: 'unreachable', error: expect.stringMatching(/^Nothing listens on this port; .+ \(refused: .*ECONNREFUSED/) });
    await service.client.deleteServer({ params: { id }, ifMatch: '*' });
  });

  it('refuses values that do not fit, and a selector that means nobody', async () => {
    const bad = await service.ask('POST', `/api/v1/commands/${commandId}/run`, { body: { selector: { all: true }, values: { DEPTH: 'x; rm' } } });
    expect([bad.status, bad.json()]).toMatchObject([422, { details: [{ field: 'values.DEPTH' }] }]);
    const nobody = await service.ask('POST', `/api/v1/commands/${commandId}/run`, { body: { selector: { tags: { role: 'db' } } } });
    expect(nobody.status).toBe(422);
  });

  it('runs one-offs, diffs, runs again, cancels', async () => {
    const once = async (script: string) => ended((await service.client.runOnServer({ params: { id: serverId }, body: { script } })).runs[0]);
    const left = await once('echo same; echo left');
    const right = await once('echo same; echo right; exit 2');
    expect(right).toMatchObject({ state: 'failed', exitCode: 2, commandId: null });
    const diff = await service.client.diffRuns({ params: { id: left.id }, query: { with: right.id } });
    expect(diff.lines.map(({ side, text }) => `${side} ${text}`)).toEqual(['both same', 'left left', 'right right', 'both ']);
    expect(await ended((await service.client.rerun({ params: { id: left.id } })).runs[0])).toMatchObject({ trigger: 'rerun', state: 'ok' });

    const [slow] = (await service.client.runOnServer({ params: { id: serverId }, body: { script: 'echo begun; sleep 600' } })).runs;
    await eventually(async () => (await service.client.getRun({ params: { id: (slow as Run).id } })).state === 'running', () => 'the run to begin');
    expect(await service.client.cancelRun({ params: { id: (slow as Run).id } })).toMatchObject({ state: 'cancelled' });
    const late = await service.ask('POST', `/api/v1/runs/${(slow as Run).id}/cancel`);
    expect([late.status, late.json()]).toMatchObject([409, { code: 'conflict' }]);
  });

  it('cancels and runs again by the rules of running: the role, the command as it is now', async () => {
    const operator = await service.token({ name: 'again', role: 'operator' });
    const asOperator = (method: string, path: string, body?: unknown) => service.ask(method, `/api/v1${path}`, { token: operator, body });
    const saved = { name: 'held', script: 'echo "$WHAT"; sleep "$FOR"', parameters: [{ name: 'WHAT', default: 'a' }, { name: 'FOR', default: '0' }], extractions: [{ source: 'exit-code' as const, metric: 'code' }] };
    const { id } = await service.client.createCommand({ body: { ...saved, runRole: 'admin' } });
    const change = async (changes: object) => {
      const { revision } = await service.client.getCommand({ params: { id } });
      await service.client.replaceCommand({ params: { id }, ifMatch: `"${revision}"`, body: { ...saved, ...changes } });
    };
    const begin = async (token: string) => (await service.clientOf(token).runCommand({ params: { id }, body: { selector: { servers: [serverId] }, values: { FOR: '600' } } })).runs[0] as Run;

    const going = await begin(service.adminToken);
    const refused = await asOperator('POST', `/runs/${going.id}/cancel`);
    expect([refused.status, refused.json()]).toMatchObject([403, { code: 'forbidden', message: 'Cancelling a run of held needs the role admin, as running it does.' }]);
    expect((await service.client.getRun({ params: { id: going.id } })).finishedAt).toBeNull();
    expect(await service.client.cancelRun({ params: { id: going.id } })).toMatchObject({ state: 'cancelled' });

    // Whoever started a run may end it, also when the command is not theirs any more; and others who may run it.
    await change({});
    const own = await begin(operator);
    await change({ runRole: 'admin' });
    expect((await asOperator('POST', `/runs/${own.id}/cancel`)).status).toBe(200);
    const again = async (runId: string, token = service.adminToken) => {
      const reply = await service.ask('POST', `/api/v1/runs/${runId}/rerun`, { token });
      return [reply.status, reply.json<{ code?: string; message?: string }>()] as const;
    };
    expect(await again(own.id, operator)).toMatchObject([403, { code: 'forbidden', message: 'Running held needs the role admin.' }]);

    await change({});
    const done = await ended((await service.client.runCommand({ params: { id }, body: { selector: { servers: [serverId] }, values: { WHAT: 'b' } } })).runs[0]);
    const values = async () => (await service.ask('GET', '/probe?target=web1')).text.split('\n').filter((line) => line.startsWith('shellwatch_command_held'));
    expect(await values()).toEqual(['shellwatch_command_held_code 0']);
    // The script and the values are those of then. What was measured then may be another command's by now, and stays away.
    const renamed = { name: 'holding', script: 'exit 5', parameters: [] };
    await change(renamed);
    const repeated = await ended((await service.client.rerun({ params: { id: done.id } })).runs[0]);
    expect([repeated.state, (await service.client.getRun({ params: { id: repeated.id } })).stdout]).toEqual(['ok', 'b\n']);
    expect(await values()).toEqual([]);

    await change({ ...renamed, enabled: false });
    expect(await again(done.id)).toMatchObject([422, { code: 'unprocessable', message: 'The command holding is disabled.' }]);
    await change({ ...renamed, selector: { tags: { role: 'db' } } });
    expect(await again(done.id)).toMatchObject([422, { code: 'unprocessable', details: [{ field: 'selector' }] }]);
    await service.client.deleteCommand({ params: { id }, ifMatch: '*' });
    expect(await again(done.id)).toMatchObject([404, { code: 'command_not_found', message: expect.stringContaining('held was deleted') }]);
  });

  it('tells a viewer who comes late, and one who resumes after the end, all of the output once', async () => {
    const [run] = (await service.client.runOnServer({ params: { id: serverId }, body: { script: 'for i in 1 2 3 4 5 6 7 8; do echo "line $i"; sleep 0.25; done' } })).runs;
    const runId = (run as Run).id;
    const open = async (resume?: { epoch: string; seq: number }) => {
      const client = await openFeedClient(`${service.url}/ws`, { authorization: `Bearer ${service.adminToken}` });
      client.send({ type: 'subscribe', id: '1', topic: 'run', filter: { run: runId }, ...(resume === undefined ? {} : { resume }) });
      return { client, ...(await client.hears('subscribed')) };
    };
    const texts = (client: TestFeedClient) => client.heard.flatMap((message) => ((message.type === 'snapshot' || message.type === 'change') && message.topic === 'run' ? message.data.output.map((piece) => piece.text) : [])).join('');
    const all = Array.from({ length: 8 }, (_, index) => `line ${index + 1}\n`).join('');
    const first = await open();
    await eventually(async () => texts(first.client).includes('line 3'), () => 'the third line');
    const late = await open();
    first.client.socket.terminate();
    const seq = Math.max(...first.client.heard.flatMap((message) => ('seq' in message && message.type !== 'dropped' ? [message.seq] : [])));
    await ended(run);
    await eventually(async () => texts(late.client).endsWith('line 8\n'), () => `the last line: ${texts(late.client)}`);
    expect(texts(late.client)).toBe(all);
    const again = await open({ epoch: first.epoch, seq });
    expect(again.resumed).toBe(true);
    await eventually(async () => texts(again.client).endsWith('line 8\n'), () => `the last line: ${texts(again.client)}`);
    expect(texts(first.client) + texts(again.client)).toBe(all);
    [late, again].forEach(({ client }) => client.socket.terminate());
  });

  it('keeps a password for sudo that goes in and never comes out', async () => {
    const params = { id: serverId };
    expect(await service.client.getSudoPassword({ params })).toEqual({ set: false, fallsBack: false });
    const reply = await service.ask('PUT', `/api/v1/servers/${serverId}/sudo-password`, { body: { password: 'only-for-sudo-77' } });
    expect([reply.status, reply.text]).toEqual([200, '{"set":true,"fallsBack":false}']);
    for (const path of [`/api/v1/servers/${serverId}`, '/api/v1/audit', `/api/v1/servers/${serverId}/sudo-password`]) {
      expect((await service.ask('GET', path)).text).not.toContain('only-for-sudo-77');
    }
    expect(service.log.join()).not.toContain('only-for-sudo-77');
    expect((await service.ask('PUT', `/api/v1/servers/${serverId}/sudo-password`, { body: { password: 'two\nlines' } })).status).toBe(400);
    expect(await service.client.putSudoPassword({ params, body: { password: null } })).toEqual({ set: false, fallsBack: false });
  });

  it('keeps its schedule, and pages through history', async () => {
    const command = await service.client.getCommand({ params: { id: commandId } });
    await service.client.replaceCommand({
      params: { id: commandId },
      ifMatch: `"${command.revision}"`,
      body: { ...definition, selector: { all: true }, schedule: { type: 'interval', every: '5s' } },
    });
    await eventually(async () => (await service.client.listRuns({ query: { command: commandId } })).items.some((run) => run.trigger === 'schedule' && run.state === 'ok'), () => 'a scheduled run');
    const scheduled = async () => (await service.client.listAudit({ query: { actor: 'schedule' } })).items;
    await eventually(async () => (await scheduled()).length >= 2, () => 'two rounds in the audit log');
    const [entry] = await scheduled();
    expect(entry).toMatchObject({ actor: 'schedule', role: null, from: 'local', action: 'command.run', targetId: commandId, targetName: 'mailqueue', details: { servers: ['web1'], values: { DEPTH: '4' } } });
    expect((await service.client.listRuns({ query: { batch: String(entry?.details['batch']) } })).items).toMatchObject([{ trigger: 'schedule', actor: 'schedule', serverName: 'web1' }]);
    expect((await service.client.listAudit({ query: { notActor: 'schedule' } })).items.some(({ actor }) => actor === 'schedule')).toBe(false);
    const first = await service.client.listRuns({ query: { limit: 2 } });
    expect(first.items).toHaveLength(2);
    const second = await service.client.listRuns({ query: { limit: 2, cursor: first.next as string } });
    expect(second.items.some((run) => first.items.some((before) => before.id === run.id))).toBe(false);
    const stale = await service.ask('DELETE', `/api/v1/commands/${commandId}`, { headers: { 'if-match': `"${command.revision}"` } });
    expect([stale.status, stale.json()]).toMatchObject([412, { code: 'precondition_failed' }]);
  });
});
