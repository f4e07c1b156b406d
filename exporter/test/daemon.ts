import { spawn } from 'node:child_process';

/** A program of somebody else that runs beside a test. */
export interface Daemon {
  readonly pid: number;
  /** What it wrote, its last 2000 lines. */
  readonly log: string[];
  stop(): Promise<void>;
}

/** Starts a program and waits until `ready` says so; rejects with what it wrote when it ends before. `ended` cleans up after it in both cases. */
export async function startDaemon(program: string, args: readonly string[], options: { cwd?: string; env?: Record<string, string>; ready: () => Promise<boolean>; timeoutMs?: number; ended?: () => void }): Promise<Daemon> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env }, ...(options.cwd === undefined ? {} : { cwd: options.cwd }) });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log.push(...text.split('\n').filter((line) => line !== ''));
      log.splice(0, Math.max(0, log.length - 2000));
    });
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.kill('SIGTERM');
    await ended;
    clearTimeout(kill);
    options.ended?.();
  };
  const end = Date.now() + (options.timeoutMs ?? 60_000);
  while (!(await options.ready().catch(() => false))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > end) {
      await stop();
      throw new Error(`${program} did not get ready:\n${log.slice(-30).join('\n')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { pid: child.pid as number, log, stop };
}
