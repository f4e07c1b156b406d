import { remembered } from '../metrics/remembered.ts';

/**
 * Walks the lines of files such as /proc/vmstat, which begin with a key, and visits those whose key is described. `head` is
 * sticky and matches the beginning of a line: its group is the key, what stands behind it is the rest of the line.
 * A kernel prints the same keys in the same order, and most are of no interest: a key that stands where it stood in the text
 * before, of whatever server, is neither cut out nor looked up.
 */
export function keyedLines<Known>(head: RegExp, describe: (key: string) => Known | undefined) {
  const described = remembered(describe);
  const places: Array<{ head: string; known: Known | undefined }> = [];

  const placeOf = (line: number, text: string, from: number) => {
    const there = places[line];
    if (there !== undefined && text.startsWith(there.head, from)) {
      return there;
    }
    head.lastIndex = from;
    const [whole, key] = head.exec(text) ?? [];
    if (whole === undefined || key === undefined) {
      return undefined;
    }
    const place = { head: whole, known: described(key) };
    places[line] = place;
    return place;
  };

  return (text: string, visit: (known: Known, rest: string) => void): void => {
    let line = 0;
    for (let from = 0; from < text.length; line += 1) {
      const newline = text.indexOf('\n', from);
      const end = newline < 0 ? text.length : newline;
      const place = placeOf(line, text, from);
      if (place?.known !== undefined) {
        visit(place.known, text.slice(from + place.head.length, end));
      }
      from = end + 1;
    }
  };
}
