import { describe, expect, it } from '@jest/globals';
import { Failure } from './errors.ts';
import { createLog } from './log.ts';

function lines() {
  const written: string[] = [];
  return { written, log: createLog('info', { write: (line: string) => void written.push(line) }) };
}

describe('createLog', () => {
  it('writes one JSON line with level, time and text', () => {
    const { written, log } = lines();
    log.info({ server: 'web1', state: 'up' }, 'server is up');
    expect(JSON.parse(written[0] as string)).toMatchObject({ level: 'info', server: 'web1', state: 'up', msg: 'server is up', time: expect.stringMatching(/Z$/) });
  });

  it('shows no secret, however deep the record that holds it', () => {
    const { written, log } = lines();
    log.warn({ password: 'hunter2', server: { auth: { password: 'hunter2' } }, request: { body: { auth: 'hunter2' }, headers: { authorization: 'hunter2' } } }, 'mistake');
    log.error({ err: new Failure('unprocessable', { message: 'bad key', details: { privateKey: 'hunter2' } }) }, 'failed');
    expect(written.join('')).not.toContain('hunter2');
    expect(JSON.parse(written[1] as string)).toMatchObject({ err: { message: 'bad key', code: 'unprocessable' } });
  });
});
