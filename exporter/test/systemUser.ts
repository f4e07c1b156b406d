import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface SystemUser {
  name: string;
  home: string;
  /** Writes a file of theirs, below their home. */
  write(file: string, text: string): void;
  remove(): void;
}

/** Making users takes root and useradd; tests that need one skip, saying so, without. */
export const canMakeUsers = process.getuid?.() === 0 && existsSync('/usr/sbin/useradd');

let made = 0;

/** A throwaway user of this machine with the given login shell. Remove it in afterAll. */
export function createSystemUser(shell: string, options: { password?: string } = {}): SystemUser {
  const name = `swt${process.pid.toString(36)}x${(made++).toString(36)}`;
  const home = path.join('/tmp', `shellwatch-home-${name}`);
  execFileSync('/usr/sbin/useradd', ['--create-home', '--home-dir', home, '--shell', shell, '--no-log-init', name], {
    stdio: 'pipe',
  });
  // Without a password the account counts as locked, and sshd refuses even its key when UsePAM is no.
  execFileSync('/usr/sbin/chpasswd', [], { input: `${name}:${options.password ?? `unused-${Math.random()}`}\n` });
  chmodSync(home, 0o755);
  const remove = (): void => void execFileSync('/usr/sbin/userdel', ['--force', '--remove', name], { stdio: 'pipe' });
  // A test that fails before it removes its user must not leave it on the machine.
  process.once('exit', remove);
  return {
    name,
    home,
    write(file, text) {
      const full = path.join(home, file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, text, { mode: 0o644 });
      execFileSync('chown', ['-R', name, home]);
    },
    remove() {
      process.removeListener('exit', remove);
      remove();
    },
  };
}
