import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connect } from '../src/cli/connect.ts';
import { doctorCommand } from '../src/cli/doctor.ts';
import type { Shell } from '../src/cli/shell.ts';
import { readConfig, type Environment } from '../src/config.ts';
import { startTestService, type TestService } from './service.ts';
import { haveSshd, startSshd } from './sshd.ts';

describe('shellwatch doctor', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startTestService({ SHELLWATCH_POLL_INTERVAL: '1s' });
  });
  afterEach(() => service.stop());

  async function doctor(args: string[] = [], env: Environment = {}): Promise<{ text: string; code: number }> {
    const config = readConfig({ SHELLWATCH_DATA_DIR: service.folder, SHELLWATCH_URL: service.url, ...env });
    let [text, code] = ['', 0];
    const shell = { config, client: connect(config), out: (line: string) => (text += line), exitWith: (wanted: number) => (code = wanted) } as unknown as Shell;
    await doctorCommand(shell).parseAsync(args, { from: 'user' });
    return { text, code };
  }

  it('finds nothing where all is well', async () => {
    const { text, code } = await doctor();
    expect(text).toMatch(/✓ database +undamaged/);
    expect(text).toMatch(/✓ master key +opens the stored credentials/);
    expect(text).toMatch(/✓ token +token:admin, admin/);
    expect([code, text.includes('✗')]).toEqual([0, false]);
  });

  it('names what others may read, a misspelt setting, and a service that is not there', async () => {
    chmodSync(path.join(service.folder, 'master-key'), 0o644);
    const { text, code } = await doctor([], { SHELLWATCH_URL: 'http://127.0.0.1:9', SHELLWATCH_POL_INTERVAL: '5s' });
    expect(code).toBe(1);
    expect(text).toMatch(/✗ master-key +others may reach it \(mode 644\)\n +→ chmod 600/);
    expect(text).toContain('SHELLWATCH_POL_INTERVAL is no setting');
    expect(text).toMatch(/✗ service +No service answers at http:\/\/127\.0\.0\.1:9/);
  });

  it('tells a key that is not the one of the database', async () => {
    writeFileSync(path.join(service.folder, 'master-key'), `${Buffer.alloc(32, 3).toString('base64')}\n`);
    const { text, code } = await doctor();
    expect([code, text]).toEqual([1, expect.stringMatching(/✗ database +The master key \S+ is not the one/)]);
  });

  it('tells a token that is not valid', async () => {
    const { text, code } = await doctor([], { SHELLWATCH_TOKEN: 'not-the-token' });
    expect([code, text]).toEqual([1, expect.stringMatching(/✗ service +A valid API token is needed/)]);
  });

  it('looks at what it can before the first start, and without a token', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-doctor-'));
    const first = await doctor([], { SHELLWATCH_DATA_DIR: folder, SHELLWATCH_URL: 'http://127.0.0.1:9' });
    expect([first.code, first.text]).toEqual([1, expect.stringMatching(/✓ database +empty so far\n✗ service +No service answers/)]);
    const strange = await doctor([], { SHELLWATCH_DATA_DIR: folder });
    expect([strange.code, strange.text]).toEqual([1, expect.stringMatching(/✗ service +No token: \S+ can not be read \(ENOENT\)/)]);
    const postgres = await doctor(['--paths'], { SHELLWATCH_DATABASE_URL: 'postgres://sw:not-shown@127.0.0.1:9/x' });
    expect([postgres.code, postgres.text]).toEqual([1, expect.stringMatching(/✗ database +The database postgres:\/\/sw:\*\*\*@127\.0\.0\.1:9\/x can not be opened/)]);
    rmSync(folder, { recursive: true });
  });

  (process.getuid?.() === 0 ? it : it.skip)('tells of files that the service can not read, as they are another user’s (skipped where not root)', async () => {
    chownSync(path.join(service.folder, 'master-key'), 65534, 65534);
    const { text, code } = await doctor();
    expect([code, text]).toEqual([1, expect.stringMatching(/✗ master-key +belongs to another user \(65534\) than its folder \(0\).*\n +→ chown 0 /)]);
  });

  (haveSshd ? it : it.skip)('looks at every server, and with --paths at every step of the way', async () => {
    const sshd = await startSshd();
    try {
      const { username } = sshd.target();
      const { id } = await service.client.createServer({ body: { name: 'web1', host: sshd.host, port: sshd.port, username, auth: { type: 'key', privateKey: sshd.clientKey.privateKey } } });
      await service.client.createServer({ body: { name: 'off', host: '192.0.2.1', username, enabled: false, auth: { type: 'agent' } } });
      await service.reaches(id, 'down host_key_unverified');
      const down = await doctor();
      expect(down.code).toBe(1);
      expect(down.text).toMatch(/✗ web1 +down \(host_key_unverified\).*\n +→ The host key was not accepted yet/);
      expect(down.text).toMatch(/✓ off +paused \(disabled\)/);
      await service.client.acceptHostKey({ params: { id }, body: { fingerprint: sshd.hostKeys[0]?.fingerprint as string } });
      await service.reaches(id, 'up');
      expect(await doctor()).toMatchObject({ code: 0, text: expect.stringMatching(/✓ web1 +up\n/) });
      const { text } = await doctor(['--paths']);
      expect(text).toMatch(/✓ web1 +every step works, \d+ ms, reader \w+/);
      expect(text).toMatch(/✗ off +(dns|tcp|login): /);
    } finally {
      await sshd.stop();
    }
  });
});
