/** Any text as one word of POSIX sh: single quotes keep everything but themselves. */
export const shWord = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** Any text as a perl string: in single quotes only the quote and the backslash are special (perlop, q). */
export const perlString = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
