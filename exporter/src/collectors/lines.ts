/** The lines of a text that are not blank. */
export const lines = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

const lastOfAscii = 0x7f;
/** Tab to carriage return, and space. */
const isSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** The words of a line, as Fields of awk(1). Cut by hand: a regular expression takes three times as long. */
export function words(line: string): string[] {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code > lastOfAscii) {
      // Spaces of other scripts.
      return line.trim().split(/\s+/);
    }
    if (isSpace(code)) {
      if (start >= 0) {
        found.push(line.slice(start, at));
        start = -1;
      }
    } else if (start < 0) {
      start = at;
    }
  }
  if (start >= 0) {
    found.push(line.slice(start));
  }
  return found;
}
