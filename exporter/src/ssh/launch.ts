import { randomBytes } from 'node:crypto';
import type { Interpreter } from '../../../contract/command.ts';
import type { z } from 'zod';

/**
 * How a script gets to its interpreter without ever being part of a shell line.
 *
 * One constant program per interpreter is run by `sh -c`. Its standard input carries, in this order: a nonce, the environment
 * (one NAME=VALUE a line, VALUE in printf's octal escapes), an empty line, then the script to the end of input.
 * The program prints the nonce and its process group, so that a cancel can kill all of it, and hands the rest of its input
 * to the interpreter as file descriptor 3, through a pipe of its own: sshd's may be a socket, which can not be opened by its number.
 * The script's own standard input is /dev/null, so a `read` in it can not swallow the script.
 *
 * `read` takes one byte at a time from a pipe or socket in every shell (POSIX: it may not read ahead), so nothing is lost between
 * the head and the script. Field 5 of /proc/PID/stat is the process group; the name in field 2 is `sh`, without spaces.
 */
const head = [
  'IFS= read -r nonce',
  'while IFS= read -r pair && [ -n "$pair" ]; do value=$(printf "%b." "${pair#*=}"); export "${pair%%=*}=${value%.}"; done',
  'read -r a b c d group rest < /proc/$$/stat',
  '[ "$group" = $$ ] || { read -r a < /proc/$group/comm && case $a in dropbear*) group=0;; esac; }',
  'echo "$nonce $group"',
  'unset nonce pair value a b c d group rest',
].join('; ');

/** /proc, as small systems have no /dev/fd. */
const viaPipe = (program: string): string => `cat | ${program} /proc/self/fd/3 3<&0 </dev/null`;

const interpreters: Record<z.infer<typeof Interpreter>, string> = {
  sh: 'sh',
  bash: 'bash',
  perl: 'perl',
  python3: 'python3',
  awk: 'awk -f',
};

/**
 * The constant commands; not one byte in them comes from a person. Quoted for sh, csh and fish login shells alike: no ' ! or newline inside.
 *
 * The program leads a process group of its own. Under OpenSSH's sshd it mostly does anyway; dropbear has one group for a whole
 * connection, itself included, and a cancel must not end that. Where setsid is missing too, the group printed is 0: not to be killed.
 */
const lead = 'read -r a b c d group rest < /proc/$$/stat; if [ "$group" = $$ ]; then :; elif command -v setsid >/dev/null 2>&1; then exec setsid sh -c "$1"; fi; unset a b c d group rest; eval "$1"';
const inSh = (program: string): string => `sh -c '${lead}' sh '${program}'`;

const sudo = {
  none: '',
  /** -n: fail at once when a password is needed. */
  free: 'sudo -n ',
  /** -S reads the password from standard input byte by byte up to the line's end, -p "" prints no prompt, -k forgets older answers. */
  password: 'sudo -k -S -p "" ',
};
export type Sudo = keyof typeof sudo;

export interface Launch {
  command: string;
  stdin: string;
  nonce: string;
}

/** English and UTF-8, whatever the login speaks. In any locale but plain C, gettext(3) goes by LANGUAGE before LC_ALL. */
const english = { LC_ALL: 'C.UTF-8', LANGUAGE: '' };

const octal = (text: string): string =>
  Array.from(Buffer.from(text, 'utf8'), (byte) =>
    (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
      ? String.fromCharCode(byte)
      : `\\0${byte.toString(8).padStart(3, '0')}`
  ).join('');

/**
 * The same for a run that must not outlive us: the input stays open behind the script, and its end, which comes when the exporter
 * or the connection dies, ends the process group. The watcher is the left side of the pipe; it tells its number in the first line,
 * so that the right side can end it when the script is done, by PIPE, of which no shell speaks. `head -c` is not POSIX, dd is.
 */
const watched = (program: string): string =>
  [
    head.replace('unset nonce', 'mine=$group; unset nonce'),
    'IFS= read -r size',
    '{ read -r dog a < /proc/self/stat; echo "$dog"; head -c "$size" 2>/dev/null || dd bs=1 count="$size" 2>/dev/null; exec >/dev/null 2>&1; [ -z "$dog" ] && exit; while read -r a; do :; done; ' +
      '[ "$mine" = 0 ] && exit; trap "" TERM HUP; kill -TERM -$mine; sleep 2; kill -KILL -$mine; } | ' +
      `{ read -r dog; ${program} /proc/self/fd/3 3<&0 </dev/null; a=$?; kill -PIPE "$dog" 2>/dev/null; exit $a; }`,
  ].join('; ');

/** Builds the launch of a script. The sudo password, when there is one, is the first line of the input and nowhere else. */
export function launch(options: {
  interpreter: z.infer<typeof Interpreter>;
  script: string;
  values: Readonly<Record<string, string>>;
  sudo: Sudo;
  password?: string | undefined;
  /** The input is kept open; its end ends the script. */
  watched?: boolean;
}): Launch {
  const nonce = randomBytes(12).toString('hex');
  const script = options.script.endsWith('\n') ? options.script : `${options.script}\n`;
  const program = options.watched === true ? watched(interpreters[options.interpreter]) : `${head}; ${viaPipe(interpreters[options.interpreter])}`;
  const environment = Object.entries({ ...english, ...options.values }).map(
    ([name, value]) => `${name}=${octal(value)}\n`
  );
  const lines = [
    ...(options.sudo === 'password' ? [`${options.password ?? ''}\n`] : []),
    `${nonce}\n`,
    ...environment,
    '\n',
    ...(options.watched === true ? [`${Buffer.byteLength(script)}\n`] : []),
  ];
  return {
    command: `${sudo[options.sudo]}${inSh(program)}`,
    stdin: lines.join('') + script,
    nonce,
  };
}

/**
 * The same for a program that goes on and whose input stays open: the script ends with a line that is the nonce, and the program
 * sees the end of its input when we are gone. Only for constant scripts of ours: it stands in the arguments of its interpreter.
 */
export function launchOpen(options: {
  interpreter: 'sh' | 'perl';
  script: string;
  values: Readonly<Record<string, string>>;
}): Launch {
  const nonce = randomBytes(12).toString('hex');
  const read =
    'nl=$(printf "\\nx"); nl=${nl%x}; text=; while IFS= read -r line && [ "$line" != "$mark" ]; do text="$text$line$nl"; done';
  const begin = options.interpreter === 'perl' ? 'exec perl -e "$text"' : 'exec sh -c "$text"';
  const program = `${head.replace('unset nonce', 'mark=$nonce; unset nonce')}; ${read}; ${begin}`;
  const environment = Object.entries({ ...english, ...options.values }).map(
    ([name, value]) => `${name}=${octal(value)}\n`
  );
  return {
    command: inSh(program),
    stdin: [`${nonce}\n`, ...environment, '\n', options.script, '\n', `${nonce}\n`].join(''),
    nonce,
  };
}

/** Ends a process group: TERM, a moment, KILL. The group's number comes over standard input and is checked to be one. */
export function kill(group: number, how: Sudo, password?: string): { command: string; stdin: string } {
  const program =
    'read -r group; [ "$group" -gt 1 ] || exit 2; kill -TERM -$group 2>/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 -$group 2>/dev/null || exit 0; sleep 0.2 2>/dev/null || sleep 1; done; kill -KILL -$group 2>/dev/null; exit 0';
  return {
    command: `${sudo[how]}sh -c '${program}'`,
    stdin: `${how === 'password' ? `${password ?? ''}\n` : ''}${group}\n`,
  };
}
