// For people who work on it: builds the plugin at every change and restarts the exporter when its files change.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const bin = (name: string) => path.join(root, 'node_modules/.bin', name);
const start = (command: string, args: string[]): ChildProcess => spawn(command, args, { cwd: root, stdio: 'inherit' });

const children = [
  start(bin('webpack'), ['-w', '-c', './webpack.config.ts', '--env', 'development']),
  start(process.execPath, ['--watch', '--watch-preserve-output', 'exporter/src/cli.ts', 'serve']),
];
const stop = () => children.forEach((child) => child.kill('SIGTERM'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, stop);
}
children.forEach((child) => child.once('exit', stop));
