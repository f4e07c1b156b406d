import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs a program that writes to a database and prints the number of each write once it is acknowledged. Kills it, by SIGKILL,
 * `ms` after its first line; resolves with the last number. Rejects when it ended by itself: it could not open its store, or
 * failed to write.
 */
export async function writeAndKill(program: string, file: string, ms: number): Promise<number> {
  const child = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await Promise.race([once(child.stdout, 'data'), exited]);
  await sleep(ms);
  child.kill('SIGKILL');
  const closed = once(child, 'close');
  const [code, signal] = await exited;
  await closed;
  if (signal !== 'SIGKILL') {
    throw new Error(`${program} ended by itself (${signal ?? code})`);
  }
  return Number(said.split('\n').at(-2));
}
