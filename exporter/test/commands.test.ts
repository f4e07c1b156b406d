import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { systemClock } from '../src/clock.ts';
import { execute, type ExecuteOptions, type Script } from '../src/fleet/commands/execute.ts';
import { openSession } from '../src/ssh/connect.ts';
import type { Session } from '../src/ssh/session.ts';
import { until } from './processes.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from './systemUser.ts';

const describeSshd = haveSshd ? describe : describe.skip;
const describeSudo = haveSshd && canMakeUsers && existsSync('/usr/bin/sudo') ? describe : describe.skip;

const script = (text: string, changes: Partial<Script> = {}): Script => ({ interpreter: 'sh', text, values: {}, sudo: false, timeoutMs: 20_000, maxOutput: 65_536, ...changes });
const options = (changes: Partial<ExecuteOptions> = {}): ExecuteOptions => ({ clock: systemClock, signal: new AbortController().signal, ...changes });
const open = (sshd: Sshd, user?: string) => openSession(sshd.target(user === undefined ? {} : { username: user }), { clock: systemClock, deadlineMs: 20_000 });

/** Command lines of every process of this machine, as ps shows them. */
const commandLines = (): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    });
/** A nap nobody else takes: left-overs of another run must not count. */
const nap = (seconds: number): string => `sleep ${seconds}.${process.pid}`;
const running = (word: string): boolean => commandLines().some((line) => line.includes(word) && !line.includes('jest'));

describeSshd('execute on a real sshd', () => {
  let sshd: Sshd;
  let session: Session;
  beforeAll(async () => {
    sshd = await startSshd({ logLevel: 'ERROR' });
    session = await open(sshd);
  });
  afterAll(async () => {
    await session?.close();
    await sshd.stop();
  });

  it('gives output, errors and exit code, and passes values as environment, whatever is in them', async () => {
    const value = `a'b"c $(touch /tmp/never) \`id\` \\n ü 日本\nsecond line!`;
    const outcome = await execute(session, script('printf %s "$VALUE"; echo bad >&2; exit 7', { values: { VALUE: value } }), options());
    expect(outcome).toMatchObject({ end: 'exited', exitCode: 7, stdout: value, stderr: 'bad\n', error: null, truncated: false });
  });

  it('a script that reads its standard input gets nothing, and not the rest of itself', async () => {
    const outcome = await execute(session, script('read line; echo "[$line]"; cat; echo end'), options());
    expect(outcome.stdout).toBe('[]\nend\n');
  });

  it.each([
    ['perl', 'print "v=$ENV{V}\\n"; exit 3;'],
    ['python3', 'import os, sys\nprint("v=" + os.environ["V"])\nsys.exit(3)'],
    ['bash', 'a=(v "$V"); echo "${a[0]}=${a[1]}"; exit 3'],
    ['awk', 'BEGIN { print "v=" ENVIRON["V"]; exit 3 }'],
  ] as const)('runs %s', async (interpreter, text) => {
    expect(await execute(session, script(text, { interpreter, values: { V: 'x' } }), options())).toMatchObject({ stdout: 'v=x\n', exitCode: 3 });
  });

  it('a cancel ends the whole process group', async () => {
    const cancel = new AbortController();
    const going = execute(session, script(`${nap(7771)} & ${nap(7772)} | cat; echo late`), options({ signal: cancel.signal }));
    await until(() => running(nap(7771)) && running(nap(7772)), 'the script runs');
    cancel.abort();
    expect(await going).toMatchObject({ end: 'cancelled', exitCode: null, error: 'cancelled' });
    await until(() => !running(`.${process.pid}`), 'its processes are gone');
  });

  it('a timeout does the same, also to a script that ignores TERM', async () => {
    const outcome = await execute(session, script(`trap "" TERM; echo on; ${nap(7773)}; ${nap(7774)}`, { timeoutMs: 500 }), options());
    expect(outcome).toMatchObject({ end: 'timeout', exitCode: null, stdout: 'on\n' });
    await until(() => !running(`.${process.pid}`), 'its processes are gone');
  }, 30_000);

  it('endless output is cut at the cap and ended', async () => {
    const outcome = await execute(session, script('while :; do echo 0123456789; done', { maxOutput: 10_000 }), options());
    expect(outcome).toMatchObject({ truncated: true, exitCode: null });
    expect(outcome.stdout.length).toBe(10_000);
    expect(outcome.error).toContain('more output than 10000 bytes');
  });

  it('shows output as it comes', async () => {
    const seen: string[] = [];
    await execute(session, script('echo one; echo two >&2; echo three'), options({ onOutput: (text, stream) => seen.push(`${stream}:${text}`) }));
    expect(seen.join('')).toContain('stdout:one');
    expect(seen.filter((text) => text.startsWith('stderr')).join('')).toBe('stderr:two\n');
  });
});

describeSudo('sudo on a real sshd', () => {
  const secret = 'Zx9-sudo-secret-41';
  const rule = '/etc/sudoers.d/shellwatch-test';
  let user: SystemUser;
  let sshd: Sshd;
  let session: Session;
  beforeAll(async () => {
    user = createSystemUser('/bin/bash', { password: secret });
    sshd = await startSshd({ user: user.name, logLevel: 'ERROR' });
    session = await open(sshd, user.name);
  });
  afterAll(async () => {
    await session?.close();
    await sshd.stop();
    rmSync(rule, { force: true });
    user.remove();
  });
  const allow = (line: string) => {
    writeFileSync(rule, `Defaults:${user.name} !lecture\n${user.name} ALL=(ALL) ${line}\n`, { mode: 0o440 });
    execFileSync('visudo', ['-cf', rule], { stdio: 'pipe' });
  };

  it('sudo -n is enough where no password is asked', async () => {
    allow('NOPASSWD: ALL');
    expect(await execute(session, script('id -u; echo "$V"', { sudo: true, values: { V: 'kept' } }), options())).toMatchObject({ stdout: '0\nkept\n', exitCode: 0 });
  });

  it('else the password goes by standard input, and is seen nowhere', async () => {
    allow('ALL');
    const none = await execute(session, script('id -u', { sudo: true }), options());
    expect(none.error).toContain('none is stored');

    const leaks: string[] = [];
    let looking = true;
    const look = (async () => {
      while (looking) {
        leaks.push(...commandLines().filter((line) => line.includes(secret)));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const outcome = await execute(session, script('id -u; ps -ef; env', { sudo: true, maxOutput: 8 << 20 }), options({ sudoPassword: async () => secret }));
    looking = false;
    await look;
    expect(outcome).toMatchObject({ exitCode: 0, error: null });
    expect(outcome.stdout.startsWith('0\n')).toBe(true);
    expect(JSON.stringify(outcome)).not.toContain(secret);
    expect(leaks).toEqual([]);

    const wrong = await execute(session, script('id -u', { sudo: true }), options({ sudoPassword: async () => 'not-it' }));
    expect(wrong.error).toContain('sudo refused');
  }, 60_000);

  it('a cancel ends what runs as root, too', async () => {
    allow('ALL');
    const cancel = new AbortController();
    const going = execute(session, script(nap(7781), { sudo: true }), options({ signal: cancel.signal, sudoPassword: async () => secret }));
    await until(() => commandLines().some((line) => line.startsWith(nap(7781))), 'the script runs');
    cancel.abort();
    expect((await going).end).toBe('cancelled');
    await until(() => !commandLines().some((line) => line.startsWith(nap(7781))), 'it is gone');
  }, 30_000);
});
