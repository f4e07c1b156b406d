import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What `npm start` runs the service by, without the npm in front of it: settings of the environment, `exec node`, flags. */
const { scripts } = JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const words = (scripts['start:run'] ?? '').split(' ');
const command = words.slice(words.indexOf('node') + 1);

export const npmStart = {
  settings: Object.fromEntries(words.slice(0, words.indexOf('exec')).map((word) => word.split('=', 2))) as Record<
    string,
    string
  >,
  /** For node: how much memory it may take. */
  flags: command.filter((word) => word.startsWith('--')),
  /** All that comes after `node`. */
  command,
};
