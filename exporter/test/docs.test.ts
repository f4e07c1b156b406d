import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDocsShell, haveDocsTools, shellBlocks } from './docsShell.ts';
import { startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const maybe = haveSshd && haveDocsTools ? describe : describe.skip;

maybe('the commands in the docs (skipped without sshd, jq and curl)', () => {
  let service: TestService;
  let sshd: Sshd;
  beforeAll(async () => {
    [sshd, service] = await Promise.all([startSshd(), startTestService()]);
    mkdirSync(path.join(service.folder, '.ssh'));
    writeFileSync(path.join(service.folder, '.ssh/id_ed25519'), sshd.clientKey.privateKey, { mode: 0o600 });
  });
  afterAll(async () => {
    await service?.stop();
    await sshd?.stop();
  });

  const run = (script: string) => createDocsShell(service, sshd).run(script);

  it('docs/api.md: a server, from nothing to its first values', async () => {
    const script = shellBlocks('docs/api.md').find((block) => block.includes('api() {')) ?? '';
    const { code, out, error } = await run(script);
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain(sshd.hostKeys[0]?.fingerprint);
    expect(out).toMatch(/"verified"\nnode_load1 [\d.]+\n/);
    expect(out).toContain('"state": "up"');
    const { items } = await service.client.listServers({ query: {} });
    await service.client.deleteServer({ params: { id: items[0]?.id as string }, ifMatch: '*' });
  });

  it('docs/api.md: many servers at once', async () => {
    const blocks = shellBlocks('docs/api.md');
    const setup = (blocks.find((block) => block.includes('api() {')) ?? '').split('\n\n', 1)[0] as string;
    const { code, out, error } = await run(`${setup}\n${blocks.find((block) => block.includes('/servers/import')) ?? ''}`);
    expect([code, error]).toEqual([0, '']);
    expect(out.trimEnd().split('\n').map((line) => line.trimEnd())).toEqual([
      'db1\tcreate', 'db2\tcreate', '{"created":2,"updated":0,"failed":0}',
      '["db1",true]', '["db2",true]', '["db1",true]', '["db2",true]',
    ]);
    expect((await service.client.listServers({ query: {} })).items).toEqual([]);
  });

  it('README.md: add, test, accept, list; a token for Prometheus', async () => {
    const [add = '', prometheus = ''] = shellBlocks('README.md').filter((block) => /servers add|tokens add/.test(block));
    // The test ends with 1, as the host key is not accepted then.
    const first = await run(add.replace('servers test web1 ', 'servers test web1 || true '));
    expect([first.code, first.error]).toEqual([0, '']);
    expect(first.out).toContain('✗ host_key');
    expect(first.out).toMatch(/^state +verified$/m);
    expect(first.out).toMatch(/^web1 +\S+ +(pending|up|down)/m);
    const alias = add.split('\n')[0] as string;
    expect(await run(`${alias}\n${prometheus}`)).toMatchObject({ code: 0, error: '' });
    const token = readFileSync(path.join(service.folder, 'token'), 'utf8').trim();
    expect((await service.ask('GET', '/sd', { token })).json()).toEqual([{ targets: ['web1'], labels: { role: 'web' } }]);
  });
});
