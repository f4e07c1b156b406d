import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDocsShell, haveDocsTools, shellBlocks, type DocsShell } from './docsShell.ts';
import { eventually, startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd && haveDocsTools ? describe : describe.skip;

maybe('each command in the docs of commands, logs, history, specs and the feed (skipped without sshd, jq and curl)', () => {
  let service: TestService;
  let sshd: Sshd;
  let shell: DocsShell;
  beforeAll(async () => {
    [sshd, service] = await Promise.all([startSshd({ logLevel: 'ERROR' }), startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' })]);
    shell = createDocsShell(service, sshd);
    const { username } = sshd.target();
    const { id } = await service.client.createServer({
      body: { name: 'demo', host: sshd.host, port: sshd.port, username, hostKeyPolicy: 'trust-first', auth: { type: 'key', privateKey: sshd.clientKey.privateKey } },
    });
    await service.reaches(id, 'up');
    await eventually(async () => service.client.getSpecs({ params: { id } }).then(() => true, () => false), () => 'the first specs', 30_000);
  }, 60_000);
  afterAll(async () => {
    await service?.stop();
    await sshd?.stop();
  });

  it('docs/commands.md and docs/logs.md, which goes on from it', async () => {
    const { code, out, error } = await shell.run([...shellBlocks('docs/commands.md'), ...shellBlocks('docs/logs.md')].join('\n'));
    // The last line looks at a tail until curl's --max-time: 28.
    expect([code, error]).toEqual([28, '']);
    const replies = out.split('\n').flatMap((line) => line.match(/^\{.*?\}(?=\{|$)/g) ?? []);
    expect(out).toContain('"exposition":"# HELP shellwatch_command_zombies');
    expect(out).toMatch(/^shellwatch_command_zombies \d+$/m);
    expect(out).toContain('"level":"error"');
    expect(out).toContain('"pattern":"ERROR disk full on /dev/sda"');
    expect(out).toContain('"type":"subscribed","id":"log","topic":"log"');
    expect(replies.filter((reply) => reply.includes('"code":'))).toEqual([]);
  }, 60_000);

  it('docs/history.md and docs/specs.md', async () => {
    const [api = ''] = shellBlocks('docs/api.md').filter((block) => block.includes('api() {'));
    const prelude = [...api.split('\n').slice(0, 3), 'ID=$(api "$URL/api/v1/servers" | jq -r ".items[0].id")'].join('\n');
    const { code, out, error } = await shell.run([prelude, ...shellBlocks('docs/history.md'), ...shellBlocks('docs/specs.md')].join('\n'));
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain('"model"');
    expect(readFileSync(path.join(service.folder, 'fleet.csv'), 'utf8')).toMatch(/^name,os,kernel.*\r\ndemo,/);
  }, 60_000);

  it('docs/websocket.md, but for the client in Python, which has a test of its own', async () => {
    const [look = ''] = shellBlocks('docs/websocket.md');
    const { code, out } = await shell.run(look);
    // curl ends by --max-time: 28.
    expect(code).toBe(28);
    expect(out.split('\n').slice(0, 3).map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['hello', 'subscribed', 'snapshot']);
  }, 60_000);
});
