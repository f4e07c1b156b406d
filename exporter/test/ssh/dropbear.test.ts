import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { haveDropbear, startDropbear, type Dropbear } from '../dropbear.ts';
import { descendants, until } from '../processes.ts';
import { startFakeServer } from '../fakeServer.ts';
import { failureOf, fastFiles, open, soon } from './open.ts';

(haveDropbear ? describe : describe.skip)('a dropbear server (as root, with a throwaway user)', () => {
  let dropbear: Dropbear;
  beforeAll(async () => {
    dropbear = await startDropbear();
  });
  afterAll(() => dropbear.stop());

  it('is read like any other, and no process stays', async () => {
    const session = await open(dropbear.target());
    expect(await session.prepare(soon(20_000))).toBe('perl');
    for (let round = 0; round < 3; round += 1) {
      expect((await session.read({ files: fastFiles, links: [] }, soon())).files.size).toBe(
        fastFiles.filter((file) => existsSync(file)).length
      );
    }
    expect(await session.exec("sh -c 'cat; exit 3'", { stdin: 'x', timeoutMs: 5000 })).toMatchObject({
      exitCode: 3,
      stdout: Buffer.from('x'),
    });
    await session.close();
    await until(() => descendants(dropbear.pid).length === 0, 'its processes to end');
  });

  it('ends a command at its deadline', async () => {
    const session = await open(dropbear.target());
    expect(await failureOf(session.exec('sleep 417', { timeoutMs: 400 }))).toMatchObject({ reason: 'timeout' });
    await until(() => !descendants(dropbear.pid).some((one) => one.name === 'sleep'), 'sleep to end');
    await session.close();
  });

  it('asks for a person when its key is unknown, and tells a refused login', async () => {
    expect(await failureOf(open(dropbear.target({ pinned: [] })))).toMatchObject({ reason: 'host_key_unverified' });
    const wrong = dropbear.target({ credential: { type: 'password', password: 'wrong' } });
    expect(await failureOf(open(wrong))).toMatchObject({ reason: 'auth_failed' });
  });

  it('is a jump server, with its own words for failures', async () => {
    const inner = await startFakeServer();
    const jump = await open(dropbear.target());
    const session = await open(inner.target(), { jump });
    expect((await session.read({ files: ['/proc/uptime'], links: [] }, soon())).files.size).toBe(1);
    await session.close();
    await inner.stop();
    expect((await failureOf(open(inner.target(), { jump, deadlineMs: 5000 }))).reason).toMatch(
      /refused|unreachable|closed/
    );
    await jump.close();
  });
});
