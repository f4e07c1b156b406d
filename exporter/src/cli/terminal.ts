import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { UsageError, type Shell } from './shell.ts';

/** readline echoes what is typed to its output; this one swallows it. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

async function ask(question: string, { hidden = false }: { hidden?: boolean } = {}): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new UsageError(`There is no terminal to ask "${question.trim()}" on.`);
  }
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin, output: hidden ? nowhere() : process.stderr, terminal: true });
  try {
    // The question was written already: readline would repaint it over hidden input.
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write(hidden ? '\n' : '');
  }
}

/** The world as the real process sees it. */
export const terminal: Pick<Shell, 'out' | 'error' | 'exitWith' | 'ask' | 'interactive' | 'stdin'> = {
  out: (line) => void process.stdout.write(line),
  error: (line) => void process.stderr.write(line),
  exitWith(code) {
    process.exitCode = code;
  },
  ask,
  interactive: process.stdin.isTTY === true,
  stdin: () => text(process.stdin),
};
