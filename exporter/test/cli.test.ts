import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommanderError, type Command } from 'commander';
import { createProgram, errorText } from '../src/cli/program.ts';
import type { Shell } from '../src/cli/shell.ts';
import { readConfig } from '../src/config.ts';
import { freePort } from './freePort.ts';
import { startTestService, type TestService } from './service.ts';
import { makeSshKey } from './sshKey.ts';

interface Ran {
  out: string;
  error: string;
  code: number;
}

describe('the command line', () => {
  let service: TestService;
  const key = makeSshKey();
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.stop());

  function noExit(command: Command): void {
    command.exitOverride();
    command.commands.forEach(noExit);
  }

  /** Runs a command as `shellwatch …` would; `answers` are what a person types. */
  async function run(args: string[], { answers, stdin = '', token }: { answers?: string[]; stdin?: string; token?: string } = {}): Promise<Ran> {
    const ran: Ran = { out: '', error: '', code: 0 };
    const config = readConfig({ SHELLWATCH_URL: service.url, SHELLWATCH_DATA_DIR: service.folder });
    const shell: Shell = {
      config,
      client: token === undefined ? service.client : service.clientOf(token),
      out: (text) => void (ran.out += text),
      error: (text) => void (ran.error += text),
      exitWith: (code) => void (ran.code = code),
      interactive: answers !== undefined,
      ask: async (question) => {
        ran.error += question;
        return answers?.shift() ?? '';
      },
      stdin: async () => stdin,
    };
    const program = createProgram(shell, '9.9.9', []);
    noExit(program);
    try {
      await program.parseAsync(args, { from: 'user' });
    } catch (error) {
      ran.code = error instanceof CommanderError ? error.exitCode : 1;
      ran.error += errorText(error) ?? (error instanceof CommanderError ? '' : String(error));
    }
    return ran;
  }

  it('imports an ssh_config with what it includes and the keys it names, after a look', async () => {
    const file = path.join(service.folder, 'import', 'config');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(path.join(service.folder, 'import', 'id'), key.privateKey);
    writeFileSync(path.join(service.folder, 'import', 'more'), 'Host behind\n  HostName 127.0.0.31\n  User ops\n  ProxyJump gate\n');
    writeFileSync(file, `Include ${path.join(service.folder, 'import', 'more')}\nHost gate\n  HostName 127.0.0.30\n  User ops\nHost *\n  IdentityFile ${path.join(service.folder, 'import', 'id')}\n`);
    const look = await run(['servers', 'import', file]);
    expect(look.out).toContain('Nothing is saved yet: 2 to create');
    expect((await run(['servers', 'list'])).out).toContain('No servers.');
    const done = await run(['servers', 'import', file], { answers: ['yes'] });
    expect(done.out).toContain('2 created, 0 changed, 0 with problems');
    expect(done.out).not.toContain('PRIVATE KEY');
    expect((await run(['servers', 'export', '--format', 'csv'])).out).toContain('behind,127.0.0.31,22,ops,gate');
    await run(['servers', 'rm', 'behind', '--yes']);
    await run(['servers', 'rm', 'gate', '--yes']);
  });

  it('says what of an ssh_config it could not take along', async () => {
    const file = path.join(service.folder, 'config-with-more');
    writeFileSync(file, 'Host a1\n  HostName 127.0.0.32\n  IdentityFile /no/such/key\nMatch user root\n  User ops\n');
    const { error, out } = await run(['servers', 'import', file]);
    expect(error).toBe('a1: the key /no/such/key is not there.\nMatch user: This Match is not followed: it asks for more than the name of the server.\n');
    expect(out).toMatch(/a1 +error .*no credential/);
  });

  it('takes the keys along that an Ansible inventory names', async () => {
    const file = path.join(service.folder, 'inventory.ini');
    writeFileSync(path.join(service.folder, 'ansible-key'), key.privateKey);
    writeFileSync(file, `[web]\nw1 ansible_host=127.0.0.33 ansible_user=ops ansible_ssh_private_key_file=${path.join(service.folder, 'ansible-key')}\nw2 ansible_host=127.0.0.34 ansible_ssh_private_key_file=/no/such/key\n`);
    const { error, out } = await run(['servers', 'import', file, '--yes']);
    expect(error).toBe('w2: the key /no/such/key is not there.\n');
    expect(out).toContain('1 created, 0 changed, 1 with problems');
    expect((await run(['servers', 'export', '--format', 'csv'])).out).toContain('w1,127.0.0.33,22,ops,,group=web;group_web=true');
    await run(['servers', 'rm', 'w1', '--yes']);
  });

  it('adds, shows, edits, toggles and deletes a server', async () => {
    expect((await run(['servers', 'list'])).out).toContain('No servers.');
    const file = path.join(service.folder, 'id');
    writeFileSync(file, key.privateKey);
    const added = await run(['servers', 'add', 'web1', 'monitor@192.0.2.1:2222', '--key', file, '--tag', 'role=web', '--tag', 'site=b', '--interval', '1m', '--notes', 'first', '--disabled']);
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining('Added web1') });
    const list = await run(['servers', 'list', '--tag', 'role=web']);
    expect(list.out.split('\n')[0]).toMatch(/^NAME +ADDRESS +STATUS +LAST SEEN +TAGS$/);
    expect(list.out).toMatch(/^web1 +monitor@192\.0\.2\.1:2222 +paused \(disabled\) +never +role=web site=b$/m);
    const shown = await run(['--json', 'servers', 'show', 'WEB1']);
    expect(JSON.parse(shown.out)).toMatchObject({ name: 'web1', port: 2222, interval: '1m', notes: 'first', enabled: false, auth: { type: 'key' } });
    expect(shown.out).not.toContain('PRIVATE');
    await run(['servers', 'edit', 'web1', '--name', 'web2', '--port', '22', '--interval', 'default', '--tag', 'role=db']);
    expect((await run(['servers', 'show', 'web2'])).out).toMatch(/^address +monitor@192\.0\.2\.1$/m);
    expect((await run(['servers', 'toggle', 'web2'])).out).toBe('web2 is enabled.\n');
    expect((await run(['servers', 'stop', 'web2'])).out).toBe('web2 is not polled (paused).\n');
    expect((await run(['servers', 'rm', 'web2'], { answers: ['web1'] })).error).toContain('Nothing was deleted.');
    expect(await run(['servers', 'rm', 'web2'], { answers: ['web2'] })).toMatchObject({ code: 0, out: 'Deleted web2.\n' });
  });

  it('takes secrets from prompts, files and standard input, never from arguments', async () => {
    const help = (await run(['servers', 'add', '--help'])).out;
    expect(help).not.toMatch(/--passw\w+ <(?!file)|--passphrase <|--token/);
    expect(await run(['servers', 'add', 'p1', 'u@h', '--password', '--disabled'], { answers: ['typed'] })).toMatchObject({ code: 0 });
    expect(await run(['servers', 'add', 'p2', 'u@h', '--keyboard-interactive', '--disabled'], { stdin: 'piped\n' })).toMatchObject({ code: 0 });
    const locked = makeSshKey({ passphrase: 'open sesame' });
    const add = ['servers', 'add', 'p3', 'u@h', '--key', '-', '--disabled'];
    expect(await run(add, { stdin: locked.privateKey })).toMatchObject({ code: 1, error: expect.stringContaining('auth.passphrase') });
    expect((await run(add, { stdin: locked.privateKey, answers: ['open sesame'] })).error).toBe('Passphrase of the key: ');
    const all = JSON.parse((await run(['--json', 'servers', 'list'])).out) as Array<{ name: string; auth: { type: string; passphraseSet: boolean } }>;
    expect(all.map(({ name, auth }) => `${name} ${auth.type} ${auth.passphraseSet}`)).toEqual(['p1 password false', 'p2 keyboard-interactive false', 'p3 key true']);
  });

  it('says what is wrong in words, with a code for scripts', async () => {
    expect(await run(['servers', 'show', 'nobody'])).toMatchObject({ code: 1, error: expect.stringContaining('No server is named nobody') });
    expect(await run(['servers', 'add', 'a b', 'u@h', '--agent'])).toMatchObject({ code: 1, error: expect.stringMatching(/\(bad_request\)\n {2}name: letters/) });
    expect(await run(['servers', 'add', 'x', 'u@h'])).toMatchObject({ code: 1, error: expect.stringContaining('Name one way to log in') });
    expect(await run(['servers', 'add', 'x', 'h', '--agent'])).toMatchObject({ code: 1, error: expect.stringContaining('Name the user') });
    expect(await run(['servers', 'accept', 'p1'])).toMatchObject({ code: 1, error: expect.stringContaining('has shown no host key yet') });
    expect(await run(['servers', 'lst'])).toMatchObject({ code: 1, error: expect.stringContaining('list') });
    const viewer = await service.token({ name: 'v', role: 'viewer' });
    expect(await run(['tokens', 'list'], { token: viewer })).toMatchObject({ code: 1, error: expect.stringContaining('(forbidden)') });
    expect(await run(['servers', 'list'], { token: 'not-a-token' })).toMatchObject({ code: 1, error: expect.stringContaining('(unauthorized)') });
  });

  it('tries an address before it is added, and saves nothing', async () => {
    const port = await freePort();
    const { out, code } = await run(['servers', 'test', `u@127.0.0.1:${port}`, '--password'], { stdin: 'secret\n' });
    expect(code).toBe(1);
    expect(out).toMatch(/^✓ dns .*127\.0\.0\.1\n✗ tcp .*\n {4}Nothing listens on this port/m);
    expect(out).not.toContain('secret');
    expect(await run(['servers', 'test', 'u@127.0.0.1'])).toMatchObject({ code: 1, error: expect.stringContaining('Name one way to log in') });
    expect((await run(['servers', 'list', '--text', '127.0.0.1'])).out).toContain('No servers.');
  });

  it('makes, lists and revokes tokens; the token itself is all that is printed', async () => {
    const made = await run(['tokens', 'add', 'prometheus', '--role', 'viewer', '--expires-in', '90d']);
    expect(made.out).toMatch(/^shw_[\w-]{43}\n$/);
    expect((await run(['servers', 'list'], { token: made.out.trim() })).code).toBe(0);
    const list = (await run(['tokens', 'list'])).out;
    expect(list).toMatch(/^prometheus +direct +viewer/m);
    expect(list).not.toContain(made.out.trim());
    expect((await run(['tokens', 'revoke', 'prometheus'])).out).toBe('Revoked prometheus.\n');
    expect((await run(['servers', 'list'], { token: made.out.trim() })).code).toBe(1);
    expect(await run(['tokens', 'rm', 'admin'])).toMatchObject({ code: 1, error: expect.stringContaining('(last_admin)') });
  });

  it('shows the audit log', async () => {
    const { out } = await run(['audit', '--action', 'token.', '--limit', '2']);
    expect(out.split('\n')[0]).toMatch(/^TIME +WHO +FROM +WHAT +ON +DETAILS$/);
    expect(out).toMatch(/token:admin +127\.0\.0\.1 +token\.revoke +prometheus/);
  });

  it('imports known_hosts lines', async () => {
    await run(['servers', 'add', 'k1', 'u@known.example', '--agent', '--disabled']);
    const line = `known.example ${makeSshKey().publicKey}\nelsewhere.example ${makeSshKey().publicKey}\n`;
    const { out } = await run(['servers', 'import-known-hosts', '-'], { stdin: line });
    expect(out).toMatch(/^1 +pinned +SHA256:\S+ +k1/m);
    expect(out).toMatch(/^2 +no_server/m);
    expect((await run(['servers', 'host-key', 'k1'])).out).toMatch(/^pinned +ssh-ed25519 SHA256:/m);
    expect((await run(['servers', 'host-key', 'k1', '--forget'])).out).toMatch(/^pinned +none$/m);
  });

  it('prints nothing that a terminal would obey', async () => {
    await service.client.createServer({ body: { name: 't1', host: 'h', username: 'u', enabled: false, notes: '\u001b[2J\u0007gone', auth: { type: 'agent' } } });
    expect((await run(['servers', 'show', 't1'])).out).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it('completes commands in bash', async () => {
    const { out } = await run(['completion', 'bash']);
    const completed = (words: string) => spawnSync('bash', ['-c', `${out}\nCOMP_WORDS=(${words} ""); COMP_CWORD=$((\${#COMP_WORDS[@]}-1)); _shellwatch; echo "\${COMPREPLY[@]}"`], { encoding: 'utf8' });
    expect(completed('shellwatch').stdout).toContain('servers');
    expect(completed('shellwatch servers').stdout).toContain('import-known-hosts');
    expect(completed('shellwatch servers add').stdout).toContain('--passphrase-file');
    expect(completed('shellwatch').stderr).toBe('');
  });
});
