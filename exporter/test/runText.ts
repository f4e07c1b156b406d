import { perlString, shWord } from '../src/snapshot/runText.ts';

/** A run's sh text with its arguments in "$@", in a subshell of its own. */
export const shText = (script: string, args: readonly string[] = []): string =>
  args.length === 0 ? `(\n${script}\n)\n` : `(\nset -- ${args.map(shWord).join(' ')}\n${script}\n)\n`;

/** A run's perl text with its arguments in @ARGV. */
export const perlText = (perl: string, args: readonly string[] = []): string =>
  `eval { local @ARGV = (${args.map(perlString).join(', ')});\n${perl}\n};\n`;
