import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** A container's root may not mount: only a trial tells. */
const mayMount = (): boolean =>
  spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'trial', tmpdir()], { stdio: 'ignore' }).status === 0;

function haveFuse(): boolean {
  try {
    closeSync(openSync('/dev/fuse', 'r+'));
    return readFileSync('/proc/filesystems', 'latin1').includes('\tfuse\n');
  } catch {
    return false;
  }
}

/** Whether mounts that only a test's own sshd sees can be made here. */
export const canMountApart = process.getuid?.() === 0 && haveFuse() && mayMount();

/** Mounts in the mount namespace of a process, which must be its own: `startSshd({ ownMounts: true })`. */
export function mountApart(pid: number, args: readonly string[], fd?: number): void {
  execFileSync('nsenter', ['--target', String(pid), '--mount', 'mount', '--internal-only', ...args], {
    stdio: ['ignore', 'ignore', 'pipe', ...(fd === undefined ? [] : [fd])],
  });
}

/**
 * A mount that hangs: a FUSE filesystem whose daemon never answers (kernel documentation, filesystems/fuse), as a dead NFS server
 * never does. Whoever asks for its size waits until `end`, after which asking is an error.
 */
export function mountThatHangs(pid: number, folder: string): { end(): void } {
  const daemon = openSync('/dev/fuse', 'r+');
  try {
    const options = 'fd=3,rootmode=40000,user_id=0,group_id=0,allow_other';
    mountApart(pid, ['-t', 'fuse', '-o', options, 'hangs', folder], daemon);
  } catch (error) {
    closeSync(daemon);
    throw error;
  }
  let open = true;
  return {
    end() {
      if (open) {
        open = false;
        closeSync(daemon);
      }
    },
  };
}
