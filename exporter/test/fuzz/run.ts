/*
 * A schema-driven fuzz run over the whole API, as admin: schemathesis against the real service on loopback with a real sshd.
 * Seed and size are fixed; where the system allows it, the run is in a network of its own, for what a fuzzer
 * makes up (addresses of servers, webhooks, Grafana) must not leave the machine.
 *
 *   npm run fuzz                 exits with 0 when nothing was found, 1 for findings
 *   npm run fuzz -- --postgres   on PostgreSQL instead of SQLite
 *   npm run fuzz -- -n 50        further arguments go to schemathesis
 */
import { spawnSync } from 'node:child_process';
import { schemathesis } from './venv.ts';

const inner = new URL('inner.ts', import.meta.url).pathname;
const program = schemathesis();
if (program === undefined) {
  console.warn('The fuzz run is skipped: it needs python3 with venv, and pip that reaches a package index.');
  process.exit(0);
}
const command = [process.execPath, inner, program, ...process.argv.slice(2)];
const alone = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const mayBeAlone = spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }).status === 0;
const [file = '', ...args] = mayBeAlone ? [...alone, ...command] : command;
process.exit(spawnSync(file, args, { stdio: 'inherit' }).status ?? 1);
