import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runNode } from './serviceProcess.ts';
import { startTestService, type TestService } from './service.ts';

const root = path.resolve(import.meta.dirname, '../..');

// Without --default-non-nullable=false the generator takes what has a default for something that must be sent.
/** What somebody would write over the generated types: the compiler checks path, body, reply and the states of a server. */
const program = `
import type { components, paths } from './api.ts';
type Reply = paths['/servers']['get']['responses']['200']['content']['application/json'];
type Create = NonNullable<paths['/servers']['post']['requestBody']>['content']['application/json'];
const [, , url, token] = process.argv;
const headers = { authorization: \`Bearer \${token}\`, 'content-type': 'application/json' };
const body: Create = { name: 'made', host: '192.0.2.1', username: 'u', enabled: false, auth: { type: 'agent' } };
await fetch(\`\${url}/api/v1/servers\`, { method: 'POST', headers, body: JSON.stringify(body) });
const reply = (await (await fetch(\`\${url}/api/v1/servers\`, { headers })).json()) as Reply;
const state = (server: components['schemas']['Server']): 'up' | 'down' | 'paused' | 'pending' => server.status.state;
console.log(reply.items.map((server) => \`\${server.name} \${server.port} \${state(server)}\`).join());
`;

describe('a client generated from the OpenAPI document', () => {
  let service: TestService;
  let folder = '';
  beforeAll(async () => {
    service = await startTestService();
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-client-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(folder, 'program.ts'), program);
    writeFileSync(path.join(folder, 'openapi.json'), (await service.ask('GET', '/api/v1/openapi.json', { token: null })).text);
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const tool = (name: string, ...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(path.join(root, 'node_modules/.bin', name), args, { cwd: folder, encoding: 'utf8' });
    return { status, text: `${stdout}${stderr}` };
  };

  it('compiles, and lists servers', async () => {
    expect(tool('openapi-typescript', 'openapi.json', '--default-non-nullable=false', '--output', 'api.ts')).toMatchObject({ status: 0 });
    const compiled = tool('tsc', '--noEmit', '--strict', '--target', 'es2024', '--module', 'nodenext', '--allowImportingTsExtensions', '--types', 'node', '--skipLibCheck', 'program.ts');
    expect(compiled).toEqual({ status: 0, text: '' });
    const { stdout, stderr } = await runNode([path.join(folder, 'program.ts'), service.url, service.adminToken], {}).ended;
    expect([stdout, stderr]).toEqual(['made 22 paused\n', '']);
  });
});
