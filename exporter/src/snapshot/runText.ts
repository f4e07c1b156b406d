/** Any text as one word of POSIX sh: single quotes keep everything but themselves. */
export const shWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Any text as a perl string: in single quotes only the quote and the backslash are special (perlop, q). */
export const perlString = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A run's sh text with its arguments in "$@"; runs in a subshell, so that runs in one channel do not touch each other. */
export const shText = (script: string, args: readonly string[] = []): string =>
  args.length === 0 ? `(\n${script}\n)\n` : `(\nset -- ${args.map(shWord).join(' ')}\n${script}\n)\n`;

/** A run's perl text with its arguments in @ARGV; a run that dies harms no other. */
export const perlText = (perl: string, args: readonly string[] = []): string =>
  `eval { local @ARGV = (${args.map(perlString).join(', ')});\n${perl}\n};\n`;
