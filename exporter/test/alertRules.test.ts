import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const promtool = '/usr/bin/promtool';
const rules = path.resolve(import.meta.dirname, '../../prometheus/rules');
const here = existsSync(promtool);
if (!here) {
  console.warn('Tests of the Prometheus rules are skipped: promtool is not here');
}

const run = (...args: string[]): string => {
  try {
    return execFileSync(promtool, args, { encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return `${stdout}${stderr}`;
  }
};

(here ? describe : describe.skip)('rules for Prometheus', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-rules-'));
    cpSync(rules, folder, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const test = () => run('test', 'rules', path.join(folder, 'tests/shellwatch.yml'));

  it('are taken by promtool', () => {
    expect(run('check', 'rules', path.join(rules, 'shellwatch.yml'))).toMatch(/SUCCESS: \d+ rules found/);
  });
  it('fire, stay quiet, reset, let go of what is gone and never fire without a limit, each check', () => {
    expect(test()).toContain('SUCCESS');
  });
  it.each([
    ['the comparison', '==', '!='],
    ['the hysteresis', 'and on (instance, item, severity) ALERTS', 'and on (instance, item, severity) NOTHING'],
    ['the side of the limit', ') > max', ') < max'],
  ])('fail their tests when %s is broken', (_what, from, to) => {
    const file = path.join(folder, 'shellwatch.yml');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.replaceAll(from, to));
    const said = test();
    writeFileSync(file, whole);
    expect(said).toContain('FAILED');
  });
});
