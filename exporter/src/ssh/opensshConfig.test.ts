import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseDestination, personHost } from './opensshConfig.ts';

describe('parseDestination', () => {
  it.each([
    ['web1', { user: undefined, host: 'web1', port: undefined }],
    ['me@web1', { user: 'me', host: 'web1', port: undefined }],
    ['me@web1:2222', { user: 'me', host: 'web1', port: 2222 }],
    ['ssh://me@web1:2222/', { user: 'me', host: 'web1', port: 2222 }],
    ['me@corp@web1', { user: 'me@corp', host: 'web1', port: undefined }],
    ['me@[2001:db8::1]:2222', { user: 'me', host: '2001:db8::1', port: 2222 }],
    ['2001:db8::1', { user: undefined, host: '2001:db8::1', port: undefined }],
  ])('%s', (text, expected) => {
    expect(parseDestination(text)).toEqual(expected);
  });
  it('refuses what would be an option', () => {
    expect(() => parseDestination('-oProxyCommand=x')).toThrow();
    expect(() => parseDestination('')).toThrow();
  });
});

describe('personHost', () => {
  let home: string;
  const person = () => ({ name: 'me', home });
  const config = (text: string, file = 'config') => {
    mkdirSync(path.dirname(path.join(home, '.ssh', file)), { recursive: true });
    writeFileSync(path.join(home, '.ssh', file), text);
  };
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'shellwatch-person-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('is plain without a configuration', async () => {
    expect(await personHost('web1', person())).toMatchObject({
      host: 'web1',
      port: 22,
      user: 'me',
      jumps: [],
      acceptNew: false,
    });
    expect((await personHost('web1', person())).identityFiles[0]).toBe(path.join(home, '.ssh', 'id_ed25519'));
  });

  it('takes what ssh would take, the first value first', async () => {
    config(
      'Host web*\n  HostName %h.example.com\n  Port 2222\n  User deploy\n  IdentityFile ~/.ssh/%r_key\n  IdentitiesOnly yes\n  UserKnownHostsFile ~/a ~/b\n\nHost *\n  Port 22\n  ProxyJump bastion,admin@second:23\n  IdentityAgent ~/agent.sock\n'
    );
    expect(await personHost('web7', person())).toMatchObject({
      host: 'web7.example.com',
      port: 2222,
      user: 'deploy',
      identityFiles: [path.join(home, '.ssh/deploy_key')],
      identitiesOnly: true,
      identityAgent: path.join(home, 'agent.sock'),
      jumps: ['bastion', 'admin@second:23'],
    });
    expect((await personHost('web7', person())).knownHostsFiles.slice(0, 2)).toEqual([
      path.join(home, 'a'),
      path.join(home, 'b'),
    ]);
    expect(await personHost('root@web7:99', person())).toMatchObject({ user: 'root', port: 99 });
  });

  it('follows Include, relative, with wildcards, inside and outside of sections', async () => {
    config('Include conf.d/*.conf\nHost *\n  User last\n');
    config('Host a\n  Port 1\n', 'conf.d/1.conf');
    config('Host b\n  User second\n', 'conf.d/2.conf');
    expect(await personHost('a', person())).toMatchObject({ port: 1, user: 'last' });
    expect(await personHost('b', person())).toMatchObject({ port: 22, user: 'second' });
  });

  it('reads the old way to jump, and tells of a command it will not run', async () => {
    config(
      'Host old\n  ProxyCommand ssh -W %h:%p bastion\nHost odd\n  ProxyCommand nc -X 5 %h %p\nMatch exec "touch /tmp/never"\n  User evil\n'
    );
    expect(await personHost('old', person())).toMatchObject({ jumps: ['bastion'], proxyCommand: undefined });
    expect(await personHost('odd', person())).toMatchObject({ jumps: [], proxyCommand: 'nc -X 5 %h %p', user: 'me' });
  });
});
