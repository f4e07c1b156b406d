import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ConfigError, readConfig, type Environment } from './config.ts';

const problemsOf = (env: Environment): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  return [];
};
const key = Buffer.alloc(32, 7).toString('base64');

describe('readConfig', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has a default for everything but secrets', () => {
    const config = readConfig({});
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 9850 });
    expect(config.pollInterval).toBe(15_000);
    expect(config.dataDir).toBe(path.resolve('data'));
    expect(config.corsOrigins).toEqual([]);
    expect(config.metricsOpen).toBe(false);
    expect(config.masterKey).toBeUndefined();
  });

  it('names every wrong value at once, with what it should be', () => {
    const problems = problemsOf({
      SHELLWATCH_LISTEN: '127.0.0.1',
      SHELLWATCH_POLL_INTERVAL: '15',
      SHELLWATCH_MAX_LOGINS: '0',
      SHELLWATCH_METRICS_OPEN: 'maybe',
      SHELLWATCH_CORS_ORIGINS: 'https://ok.example, nonsense/',
      SHELLWATCH_TRUSTED_PROXIES: '10.0.0.0/33',
      SHELLWATCH_LOG_LEVEL: 'loud',
    });
    expect(problems).toHaveLength(7);
    expect(problems.join('\n')).toContain('SHELLWATCH_POLL_INTERVAL: "15" should be a duration from 1s to 1h, in');
    expect(problems.join('\n')).toContain('SHELLWATCH_LOG_LEVEL: "loud" should be one of debug, info, warn, error');
  });

  it('never shows the value of a secret', () => {
    const problems = problemsOf({ SHELLWATCH_MASTER_KEY: 'hunter2hunter2', SHELLWATCH_ADMIN_TOKEN: 'pass word', SHELLWATCH_DATABASE_URL: 'mysql://u:hunter2@h/d' });
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).not.toMatch(/hunter2|pass word/);
    const config = readConfig({ SHELLWATCH_MASTER_KEY: key, SHELLWATCH_ADMIN_TOKEN: 'a-long-token' });
    expect(JSON.stringify(config)).not.toMatch(/a-long-token|BwcHBw/);
    expect(config.masterKey?.reveal()).toBe(key);
  });

  it('reads a secret from a file, without its last newline', () => {
    const file = path.join(folder, 'token');
    writeFileSync(file, 'from-a-file\n');
    expect(readConfig({ SHELLWATCH_ADMIN_TOKEN_FILE: file }).adminToken?.reveal()).toBe('from-a-file');
    expect(problemsOf({ SHELLWATCH_ADMIN_TOKEN_FILE: file, SHELLWATCH_ADMIN_TOKEN: 'given-twice' })).toEqual(['SHELLWATCH_ADMIN_TOKEN and SHELLWATCH_ADMIN_TOKEN_FILE are both set; keep one']);
    expect(problemsOf({ SHELLWATCH_ADMIN_TOKEN_FILE: path.join(folder, 'none') })[0]).toContain('can not be read (ENOENT)');
  });

  it('takes an empty variable as unset, and tells of names it does not know', () => {
    const config = readConfig({ SHELLWATCH_LISTEN: '', SHELLWATCH_POLL_INTERVALL: '1s', SHELLWATCH_PORT_9850_TCP: 'tcp://10.0.0.1:9850', PATH: '/bin' });
    expect(config.listen.port).toBe(9850);
    expect(config.unknown).toEqual(['SHELLWATCH_POLL_INTERVALL']);
  });

  it.each([
    ['[::1]:9850', { host: '::1', port: 9850 }],
    [':9850', { host: '::', port: 9850 }],
    ['localhost:0', { host: 'localhost', port: 0 }],
  ])('listens on %s', (text, address) => {
    expect(readConfig({ SHELLWATCH_LISTEN: text }).listen).toEqual(address);
  });
});
