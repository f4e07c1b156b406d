import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { perlText, shText } from './runText.ts';
import { runOf, runTree, shellNames, which, type RunTree, type Shell } from './runTree.ts';

describe('the run that asks filesystems', () => {
  let tree: RunTree;
  beforeAll(() => {
    tree = runTree();
  });
  afterAll(() => tree.remove());

  /** The same run, which loses patience after two seconds instead of three. */
  const hasty = (text: string) => text.replace('sleep 3', 'sleep 2').replace('undef, undef, 3', 'undef, undef, 2');
  /** A stat that hangs on one path, and fails on another. */
  const fake = () => {
    const file = path.join(tree.folder, 'stat');
    writeFileSync(
      file,
      `#!${which('dash')}
shift 3
for p; do case $p in *hang*) exec sleep 100 ;; *denied*) echo "stat: cannot read file system information for '$p': Permission denied" ;; *) echo "4096 10 5 4 100 90 $p" ;; esac; done\n`
    );
    chmodSync(file, 0o755);
    return { stat: file };
  };
  /** A killed process ends when it is next scheduled; here and there it stays a zombie for a while. */
  const ended = async (pid: string) => {
    const state = () => (existsSync(`/proc/${pid}/stat`) ? readFileSync(`/proc/${pid}/stat`, 'utf8') : ' Z ');
    while (!state().includes(' Z ')) {
      await setTimeout(20);
    }
  };
  const linesIn = (shell: Shell, script: string, args: readonly string[]) =>
    tree
      .inShell(shell, 'none', shText(script, args), fake())
      .split('\n')
      .filter((line) => line !== '')
      .sort();
  const ask = (shell: Shell, ...args: string[]) => linesIn(shell, runOf('filesystem').script, args);

  it.each(shellNames)('%s asks all at once', (shell) => {
    expect(ask(shell, '0', '/', '0', "/it's a disk", '0', '/denied')).toEqual([
      '4096 10 5 4 100 90 /',
      "4096 10 5 4 100 90 /it's a disk",
      "stat: cannot read file system information for '/denied': Permission denied",
    ]);
  });

  it.each(shellNames)('%s asks those that can not hang first, unwatched', (shell) => {
    const noSleep = runOf('filesystem').script.replace('sleep 3', 'exit 9');
    expect(linesIn(shell, noSleep, ['-', '/', '-', '/it\'s "a" $disk', '-', '/denied'])).toEqual([
      '4096 10 5 4 100 90 /',
      `4096 10 5 4 100 90 /it's "a" $disk`,
      "stat: cannot read file system information for '/denied': Permission denied",
    ]);
    expect(ask(shell, '-', '/', '4711', '/hang', '0', '/data')).toEqual([
      '4096 10 5 4 100 90 /',
      '4096 10 5 4 100 90 /data',
      'timeout 4711 /hang',
    ]);
  });

  it.each(['dash', 'busybox'] as const)('%s loses only the mount that hangs', async (shell) => {
    const lines = linesIn(shell, hasty(runOf('filesystem').script), ['0', '/', '0', '/hang', '0', '/data']);
    // The fake one writes each line at once, so that what it knew before it hung is told twice.
    const [root, data, hang] = [...new Set(lines)];
    expect([root, data]).toEqual(['4096 10 5 4 100 90 /', '4096 10 5 4 100 90 /data']);
    expect(hang).toMatch(/^timeout \d+ \/hang$/);
    await ended(hang?.split(' ')[1] ?? '');
  });

  it.each(shellNames)('%s sends no second process after one that is stuck, and asks again once it is free', (shell) => {
    expect(ask(shell, '4711', '/hang', '4712', '/free', '9999', '/gone', '0', '/')).toEqual([
      '4096 10 5 4 100 90 /',
      '4096 10 5 4 100 90 /free',
      '4096 10 5 4 100 90 /gone',
      'timeout 4711 /hang',
    ]);
  });

  it('dash has nothing to ask where there are no mounts', () => {
    expect(ask('dash')).toEqual([]);
  });

  const inPerl = (text: string) =>
    tree
      .inPerl(text, tree.folder)
      .split('\n')
      .filter((line) => line !== '')
      .sort();

  it('perl asks the kernel itself', () => {
    const run = runOf('filesystem');
    const [root, none] = inPerl(perlText(run.perl ?? '', ['-', '/', '0', '/no such/mount']));
    const [bsize, blocks] = (root ?? '').split(' ');
    const [said = ''] = execFileSync('stat', ['-f', '-c', '%s %b', '/'], { encoding: 'utf8' }).split('\n');
    expect(`${bsize} ${blocks}`).toBe(said);
    expect(root).toMatch(/^(\d+ ){6}\/$/);
    expect(none).toBe("stat: '/no such/mount': No such file or directory");
  });

  it('perl asks stat where it does not know the machine, and loses only the mount that hangs', () => {
    fake();
    const elsewhere = hasty(runOf('filesystem').perl ?? '')
      .replace('x86_64 => 137', 'vax => 1')
      .replace('aarch64 => 43', 'pdp => 1');
    const lines = inPerl(perlText(elsewhere, ['0', '/hang', '4711', '/stuck', '4712', '/free', '0', '/']));
    expect(lines.slice(0, 2)).toEqual(['4096 10 5 4 100 90 /', '4096 10 5 4 100 90 /free']);
    expect(lines).toContain('timeout 4711 /stuck');
    expect(lines).toContainEqual(expect.stringMatching(/^timeout \d+ \/hang$/));
  });
});
