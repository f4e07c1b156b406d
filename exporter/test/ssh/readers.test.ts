import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReaderRung, Session } from '../../src/ssh/session.ts';
import { descendants, signal, until } from '../processes.ts';
import { haveSshd, startSshd, type Sshd } from '../sshd.ts';
import { toolFolder } from '../toolFolder.ts';
import { failureOf, fastFiles, open, soon } from './open.ts';

const common = { cat: '/bin/cat', sh: '/bin/sh', env: '/usr/bin/env', ls: '/bin/ls' };
/** Name → what the server has installed, and the rung that is to be found on it. */
const servers: Array<[string, Record<string, string>, ReaderRung]> = [
  ['perl', { ...common, perl: '/usr/bin/perl', awk: '/usr/bin/mawk' }, 'perl'],
  ['gawk', { ...common, awk: '/usr/bin/gawk' }, 'awk'],
  ['mawk', { ...common, awk: '/usr/bin/mawk' }, 'awk'],
  ['busybox awk', { ...common, busybox: '/bin/busybox' }, 'awk'],
  ['dash', { ...common, sh: '/bin/dash' }, 'sh'],
  ['bash as sh', { ...common, sh: '/bin/bash' }, 'sh'],
  ['busybox ash', { cat: '/bin/busybox', env: '/usr/bin/env', ls: '/bin/busybox', sh: '/bin/busybox' }, 'sh'],
  ['nothing but cat', { cat: '/bin/cat', ls: '/bin/ls' }, 'exec'],
];

(haveSshd ? describe : describe.skip)('the reader ladder on a real sshd', () => {
  let folder: string;
  const file = (name: string) => path.join(folder, name);
  /** Files whose bytes are easy to get wrong. */
  const odd: Record<string, string> = {
    plain: 'one\ntwo\n',
    empty: '',
    newlines: '\n\n\n',
    long: `${'x'.repeat(100_000)}\n${'y'.repeat(5000)}\n`,
    utf8: 'Zürich – 東京\n',
    quotes: `it's $HOME \`id\` "\\n" %s %d \\\n`,
    'name with spaces': 'spaced\n',
    "it's $(id)": 'harmless\n',
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-files-'));
    Object.entries(odd).forEach(([name, text]) => writeFileSync(file(name), text));
    writeFileSync(file('short'), 'ends here');
    symlinkSync('../some where/else', file('link'));
    symlinkSync(file('plain'), file('link to plain'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  describe.each(servers)('with %s', (_name, tools, rung) => {
    const missing = Object.values(tools).filter((program) => !existsSync(program));
    if (missing.length > 0) {
      it.skip(`needs ${missing.join(', ')}`, () => undefined);
      return;
    }
    let sshd: Sshd;
    let session: Session;
    let folderOfTools: ReturnType<typeof toolFolder>;
    beforeAll(async () => {
      folderOfTools = toolFolder(tools);
      sshd = await startSshd({ path: folderOfTools.path });
      session = await open(sshd.target());
    });
    afterAll(async () => {
      await session.close();
      await sshd.stop();
      folderOfTools.remove();
    });

    it('finds its rung and remembers it', async () => {
      expect(await session.prepare(soon(20_000))).toBe(rung);
      expect(session.rung).toBe(rung);
    });

    it("gives every file's bytes", async () => {
      const names = Object.keys(odd).filter((one) => rung !== 'exec' || /^[a-z0-9]+$/.test(one));
      const { files } = await session.read({ files: names.map(file), links: [] }, soon());
      for (const one of names) {
        expect([one, files.get(file(one))]).toEqual([one, odd[one]]);
      }
      const constant = [
        '/proc/version',
        '/proc/cpuinfo',
        '/proc/filesystems',
        '/proc/devices',
        '/proc/sys/kernel/random/boot_id',
      ];
      const proc = await session.read({ files: constant, links: [] }, soon());
      for (const one of constant) {
        // The clock of a processor changes from read to read.
        const steady = (text: string | undefined) => text?.replace(/^cpu MHz.*$/gm, '');
        expect(steady(proc.files.get(one))).toBe(steady(readFileSync(one, 'utf8')));
      }
    });

    it('keeps a last line without its newline', async () => {
      const { files } = await session.read(
        { files: ['/proc/cpuinfo', file('short'), '/proc/uptime'], links: [] },
        soon()
      );
      expect(files.get(file('short'))).toBe('ends here');
      expect(files.size).toBe(3);
    });

    it('leaves out what is absent, a folder, or can not be read', async () => {
      const unreadable = ['/nowhere', '/proc/none', folder, '/sys/class/net/lo/speed', '/proc/1/task/1/mem'];
      const { files } = await session.read(
        { files: ['/proc/uptime', ...unreadable, '/proc/loadavg'], links: [] },
        soon()
      );
      expect([...files.keys()]).toEqual(['/proc/uptime', '/proc/loadavg']);
    });

    it('resolves links, and only links', async () => {
      const links = [
        '/proc/self/ns/net',
        ...(rung === 'exec' ? [] : [file('link'), file('link to plain')]),
        file('plain'),
        '/nowhere',
      ];
      const found = (await session.read({ files: [], links }, soon())).links;
      expect(found.get('/proc/self/ns/net')).toBe(readlinkSync('/proc/self/ns/net'));
      if (rung !== 'exec') {
        expect(found.get(file('link'))).toBe('../some where/else');
      }
      expect(found.has(file('plain'))).toBe(false);
      expect(found.has('/nowhere')).toBe(false);
    });

    it('reads anew each time: values move, replaced files are seen', async () => {
      const plan = { files: ['/proc/uptime', file('changing')], links: [] };
      const seen: Array<string | undefined> = [];
      let before = 0;
      for (const text of ['first', 'second', undefined, 'third']) {
        rmSync(file('changing'), { force: true });
        if (text !== undefined) {
          writeFileSync(file('changing'), `${text}\n`);
        }
        const { files } = await session.read(plan, soon());
        seen.push(files.get(file('changing'))?.trim());
        const uptime = Number(files.get('/proc/uptime')?.split(' ')[0]);
        expect(uptime).toBeGreaterThanOrEqual(before);
        before = uptime;
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
      expect(seen).toEqual(['first', 'second', undefined, 'third']);
    });

    it('sees a file in whatever form it comes next', async () => {
      const forms = ['1\n', '2\n', '', 'no newline', 'a\nb\n', '3\n', undefined, '', '4\n', 'folder', 'x', '6\n'];
      const plan = { files: [file('plain'), file('form'), file('short'), '/proc/uptime'], links: [] };
      for (const form of forms) {
        rmSync(file('form'), { force: true, recursive: true });
        if (form === 'folder') {
          mkdirSync(file('form'));
        } else if (form !== undefined) {
          writeFileSync(file('form'), form);
        }
        for (let time = 1; time <= 2; time += 1) {
          const { files } = await session.read(plan, soon());
          expect([form, files.get(file('form'))]).toEqual([form, form === 'folder' ? undefined : form]);
          expect(files.get(file('plain'))).toBe(odd['plain']);
          expect(files.get(file('short'))).toBe('ends here');
          expect(files.has('/proc/uptime')).toBe(true);
        }
      }
    });

    it('loses no other file by one with NUL bytes, nor by many', async () => {
      writeFileSync(file('nul'), 'a\0b');
      const many = Array.from({ length: 700 }, (_, index) => file(`many${index}`));
      many.forEach((one) => writeFileSync(one, `${one}\n`));
      const plan = { files: [file('plain'), file('nul'), file('short'), ...many], links: [] };
      for (let time = 1; time <= 2; time += 1) {
        const { files } = await session.read(plan, soon());
        expect(files.get(file('plain'))).toBe(odd['plain']);
        expect(files.get(file('short'))).toBe('ends here');
        expect(many.filter((one) => files.get(one) !== `${one}\n`)).toEqual([]);
      }
    });

    it("tells the server's clock where it can without a fork", async () => {
      const { time } = await session.read({ files: ['/proc/uptime'], links: [] }, soon());
      if (rung === 'perl' || rung === 'awk') {
        expect(Math.abs((time ?? 0) - Date.now() / 1000)).toBeLessThan(2);
      } else {
        expect(time).toBeUndefined();
      }
    });

    it('answers many requests in turn, of changing lists, also asked at once', async () => {
      const plans = [fastFiles, ['/proc/loadavg', '/proc/uptime', '/proc/none'], ['/proc/uptime']].map((files) => ({
        files,
        links: [],
      }));
      const results = await Promise.all([...plans, ...plans, ...plans].map((plan) => session.read(plan, soon(20_000))));
      results.forEach((result, index) => {
        expect([...result.files.keys()]).toEqual(plans[index % 3]?.files.filter((one) => existsSync(one)));
        expect(result.files.get('/proc/uptime')).toMatch(/^\d+\.\d\d \d+\.\d\d\n$/);
      });
      const many = { files: Array.from({ length: 400 }, (_, index) => `/proc/sys/kernel/none${index}`), links: [] };
      expect((await session.read(many, soon())).files.size).toBe(0);
      expect((await session.read({ files: [], links: [] }, soon())).files.size).toBe(0);
    });

    it('never asks for names that would break the framing', async () => {
      const { files } = await session.read(
        { files: ['/proc/uptime', '/proc/up\ntime', '/tmp/a\tb', 'relative', '/proc/loadavg'], links: [] },
        soon()
      );
      expect([...files.keys()]).toEqual(['/proc/uptime', '/proc/loadavg']);
    });

    if (rung !== 'exec') {
      it('gets a new process when the old one was killed', async () => {
        const pids = descendants(sshd.pid).filter((one) => /^(perl|g?awk|mawk|busybox|sh|dash|bash)$/.test(one.name));
        expect(pids.length).toBeGreaterThan(0);
        pids.forEach((one) => signal(one.pid, 'SIGKILL'));
        await until(
          () => !descendants(sshd.pid).some((one) => pids.some((old) => old.pid === one.pid)),
          'the readers to end'
        );
        const { files } = await session.read({ files: ['/proc/uptime'], links: [] }, soon());
        expect(files.size).toBe(1);
        expect(session.rung).toBe(rung);
      });
    }

    it('says stalled when the deadline of a request passes, and works again after', async () => {
      const pids = descendants(sshd.pid);
      pids.forEach((one) => signal(one.pid, 'SIGSTOP'));
      const failure = await failureOf(session.read({ files: ['/proc/uptime'], links: [] }, AbortSignal.timeout(300)));
      pids.forEach((one) => signal(one.pid, 'SIGCONT'));
      expect(failure.reason).toBe('stalled');
      expect((await session.read({ files: ['/proc/uptime'], links: [] }, soon())).files.size).toBe(1);
    });

    it('leaves no process behind', async () => {
      const other = await open(sshd.target());
      const before = new Set(descendants(sshd.pid).map((one) => one.pid));
      await other.prepare(soon(20_000));
      const own = descendants(sshd.pid).filter((one) => !before.has(one.pid));
      await other.close();
      await until(
        () =>
          own.every(
            (one) =>
              !descendants(sshd.pid).some((left) => left.pid === one.pid) && !existsSync(`/proc/${one.pid}/cmdline`)
          ),
        'its processes to end'
      );
    });
  });
});
