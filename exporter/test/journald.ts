/** A real journal: the running journald's, or one started for the tests where this machine has none. */
import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { until } from './processes.ts';

const binary = '/lib/systemd/systemd-journald';
const socket = '/run/systemd/journal/socket';
const tools = ['journalctl', 'logger'].every((tool) => spawnSync(tool, ['--version']).status === 0);
const answers = (): boolean => existsSync(socket) && spawnSync('logger', ['--journald'], { input: 'MESSAGE=shellwatch test\nPRIORITY=7\n' }).status === 0;

export const haveJournald = tools && process.getuid?.() === 0 && (existsSync(binary) || answers());

export interface Journald {
  /** Writes one entry for a unit, as its process would. */
  write(unit: string, priority: number, message: string): void;
  /** Waits until everything written is in the files. */
  sync(): void;
  stop(): Promise<void>;
}

export async function startJournald(): Promise<Journald> {
  let child: ChildProcess | undefined;
  if (!answers()) {
    child = spawn(binary, { stdio: 'ignore' });
    await until(answers, 'journald to answer');
  }
  return {
    write(unit, priority, message) {
      // Units of processes come from cgroups, which only systemd makes; journalctl --unit takes what root says about an object, too.
      execFileSync('logger', ['--journald'], { input: `MESSAGE=${message}\nPRIORITY=${priority}\nSYSLOG_IDENTIFIER=shellwatch-test\nOBJECT_SYSTEMD_UNIT=${unit}\n` });
    },
    sync: () => void execFileSync('journalctl', ['--sync']),
    async stop() {
      if (child !== undefined) {
        const gone = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await gone;
      }
    },
  };
}
