import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBusyboxRoot } from '../busyboxRoot.ts';
import { haveSshd, startSshd } from '../sshd.ts';
import { canMakeUsers, createSystemUser, type SystemUser } from '../systemUser.ts';
import { toolFolder } from '../toolFolder.ts';
import { failureOf, fastFiles, open, soon } from './open.ts';

const shells = {
  bash: '/bin/bash',
  dash: '/bin/dash',
  rbash: '/bin/rbash',
  tcsh: '/bin/tcsh',
  fish: '/usr/bin/fish',
  'busybox ash': '/bin/busybox',
};

(haveSshd && canMakeUsers ? describe : describe.skip)(
  'login shells on a real sshd (as root, with throwaway users)',
  () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-shells-'));
      execFileSync('chmod', ['755', folder]);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const tools = { cat: '/bin/cat', sh: '/bin/sh', env: '/usr/bin/env', ls: '/bin/ls' };
    const rungs = {
      perl: { ...tools, perl: '/usr/bin/perl' },
      awk: { ...tools, awk: '/usr/bin/mawk' },
      sh: tools,
      exec: { cat: '/bin/cat', ls: '/bin/ls' },
    };

    describe.each(Object.entries(shells))('%s', (name, program) => {
      if (!existsSync(program)) {
        it.skip(`needs ${program}`, () => undefined);
        return;
      }
      let user: SystemUser;
      beforeAll(() => {
        const shell = name === 'busybox ash' ? path.join(folder, 'ash') : program;
        if (name === 'busybox ash') {
          symlinkSync(program, shell);
        }
        user = createSystemUser(shell);
        // Noise as people have it, before and after what is asked for.
        user.write(
          '.bashrc',
          'echo "Welcome to $(hostname), 3 updates are pending"; printf "no newline"; cd /tmp; alias cat="cat -n" ls="ls --color"; set -o noclobber; echo oops >&2\n'
        );
        user.write('.tcshrc', 'echo "Welcome"; alias cat "cat -n"; set noclobber\n');
        user.write('.config/fish/config.fish', 'echo Welcome; function cat; command cat -n $argv; end\n');
      });
      afterAll(() => user.remove());

      it.each(Object.entries(rungs))('reads by %s through its noise', async (rung, programs) => {
        const found = toolFolder(programs);
        execFileSync('chmod', ['755', found.path]);
        const sshd = await startSshd({
          user: user.name,
          path: found.path,
          config: ['Banner /etc/passwd', 'AcceptEnv *'],
        });
        const session = await open(sshd.target());
        expect(await session.prepare(soon(20_000))).toBe(rung);
        for (let round = 0; round < 3; round += 1) {
          const { files } = await session.read({ files: fastFiles, links: [] }, soon());
          expect(files.get('/proc/uptime')).toMatch(/^\d+\.\d\d \d+\.\d\d\n$/);
          expect(files.size).toBe(fastFiles.filter((file) => existsSync(file)).length);
        }
        const { links } = await session.read({ files: [], links: ['/proc/self/ns/net', '/nowhere'] }, soon());
        expect(links.get('/proc/self/ns/net')).toMatch(/^net:\[\d+\]$/);
        const result = await session.exec("sh -c 'cat'", { stdin: 'data', timeoutMs: 5000 });
        if (rung !== 'exec') {
          expect(result.stdout.toString().endsWith('data')).toBe(true);
        }
        await session.close();
        await sshd.stop();
        found.remove();
      });
    });

    it.each(['/usr/sbin/nologin', '/bin/false'])('says shell for %s', async (shell) => {
      const user = createSystemUser(shell);
      const sshd = await startSshd({ user: user.name });
      const session = await open(sshd.target());
      const failure = await failureOf(session.prepare(soon(20_000)));
      expect(failure.reason).toBe('shell');
      if (shell.endsWith('nologin')) {
        expect(failure.detail).toContain('not available');
      }
      await session.close();
      await sshd.stop();
      user.remove();
    });

    it('goes through the account of a jump server that has no shell', async () => {
      const user = createSystemUser('/usr/sbin/nologin');
      const [bastion, inner] = [await startSshd({ user: user.name }), await startSshd()];
      const jump = await open(bastion.target());
      const session = await open(inner.target(), { jump });
      expect((await session.read({ files: ['/proc/uptime'], links: [] }, soon())).files.size).toBe(1);
      await session.close();
      await jump.close();
      await Promise.all([bastion.stop(), inner.stop()]);
      user.remove();
    });

    it('says shell when only another command is allowed', async () => {
      const sshd = await startSshd({ config: ['ForceCommand internal-sftp'] });
      const session = await open(sshd.target());
      expect((await failureOf(session.prepare(soon(30_000)))).reason).toBe('shell');
      await session.close();
      await sshd.stop();
    }, 40_000);

    it('says reader, and what each rung said, where nothing can read', async () => {
      const nothing = toolFolder({ true: '/bin/true' });
      const sshd = await startSshd({ path: nothing.path });
      const session = await open(sshd.target());
      expect(await failureOf(session.prepare(soon(20_000)))).toMatchObject({
        reason: 'reader',
        detail: expect.stringMatching(/perl: .*not found.*awk: /s),
      });
      await session.close();
      await sshd.stop();
      nothing.remove();
    });

    it('reads in a German locale, where length() of a text counts characters', async () => {
      const made = spawnSync('localedef', ['-i', 'de_DE', '-f', 'UTF-8', path.join(folder, 'de_DE.UTF-8')]);
      if (!existsSync(path.join(folder, 'de_DE.UTF-8'))) {
        console.log(`skipped: localedef made no German locale (${String(made.stderr)})`);
        return;
      }
      writeFileSync(path.join(folder, 'text'), 'Zürich – äöü\n');
      for (const [rung, programs] of Object.entries({ ...rungs, awk: { ...tools, awk: '/usr/bin/gawk' } })) {
        const found = toolFolder(programs);
        const sshd = await startSshd({
          config: [`SetEnv LOCPATH=${folder} LC_ALL=de_DE.UTF-8 LANGUAGE=de PATH=${found.path}`],
        });
        const session = await open(sshd.target());
        const { files } = await session.read(
          { files: [path.join(folder, 'text'), '/nowhere', '/proc/uptime'], links: [] },
          soon(20_000)
        );
        expect(session.rung).toBe(rung);
        expect([...files.keys()]).toEqual([path.join(folder, 'text'), '/proc/uptime']);
        expect(files.get(path.join(folder, 'text'))).toBe('Zürich – äöü\n');
        await session.close();
        await sshd.stop();
        found.remove();
      }
    });

    it('reads in a chroot with nothing but busybox', async () => {
      const root = createBusyboxRoot();
      if (root === undefined) {
        console.log('skipped: a chroot needs the right to mount /proc, and busybox');
        return;
      }
      const user = createSystemUser('/bin/sh');
      try {
        const sshd = await startSshd({ user: user.name, config: [`ChrootDirectory ${root.path}`] });
        const session = await open(sshd.target());
        expect(await session.prepare(soon(20_000))).toBe('awk');
        const { files, links } = await session.read({ files: fastFiles, links: ['/proc/self/ns/net'] }, soon());
        expect(files.get('/proc/uptime')).toMatch(/^\d/);
        expect(links.size).toBe(1);
        await session.close();
        await sshd.stop();
      } finally {
        user.remove();
        root.remove();
      }
    });
  }
);
