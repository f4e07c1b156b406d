import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { makeSshKey } from '../../test/sshKey.ts';
import { knownHostLine, knownKeys, parseKnownHosts } from './knownHosts.ts';

const key = makeSshKey({ comment: '' }).publicKey.split(' ').slice(0, 2).join(' ');
const other = makeSshKey({ type: 'rsa', comment: '' }).publicKey.split(' ').slice(0, 2).join(' ');
const found = (text: string, host: string, port = 22) => {
  const keys = knownKeys(parseKnownHosts(text).hosts, host, port);
  return { pinned: keys.pinned.length, revoked: keys.revoked.length };
};

describe('parseKnownHosts', () => {
  it('finds names, several in a line, other ports, patterns and exceptions', () => {
    const text = `# mine\n\nweb1,192.0.2.1 ${key}\n[db]:2222 ${other} comment here\n*.lan,!odd.lan ${key}\n`;
    expect(found(text, 'web1')).toEqual({ pinned: 1, revoked: 0 });
    expect(found(text, 'WEB1')).toEqual({ pinned: 1, revoked: 0 });
    expect(found(text, '192.0.2.1')).toEqual({ pinned: 1, revoked: 0 });
    expect(found(text, 'web1', 2222)).toEqual({ pinned: 0, revoked: 0 });
    expect(found(text, 'db', 2222)).toEqual({ pinned: 1, revoked: 0 });
    expect(found(text, 'db')).toEqual({ pinned: 0, revoked: 0 });
    expect(found(text, 'a.lan')).toEqual({ pinned: 1, revoked: 0 });
    expect(found(text, 'odd.lan')).toEqual({ pinned: 0, revoked: 0 });
    expect(found(text, 'axlan')).toEqual({ pinned: 0, revoked: 0 });
  });

  it('finds names that ssh-keygen -H hashed', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-known-'));
    try {
      const file = path.join(folder, 'known_hosts');
      writeFileSync(file, `web1 ${key}\n[db.example.com]:2222 ${other}\n`);
      execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'pipe' });
      const text = readFileSync(file, 'utf8');
      expect(text).not.toContain('web1');
      expect(found(text, 'web1')).toEqual({ pinned: 1, revoked: 0 });
      expect(found(text, 'db.example.com', 2222)).toEqual({ pinned: 1, revoked: 0 });
      expect(found(text, 'web2')).toEqual({ pinned: 0, revoked: 0 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keeps markers apart: a revoked key and an authority are never pinned', () => {
    const text = `@revoked * ${key}\n@cert-authority *.lan ${other}\nweb.lan ${other}\n`;
    expect(found(text, 'web.lan')).toEqual({ pinned: 1, revoked: 1 });
    expect(parseKnownHosts(text).hosts.map((one) => one.marker)).toEqual(['revoked', 'cert-authority', 'none']);
  });

  it('tells lines that are none, by number', () => {
    const { hosts, problems } = parseKnownHosts(
      `web1 ${key}\nnonsense\nweb2 ssh-rsa ${key.split(' ')[1]}\n@new web3 ${key}\n`
    );
    expect(hosts).toHaveLength(1);
    expect(problems.map((problem) => problem.line)).toEqual([2, 3, 4]);
  });
});

describe('knownHostLine', () => {
  it('is what it reads', () => {
    const [pinned] = knownKeys(parseKnownHosts(`web1 ${key}`).hosts, 'web1', 22).pinned;
    expect(pinned && knownHostLine('web1', 22, pinned)).toBe(`web1 ${key}`);
    expect(pinned && knownHostLine('Web1', 2222, pinned)).toBe(`[web1]:2222 ${key}`);
  });
});
