/*
 * The bundle the service runs from, with nothing beside it but what the image holds: a file or a package that is not there
 * can not be found anywhere else.
 */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { npmStart } from '../bench/kit/npmStart.ts';
import type { Client } from '../contract/client.ts';
import { connect } from '../exporter/src/cli/connect.ts';
import { readConfig, type Environment } from '../exporter/src/config.ts';
import { ownFiles, bundledName } from '../exporter/src/ownFiles.ts';
import { databases } from '../exporter/test/databases.ts';
import { eventually } from '../exporter/test/service.ts';
import { dataFolder, runNode, type CliProcess } from '../exporter/test/serviceProcess.ts';
import { haveSshd, startSshd, type Sshd } from '../exporter/test/sshd.ts';
import { packagesBeside } from './bundleExporter.ts';
import { exporterImage } from './exporterImage.ts';

const image = mkdtempSync(path.join(tmpdir(), 'shellwatch-image-'));
const dist = path.join(image, 'exporter/dist');
const inDist = (): string[] => readdirSync(dist).filter((file) => !file.endsWith('.LEGAL.txt')).sort();
const runHere = (code: string) => runNode(['--input-type=module', '-e', code.replaceAll('IMAGE', image)], { NODE_PATH: '' }).ended;

beforeAll(() => exporterImage(image), 120_000);
afterAll(() => rmSync(image, { recursive: true, force: true }));

describe('the files of the bundle', () => {
  it('are those that its code names, and no others', async () => {
    const entries = inDist().filter((file) => /^[a-z]+\.js$/i.test(file));
    const threads = Object.values(ownFiles).map(bundledName).filter((file) => file.endsWith('.js'));
    expect(entries).toEqual(['cli.js', ...threads].sort());
    const { metafile } = await build({ absWorkingDir: dist, entryPoints: entries, bundle: true, write: false, metafile: true, format: 'esm', platform: 'node', packages: 'external', outdir: dist });
    const reached = Object.keys(metafile.inputs);
    const read = Object.values(ownFiles).map(bundledName);
    expect(inDist()).toEqual([...new Set([...reached, ...read, 'made.json'])].sort());
    const named = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path: name }) => name));
    const foreign = named.filter((name) => !name.startsWith('node:') && !builtinModules.includes(name) && !packagesBeside.some((one) => name === one || name.startsWith(`${one}/`)));
    expect(foreign).toEqual([]);
  });

  it('all load, the ones that are seldom needed as well, and so do the packages beside them', async () => {
    const { code, stderr, stdout } = await runHere(`
      import { readdirSync } from 'node:fs';
      import { createRequire } from 'node:module';
      for (const file of readdirSync('IMAGE/exporter/dist').filter((one) => one.endsWith('.js') && one !== 'cli.js')) await import('IMAGE/exporter/dist/' + file);
      const require = createRequire('IMAGE/exporter/dist/cli.js');
      for (const name of ${JSON.stringify(packagesBeside.filter((one) => one !== 'swagger-ui-dist'))}) require(name);
      require('ssh2/lib/protocol/crypto/build/Release/sshcrypto.node');
      console.log('all');`);
    expect([code, stdout, stderr]).toEqual([0, 'all\n', '']);
  });

  it('draw a picture', async () => {
    const { code, stderr, stdout } = await runHere(`
      import { readdirSync } from 'node:fs';
      import { createRequire } from 'node:module';
      const { init } = await import('IMAGE/exporter/dist/' + readdirSync('IMAGE/exporter/dist').find((one) => one.startsWith('echarts-')));
      const chart = init(null, null, { renderer: 'svg', ssr: true, width: 96, height: 48 });
      chart.setOption({ animation: false, xAxis: {}, yAxis: {}, series: [{ type: 'line', data: [[1, 2], [2, 3]] }] });
      const { renderAsync } = createRequire('IMAGE/exporter/dist/cli.js')('@resvg/resvg-js');
      const svg = chart.renderToSVGString();
      chart.dispose();
      console.log((await renderAsync(svg)).asPng().subarray(1, 4).toString());`);
    expect([code, stdout, stderr]).toEqual([0, 'PNG\n', '']);
  });

  it('are plain ASCII: any other character makes Node keep the text of its file in twice the memory', () => {
    const code = inDist().filter((file) => file.endsWith('.js'));
    expect(code.flatMap((file) => readFileSync(path.join(dist, file), 'utf8').match(/.{0,40}[^\x00-\x7f].{0,40}/) ?? [])).toEqual([]);
  });

  it('keep the names of our errors, which the log tells', () => {
    const root = path.resolve(import.meta.dirname, '..');
    const sources = ['exporter/src', 'contract'].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.ts$/.test(file)).map((file) => path.join(root, folder, file)));
    const errors = sources.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/class (\w+) extends Error/g)].map(([, name]) => name as string));
    const code = inDist().filter((file) => file.endsWith('.js')).map((file) => readFileSync(path.join(dist, file), 'utf8')).join('\n');
    expect(errors).toContain('Failure');
    expect(errors.filter((name) => !new RegExp(`\\b(${name}=class|class ${name}) extends Error`).test(code))).toEqual([]);
  });
});

/** As npm start runs it. */
const startFromImage = (env: Environment): CliProcess => runNode(npmStart.command.map((word) => (word.endsWith('.js') ? path.join(image, word) : word)), env);

/** A mail server that takes one mail and tells its text. */
async function startMailServer() {
  const server = createServer((socket) => {
    let inMail = false;
    socket.setEncoding('latin1').write('220 test\r\n');
    socket.on('error', () => undefined).on('data', (text: string) => {
      received += text;
      if (!inMail || received.endsWith('\r\n.\r\n')) {
        inMail = text === 'DATA\r\n';
        socket.write(inMail ? '354 go on\r\n' : '250 ok\r\n');
      }
    });
  });
  let received = '';
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { port: (server.address() as AddressInfo).port, received: () => received, stop: () => server.close() };
}

(haveSshd ? describe : describe.skip)('the service from the bundle, as npm start runs it (skipped where there is no sshd)', () => {
  const data = dataFolder();
  let sshd: Sshd;
  let mail: Awaited<ReturnType<typeof startMailServer>>;
  let service: CliProcess;
  let client: Client;
  let [url, token] = ['', ''];
  beforeAll(async () => {
    [sshd, mail] = await Promise.all([startSshd({ logLevel: 'ERROR' }), startMailServer()]);
    const env = { ...data.env, ...npmStart.settings, NODE_COMPILE_CACHE: path.join(data.folder, 'compiled'), SHELLWATCH_SMTP_URL: `smtp://127.0.0.1:${mail.port}`, SHELLWATCH_SMTP_FROM: 'shellwatch@example.org' };
    service = startFromImage(env);
    ({ url } = JSON.parse(await service.line(/"msg":"listening"/)) as { url: string });
    token = readFileSync(path.join(data.folder, 'admin-token'), 'utf8').trim();
    client = connect(readConfig({ ...data.env, SHELLWATCH_URL: url, SHELLWATCH_TOKEN: token }));
  }, 60_000);
  afterAll(async () => {
    service?.kill('SIGKILL');
    await service?.ended;
    await sshd?.stop();
    mail?.stop();
    data.remove();
  });
  const textOf = async (target: string): Promise<string> => {
    const reply = await fetch(url + target);
    expect([target, reply.status]).toEqual([target, 200]);
    return reply.text();
  };

  it('is well, and of the version it says', async () => {
    const { version } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../exporter/package.json'), 'utf8')) as { version: string };
    expect(JSON.parse(await textOf('/health'))).toMatchObject({ status: 'ok', version });
  });

  it('describes its API, with examples, and shows it in the viewer', async () => {
    const { paths } = JSON.parse(await textOf('/api/v1/openapi.json')) as { paths: Record<string, unknown> };
    expect(JSON.stringify(paths['/health'])).toContain('"example":{"status":"ok"');
    const page = await textOf('/docs/');
    const files = [...page.matchAll(/(?:src|href)="\.?\/?([\w./-]+)"/g)].map(([, file]) => file as string);
    expect(files).toEqual(expect.arrayContaining(['swagger-ui-bundle.js', 'swagger-ui.css', 'swagger-initializer.js']));
    await Promise.all(files.map((file) => textOf(`/docs/${file}`)));
  });

  it('makes keys, in a thread', async () => {
    const pair = await client.createKeyPair({ body: { type: 'ed25519', comment: 'here', passphrase: 'known' } });
    expect([pair.publicKey, pair.privateKey]).toEqual([expect.stringMatching(/^ssh-ed25519 .* here$/), expect.stringContaining('OPENSSH PRIVATE KEY')]);
  });

  it('polls a server, and finds the values in an output that is too long to be searched in the main thread', async () => {
    const auth = { type: 'key' as const, privateKey: sshd.clientKey.privateKey };
    const { id } = await client.createServer({ body: { name: 'web1', host: sshd.host, port: sshd.port, username: sshd.target().username, hostKeyPolicy: 'trust-first', auth } });
    await service.line(/web1 is up/);
    const probe = async () => (await fetch(`${url}/probe?target=web1`, { headers: { authorization: `Bearer ${token}` } })).text();
    expect(await probe()).toMatch(/^node_load1 /m);
    const extractions = [{ source: 'regex' as const, pattern: '^(?P<queue>\\w+): (?P<value>\\d+)$', metric: 'depth' }];
    const command = await client.createCommand({ body: { name: 'mailqueue', script: 'echo active: 4; head -c 60000 /dev/zero | tr "\\0" x', extractions } });
    const { runs } = await client.runCommand({ params: { id: command.id }, body: { selector: { servers: [id] } } });
    await eventually(async () => (await client.getRun({ params: { id: runs[0]?.id as string } })).state === 'ok', () => 'the end of the run');
    expect(await probe()).toContain('\nshellwatch_command_mailqueue_depth{queue="active"} 4\n');
  });

  it('sends mails', async () => {
    const { id } = await client.createContact({ body: { name: 'ann', role: 'viewer', channels: [{ type: 'email', address: 'ann@example.org' }] } });
    await client.testContact({ params: { id } });
    await eventually(async () => mail.received().includes('This is a test for ann.'), () => `the mail: ${mail.received()}`);
  });

  it('ends within 5 s of SIGTERM', async () => {
    const began = Date.now();
    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, stderr: '' });
    expect(Date.now() - began).toBeLessThan(5_000);
  });
});

const postgres = databases.find(({ name }) => name.startsWith('PostgreSQL'));
(postgres === undefined ? it.skip : it)('the service from the bundle keeps what it knows in PostgreSQL (skipped where there is none)', async () => {
  const data = dataFolder();
  const fresh = await (postgres as (typeof databases)[number]).create();
  await fresh.store.close();
  const service = startFromImage({ ...data.env, SHELLWATCH_DATABASE_URL: fresh.options.url });
  try {
    const { url } = JSON.parse(await service.line(/"msg":"listening"/, 30_000)) as { url: string };
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok', database: 'ok' });
    service.kill('SIGTERM');
    expect(await service.ended).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(data.folder)).not.toContain('shellwatch.db');
  } finally {
    service.kill('SIGKILL');
    await fresh.remove();
    data.remove();
  }
});
