import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const units = path.resolve(import.meta.dirname, '../../deploy/systemd');
const have = spawnSync('systemd-analyze', ['--version']).status === 0;

(have ? describe : describe.skip)('the shipped systemd units (skipped where there is no systemd-analyze)', () => {
  it('are understood by systemd, without a warning', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-units-'));
    const names = readdirSync(units);
    for (const name of names) {
      // Only what is not installed here takes the place of what is.
      const text = readFileSync(path.join(units, name), 'utf8').replaceAll('/opt/shellwatch/node_modules/.bin/node', process.execPath);
      writeFileSync(path.join(folder, name), text);
    }
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...names.map((name) => path.join(folder, name))], { encoding: 'utf8' });
    // Users and manual pages of other units of this machine are not ours to judge.
    const ours = `${stdout}${stderr}`.split('\n').filter((line) => /shellwatch/.test(line));
    expect([status, ours]).toEqual([0, []]);
    const broken = path.join(folder, 'broken.service');
    writeFileSync(broken, '[Service]\nExecStart=/nowhere/at/all\nNoSuchSetting=yes\n');
    expect(spawnSync('systemd-analyze', ['verify', broken], { encoding: 'utf8' }).stderr).toContain('NoSuchSetting');
    rmSync(folder, { recursive: true });
  });

  it('shut the service in: an exposure of 2.0 or less of 10', () => {
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', path.join(units, 'shellwatch.service')], { encoding: 'utf8' });
    expect(Number(/exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1])).toBeLessThanOrEqual(2);
  });
});
