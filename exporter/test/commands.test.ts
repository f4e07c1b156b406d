import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { systemClock, type Clock } from '../src/clock.ts';
import { execute, type ExecuteOptions, type Script } from '../src/fleet/commands/execute.ts';
import { openSession } from '../src/ssh/connect.ts';
import type { Session } from '../src/ssh/session.ts';
import { haveDropbear, startDropbear } from './dropbear.ts';
import { until } from './processes.ts';
import { startSampler } from './processSampler.ts';
import { haveSshd, startSshd, type Sshd } from './sshd.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from './systemUser.ts';

const describeSshd = haveSshd ? describe : describe.skip;
const describeSudo = haveSshd && canMakeUsers && existsSync('/usr/bin/sudo') ? describe : describe.skip;

const script = (text: string, changes: Partial<Script> = {}): Script => ({ interpreter: 'sh', text, values: {}, sudo: false, timeoutMs: 20_000, maxOutput: 65_536, ...changes });
const options = (changes: Partial<ExecuteOptions> = {}): ExecuteOptions => ({ clock: systemClock, signal: new AbortController().signal, ...changes });
const open = (sshd: Sshd, user?: string) => openSession(sshd.target(user === undefined ? {} : { username: user }), { clock: systemClock, deadlineMs: 20_000 });

/** The system's clock, and how many of its timers still wait. */
function countingClock(): Clock & { waiting: () => number } {
  const waiting = new Set<object>();
  return {
    ...systemClock,
    waiting: () => waiting.size,
    after(ms, callback) {
      const timer = {};
      waiting.add(timer);
      const over = () => waiting.delete(timer);
      const cancel = systemClock.after(ms, () => (over(), callback()));
      return () => (over(), cancel());
    },
  };
}

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
    const clock = countingClock();
    const going = execute(session, script(`${nap(7771)} & ${nap(7772)} | cat; echo late`), options({ signal: cancel.signal, clock }));
    await until(() => running(nap(7771)) && running(nap(7772)), 'the script runs');
    cancel.abort();
    expect(await going).toMatchObject({ end: 'cancelled', exitCode: null, error: 'cancelled' });
    expect(clock.waiting()).toBe(0);
    await until(() => !running(`.${process.pid}`), 'its processes are gone');
  });

  it('a timeout does the same, also to a script that ignores TERM', async () => {
    const outcome = await execute(session, script(`trap "" TERM; echo on; ${nap(7773)}; ${nap(7774)}`, { timeoutMs: 500 }), options());
    expect(outcome).toMatchObject({ end: 'timeout', exitCode: null, stdout: 'on\n' });
    await until(() => !running(`.${process.pid}`), 'its processes are gone');
  }, 30_000);

  it('a run ends when the connection does, also one that ignores TERM; what it left behind on purpose stays', async () => {
    const other = await open(sshd);
    const done = await execute(other, script(`${nap(7775)} >/dev/null 2>&1 & echo left`), options());
    expect(done).toMatchObject({ exitCode: 0, stdout: 'left\n' });
    const going = execute(other, script(`trap "" TERM; echo on; ${nap(7776)} & ${nap(7777)}; ${nap(7778)}`), options()).catch((error: unknown) => error);
    await until(() => running(nap(7776)) && running(nap(7777)), 'the script runs');
    await other.close();
    await going;
    await until(() => [7776, 7777, 7778].every((seconds) => !running(nap(seconds))), 'its processes are gone');
    expect(running(nap(7775))).toBe(true);
    execFileSync('pkill', ['-f', nap(7775)]);
  }, 30_000);

  it('endless output is cut at the cap and ended', async () => {
    const outcome = await execute(session, script('while :; do echo 0123456789; done', { maxOutput: 10_000 }), options());
    expect(outcome).toMatchObject({ truncated: true, exitCode: null });
    expect(outcome.stdout.length).toBe(10_000);
    expect(outcome.error).toContain('more output than 10000 bytes');
  });

  it('keeps one MiB and no more', async () => {
    const outcome = await execute(session, script('head -c 3000000 /dev/zero | tr "\\0" x', { maxOutput: 1_048_576 }), options());
    expect(outcome).toMatchObject({ truncated: true, exitCode: null });
    expect(Buffer.byteLength(outcome.stdout)).toBe(1_048_576);
    const exact = await execute(session, script('head -c 1048576 /dev/zero | tr "\\0" x', { maxOutput: 1_048_576 }), options());
    expect([exact.truncated, exact.exitCode, exact.stdout.length]).toEqual([false, 0, 1_048_576]);
  });

  it('shows output as it comes', async () => {
    const seen: string[] = [];
    await execute(session, script('echo one; echo two >&2; echo three'), options({ onOutput: (text, stream) => seen.push(`${stream}:${text}`) }));
    expect(seen.join('')).toContain('stdout:one');
    expect(seen.filter((text) => text.startsWith('stderr')).join('')).toBe('stderr:two\n');
  });
});

(haveDropbear ? describe : describe.skip)('execute on a real dropbear, which has one process group for a whole connection', () => {
  it('a cancel ends its own run, and neither the connection nor other runs', async () => {
    const dropbear = await startDropbear();
    const session = await openSession(dropbear.target(), { clock: systemClock, deadlineMs: 20_000 });
    const cancel = new AbortController();
    const ending = execute(session, script(`${nap(7791)} & ${nap(7792)}`), options({ signal: cancel.signal }));
    const staying = execute(session, script(`echo on; ${nap(3)}; echo done`), options());
    await until(() => running(nap(7791)) && running(nap(7792)) && running(nap(3)), 'both runs');
    cancel.abort();
    expect(await ending).toMatchObject({ end: 'cancelled' });
    await until(() => !running('sleep 779'), 'the cancelled one is gone');
    expect(await staying).toMatchObject({ end: 'exited', exitCode: 0, stdout: 'on\ndone\n' });
    const other = await openSession(dropbear.target(), { clock: systemClock, deadlineMs: 20_000 });
    const cut = execute(other, script(`${nap(7793)}; ${nap(7794)}`), options()).catch((error: unknown) => error);
    await until(() => running(nap(7793)), 'the run over the other connection');
    await other.close();
    await cut;
    await until(() => !running('sleep 779'), 'it is gone with its connection');
    expect(await execute(session, script('echo on'), options())).toMatchObject({ stdout: 'on\n', exitCode: 0 });
    await session.close();
    await dropbear.stop();
  }, 30_000);
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

  it('1000 runs: whoever looks at the processes all the time never sees the password', async () => {
    allow('ALL');
    const sampler = startSampler(secret, 'a-word-that-is-seen');
    let next = 0;
    // On a busy machine the sampler gets to look seldom: then there are more runs, until it saw enough.
    const enough = (): boolean => next >= 1000 && sampler.seen().sudos > 500 && sampler.seen().samples > 500;
    // Eight at a time: sshd takes ten channels of one connection.
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (!enough()) {
          const number = String((next += 1));
          const outcome = await execute(session, script('echo "$N a-word-that-is-seen" | cat', { sudo: true, values: { N: number } }), options({ sudoPassword: async () => secret }));
          expect([outcome.stdout, JSON.stringify(outcome).includes(secret)]).toEqual([`${number} a-word-that-is-seen\n`, false]);
        }
      })
    );
    // What the sampler could not have missed, were it blind, shows that it sees.
    await execute(session, script('sh -c "sleep 0.5; : a-word-that-is-seen"', {}), options());
    const { samples, sudos, secrets, words } = await sampler.stop();
    console.info(`${next} runs with sudo: ${samples} looks at all processes, ${sudos} times sudo among them, ${secrets} times the password`);
    expect(secrets).toBe(0);
    expect(words).toBeGreaterThan(0);
    expect(sudos).toBeGreaterThan(500);
    expect(samples).toBeGreaterThan(500);
  }, 600_000);

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
