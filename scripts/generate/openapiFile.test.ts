import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openapiFile } from './openapiFile.ts';

describe('docs/openapi.json', () => {
  it('has no finding by the recommended rules of redocly', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-openapi-'));
    const [file] = await openapiFile();
    writeFileSync(path.join(folder, 'openapi.json'), file?.text ?? '');
    const redocly = path.resolve(import.meta.dirname, '../../node_modules/.bin/redocly');
    const { stdout, stderr, status } = spawnSync(redocly, ['lint', '--format=summary', path.join(folder, 'openapi.json')], { encoding: 'utf8', env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' } });
    rmSync(folder, { recursive: true });
    expect([status, `${stdout}${stderr}`]).toEqual([0, expect.not.stringContaining('warning')]);
  });
});
