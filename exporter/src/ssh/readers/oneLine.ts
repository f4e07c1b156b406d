/**
 * A commented program as one line for a login shell, in single quotes: `'`, `!` and newlines mean something to csh even
 * there, and `\\` to fish. Lines that begin with # are comments; every other line must end where a space can follow.
 */
export function oneLine(source: string): string {
  const line = source
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '' && !text.startsWith('#'))
    .join(' ');
  const trouble = /['!]|\\\\/.exec(line);
  if (trouble) {
    throw new Error(
      `A remote program can not hold ${trouble[0]}: ${line.slice(Math.max(0, trouble.index - 20), trouble.index + 20)}`
    );
  }
  return line;
}
