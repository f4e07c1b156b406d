import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';

const root = path.resolve(import.meta.dirname, '../..');
const haveTools = ['jq', 'curl', 'bash'].every((tool) => spawnSync(tool, ['--version']).status === 0);
const maybe = haveSshd && haveTools ? describe : describe.skip;

/** The shell lines of a page, block by block. */
const blocks = (page: string): string[] => [...readFileSync(path.join(root, page), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map((match) => match[1] as string);

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

  /** Runs lines as a reader would, who puts in the own address, user and folder. */
  function run(script: string): Promise<{ code: number | null; out: string; error: string }> {
    const { username } = sshd.target();
    const own = script
      .replaceAll('http://127.0.0.1:9850', service.url)
      .replaceAll('data/admin-token', `${service.folder}/admin-token`)
      .replaceAll('host: "192.0.2.10", username: "monitor"', `host: "${sshd.host}", port: ${sshd.port}, username: "${username}"`)
      .replaceAll('monitor@192.0.2.10', `${username}@${sshd.host}:${sshd.port}`)
      .replace(/alias shellwatch=.*/, `shellwatch() { '${process.execPath}' '${root}/exporter/src/cli.ts' "$@"; }`)
      .replaceAll('npm run -s shellwatch --', 'shellwatch')
      .replace('shellwatch servers accept web1 ', `shellwatch servers accept web1 ${sshd.hostKeys[0]?.fingerprint} `)
      .replace(/^prometheus --config.*$/m, '')
      .replace('> prometheus/token', `> ${service.folder}/token`);
    const child = spawn('bash', ['-e', '-c', own], { cwd: service.folder, env: { PATH: process.env['PATH'], HOME: service.folder, SHELLWATCH_URL: service.url, SHELLWATCH_DATA_DIR: service.folder } });
    let [out, error] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (error += text.toString()));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, error })));
  }

  it('docs/api.md: a server, from nothing to its first values', async () => {
    const script = blocks('docs/api.md').find((block) => block.includes('api() {')) ?? '';
    const { code, out, error } = await run(script);
    expect([code, error]).toEqual([0, '']);
    expect(out).toContain(sshd.hostKeys[0]?.fingerprint);
    expect(out).toMatch(/"verified"\nnode_load1 [\d.]+\n/);
    expect(out).toContain('"state": "up"');
    const { items } = await service.client.listServers({ query: {} });
    await service.client.deleteServer({ params: { id: items[0]?.id as string }, ifMatch: '*' });
  });

  it('README.md: add, test, accept, list; a token for Prometheus', async () => {
    const [add = '', prometheus = ''] = blocks('README.md').filter((block) => /servers add|tokens add/.test(block));
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
