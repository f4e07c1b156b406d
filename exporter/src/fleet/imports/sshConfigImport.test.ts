import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fromSshConfig } from './sshConfigImport.ts';

describe('fromSshConfig', () => {
  it('takes the first value of each setting, from the sections that match: ssh_config(5)', () => {
    const rows = fromSshConfig(`
port 2200
Host web? !web9 *.corp
  user deploy
Host web1 web9 "db1.corp"
  HostName %h.example.com
  Port 22
  IdentityFile ~/.ssh/a
  IdentityFile ~/.ssh/b
Host *
  User anybody
  ProxyJump none
`);
    expect(rows).toEqual([
      expect.objectContaining({ name: 'web1', host: 'web1.example.com', port: 2200, username: 'deploy', jumpName: null, identityFile: '~/.ssh/a' }),
      expect.objectContaining({ name: 'web9', username: 'anybody' }),
      expect.objectContaining({ name: 'db1.corp', username: 'deploy' }),
    ]);
  });

  it('runs nothing, whatever the text asks for, and says what it did not follow', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-import-'));
    const mark = path.join(folder, 'mark');
    const rows = fromSshConfig(`Match exec "touch ${mark}"\n  User evil\nHost a\n  CanonicalizeHostname yes\n  CanonicalDomains invalid\n  HostName 192.0.2.1\nMatch originalhost a\n  User fine\n`);
    expect(existsSync(mark)).toBe(false);
    expect(rows).toEqual([
      expect.objectContaining({ name: expect.stringContaining('Match exec'), problem: expect.stringContaining('not followed') }),
      expect.objectContaining({ name: 'a', host: '192.0.2.1', username: 'fine' }),
    ]);
    rmSync(folder, { recursive: true });
  });

  it('goes through the last hop, which goes through the ones before', () => {
    const rows = fromSshConfig('Host outer\nHost inner\n  ProxyJump ops@outer:2222\nHost deep\n  ProxyJump outer,ssh://inner\nHost wrong\n  ProxyJump inner,outer\nHost six\n  ProxyJump me@[2001:db8::1]:22\n');
    expect(rows.map(({ name, jumpName, problem }) => [name, jumpName, problem?.slice(0, 30)])).toEqual([
      ['outer', undefined, undefined],
      ['inner', 'outer', undefined],
      ['deep', 'inner', undefined],
      ['wrong', 'outer', 'ProxyJump inner,outer: outer i'],
      ['six', '2001-db8-1', undefined],
    ]);
  });

  it('is quick with thousands of hosts, and with patterns made to be slow', () => {
    const hosts = Array.from({ length: 10_000 }, (_, index) => `Host h${index}\n  HostName 192.0.2.1\n  User u\n`).join('');
    const slow = `Host ${'*a'.repeat(40)}b\n  User x\nHost ${'a'.repeat(200)}\n`;
    const began = performance.now();
    expect(fromSshConfig(hosts + slow)).toHaveLength(10_001);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
