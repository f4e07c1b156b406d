import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from '../src/config.ts';

const cli = path.resolve(import.meta.dirname, '../src/cli.ts');

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** `shellwatch` as a process of its own, as people run it. */
export interface CliProcess {
  readonly pid: number;
  readonly stdout: () => string;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Waits for a line of standard output that matches. */
  line(pattern: RegExp, timeoutMs?: number): Promise<string>;
}

export const runCli = (args: readonly string[], env: Environment, input = ''): CliProcess => runNode([cli, ...args], env, input);

/** Node as a process of its own, on a file. */
export function runNode(args: readonly string[], env: Environment, input = ''): CliProcess {
  const child = spawn(process.execPath, [...args], { env: { PATH: process.env['PATH'], HOME: tmpdir(), ...env }, stdio: 'pipe' });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined).end(input);
  const ended = new Promise<Ended>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    ended,
    kill: (signal) => void child.kill(signal),
    async line(pattern, timeoutMs = 15_000) {
      const end = Date.now() + timeoutMs;
      for (;;) {
        const found = stdout.split('\n').find((text) => pattern.test(text));
        if (found !== undefined) {
          return found;
        }
        if (Date.now() > end || child.exitCode !== null) {
          throw new Error(`no line ${pattern} in ${timeoutMs} ms; stdout: ${stdout} stderr: ${stderr}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}

export function dataFolder(): { folder: string; env: Environment; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'shellwatch-data-'));
  return {
    folder,
    env: { SHELLWATCH_LISTEN: '127.0.0.1:0', SHELLWATCH_DATA_DIR: folder, SHELLWATCH_POLL_INTERVAL: '1s' },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A service as a process; `url` is where it listens. */
export async function startServiceProcess(env: Environment): Promise<CliProcess & { url: string }> {
  const service = runCli(['serve'], env);
  const line = await service.line(/"msg":"listening"/);
  return { ...service, url: (JSON.parse(line) as { url: string }).url };
}
