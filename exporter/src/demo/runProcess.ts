import { spawn } from 'node:child_process';
import { userInfo } from 'node:os';
import type { ServerChannel } from 'ssh2';

/** The login shell runs the command, as sshd does; `nologin` and accounts without a shell get sh, as this is only a demo. */
function loginShell(): string {
  const { shell } = userInfo();
  return shell === null || /(nologin|false)$/.test(shell) ? '/bin/sh' : shell;
}

/**
 * Connects a channel with a process of its own group; returns what ends the group. As with sshd the process ends with its
 * channel: nothing that a lost connection began stays behind.
 */
export function runProcess(channel: ServerChannel, command: string, running: Set<() => void>): () => void {
  const child = spawn(loginShell(), ['-c', command], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: userInfo().homedir,
  });
  const end = (): void => {
    running.delete(end);
    if (child.pid !== undefined) {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It ended by itself.
      }
    }
  };
  running.add(end);
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on('close', end);
  child.on('error', () => {
    running.delete(end);
    channel.exit(127);
    channel.end();
  });
  child.on('close', (code, signal) => {
    running.delete(end);
    if (signal === null) {
      channel.exit(code ?? 0);
    } else {
      channel.exit(signal.replace('SIG', ''), false, '');
    }
    channel.end();
  });
  return end;
}
