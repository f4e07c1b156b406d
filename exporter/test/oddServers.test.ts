import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { LogSourceInput } from '../../contract/logSource.ts';
import { systemClock } from '../src/clock.ts';
import { execute } from '../src/fleet/commands/execute.ts';
import { follow } from '../src/fleet/logs/follow.ts';
import { readLines } from '../src/fleet/logs/readLines.ts';
import { openSession } from '../src/ssh/connect.ts';
import type { Session } from '../src/ssh/session.ts';
import { createBusyboxRoot, type BusyboxRoot } from './busyboxRoot.ts';
import { until } from './processes.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from './systemUser.ts';

const server = { id: 's1', name: 'odd' };

/** What commands and logs have to do on any server; `folder` is where files are made, `there` what the server calls it. */
function worksLikeAnywhere(here: () => { session: Session; folder: string; there: string }): void {
  const sourceOf = (name: string) => ({ id: 'l1', definition: LogSourceInput.parse({ name: 'app', serverId: 's1', type: 'file', path: path.join(here().there, name) }) });
  const script = (text: string, changes = {}) => ({ interpreter: 'sh' as const, text, values: { V: `ä'b"$(id)` }, sudo: false, timeoutMs: 20_000, maxOutput: 65_536, ...changes });
  const run = (text: string, signal = new AbortController().signal) => execute(here().session, script(text), { clock: systemClock, signal });

  it('runs commands, passes values, ends what is cancelled', async () => {
    expect(await run('printf %s "$V"; echo bad >&2; exit 7')).toMatchObject({ exitCode: 7, stdout: `ä'b"$(id)`, stderr: 'bad\n' });
    const cancel = new AbortController();
    const began = Date.now();
    const going = run('sleep 60', cancel.signal);
    setTimeout(() => cancel.abort(), 300);
    expect(await going).toMatchObject({ end: 'cancelled' });
    expect(Date.now() - began).toBeLessThan(15_000);
  });

  it('reads the end of logs, of rotated and gzip ones, and says what is not there', async () => {
    const { folder, session } = here();
    const line = (second: number, text: string) => `2026-11-23T10:00:0${second}Z ${text}\n`;
    writeFileSync(path.join(folder, 'r.log.2.gz'), gzipSync(line(1, 'INFO first')));
    writeFileSync(path.join(folder, 'r.log.1'), line(2, 'INFO second'));
    writeFileSync(path.join(folder, 'r.log'), line(3, 'ERROR Zürich'));
    const read = (name: string) => readLines(session, sourceOf(name), server, { lines: 10, rotated: true, maxBytes: 1 << 20 }, AbortSignal.timeout(20_000), Date.now);
    expect((await read('r.log')).lines.map(({ message, level }) => [message, level])).toEqual([['INFO first', 'info'], ['INFO second', 'info'], ['ERROR Zürich', 'error']]);
    expect((await read('none.log')).problems).toMatchObject([{ code: 'missing' }]);
    expect((await read('')).problems).toMatchObject([{ code: 'directory' }]);
  });

  it('follows a log through a rotation', async () => {
    const { folder, session } = here();
    const file = path.join(folder, 'f.log');
    writeFileSync(file, 'old\n');
    const heard: string[] = [];
    let stands = false;
    const following = await follow({
      session, source: sourceOf('f.log'), server, from: [], clock: systemClock,
      onNews(news) {
        heard.push(...news.lines.map((one) => one.message));
        stands = stands || news.positions.length > 0;
      },
    });
    await until(() => stands, 'the follower to stand at the end', 15_000);
    appendFileSync(file, 'Zürich – one\n');
    await until(() => heard.length === 1, 'the first line', 15_000);
    renameSync(file, `${file}.1`);
    writeFileSync(file, 'two\n');
    await until(() => heard.length === 2, 'the line in the new file', 15_000);
    expect(heard).toEqual(['Zürich – one', 'two']);
    await following.close();
  }, 60_000);
}

const localedef = mkdtempSync(path.join(tmpdir(), 'shellwatch-locale-'));
const haveGerman = haveSshd && spawnSync('localedef', ['-i', 'de_DE', '-f', 'UTF-8', path.join(localedef, 'de_DE.UTF-8')]).error === undefined && existsSync(path.join(localedef, 'de_DE.UTF-8'));
afterAll(() => rmSync(localedef, { recursive: true, force: true }));

(haveGerman ? describe : describe.skip)('commands and logs in a German locale (skipped where localedef makes none)', () => {
  let sshd: Sshd;
  let session: Session;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-german-'));
    sshd = await startSshd({ logLevel: 'ERROR', config: [`SetEnv LOCPATH=${localedef} LC_ALL=de_DE.UTF-8 LANGUAGE=de SHLVL=1`] });
    session = await openSession(sshd.target(), { clock: systemClock, deadlineMs: 20_000 });
  });
  afterAll(async () => {
    await session?.close();
    await sshd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  worksLikeAnywhere(() => ({ session, folder, there: folder }));

  it('what commands say is in English, also where LANGUAGE asks for another language', async () => {
    const run = { interpreter: 'sh' as const, text: 'printf "[%s] " "$LANGUAGE"; ls /nowhere 2>&1', values: {}, sudo: false, timeoutMs: 20_000, maxOutput: 65_536 };
    const { stdout } = await execute(session, run, { clock: systemClock, signal: new AbortController().signal });
    expect(stdout).toMatch(/^\[\] ls: cannot access '?\/nowhere'?: No such file or directory\n$/);
  });
});

const busybox: BusyboxRoot | undefined = haveSshd && canMakeUsers ? createBusyboxRoot({ applets: true }) : undefined;

(busybox === undefined ? describe.skip : describe)('commands and logs in a chroot with nothing but busybox (skipped where it can not be made)', () => {
  const root = busybox as BusyboxRoot;
  let user: SystemUser;
  let sshd: Sshd;
  let session: Session;
  beforeAll(async () => {
    user = createSystemUser('/bin/sh');
    sshd = await startSshd({ user: user.name, logLevel: 'ERROR', config: [`ChrootDirectory ${root.path}`] });
    session = await openSession(sshd.target(), { clock: systemClock, deadlineMs: 20_000 });
  });
  afterAll(async () => {
    await session?.close();
    await sshd?.stop();
    user?.remove();
    root.remove();
  });
  worksLikeAnywhere(() => ({ session, folder: root.path, there: '/' }));
});
