import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export interface BusyboxRoot {
  path: string;
  remove(): void;
}

/** Below a path that only root can write to, as sshd's ChrootDirectory asks for. */
const base = '/var/lib';

/**
 * A folder to chroot into that holds nothing but busybox, its `sh` and this machine's /proc; undefined where mounting is
 * not allowed. `sshd` needs /dev/null in there too. With `hidepid` a login sees no process of others: proc(5).
 */
export function createBusyboxRoot(options: { hidepid?: boolean; applets?: boolean } = {}): BusyboxRoot | undefined {
  if (process.getuid?.() !== 0 || !existsSync('/bin/busybox')) {
    return undefined;
  }
  const root = mkdtempSync(path.join(base, 'shellwatch-chroot-'));
  execFileSync('chmod', ['755', root]);
  ['bin', 'proc', 'dev'].forEach((name) => mkdirSync(path.join(root, name)));
  const remove = (): void => {
    spawnSync('umount', ['-l', path.join(root, 'proc')]);
    // Never into /proc, should it still be there.
    if (!existsSync(path.join(root, 'proc', 'self'))) {
      rmSync(root, { recursive: true, force: true });
    }
  };
  cpSync('/bin/busybox', path.join(root, 'bin/busybox'));
  for (const library of libraries('/bin/busybox')) {
    mkdirSync(path.dirname(path.join(root, library)), { recursive: true });
    copyFileSync(library, path.join(root, library));
  }
  for (const name of options.applets ? execFileSync('/bin/busybox', ['--list'], { encoding: 'utf8' }).split('\n').filter((one) => one !== '' && one !== 'busybox') : ['sh']) {
    symlinkSync('busybox', path.join(root, 'bin', name));
  }
  const made =
    spawnSync('mknod', ['-m', '666', path.join(root, 'dev/null'), 'c', '1', '3']).status === 0 &&
    spawnSync('mount', [
      ...(options.hidepid ? ['-t', 'proc', '-o', 'hidepid=2', 'proc'] : ['--bind', '/proc']),
      path.join(root, 'proc'),
    ]).status === 0;
  if (!made) {
    remove();
    return undefined;
  }
  return { path: root, remove };
}

/** Shared libraries of a program that is not static. */
function libraries(program: string): string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...(stdout ?? '').matchAll(/(\/\S+) \(0x/g)].map((match) => match[1] as string);
}
