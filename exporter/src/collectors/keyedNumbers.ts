import { lines, words } from './lines.ts';

/** Files of lines `KEY NUMBER…`: key → its numbers, as text. */
export const keyedNumbers = (text: string): Map<string, string[]> =>
  new Map(
    lines(text).map((line) => {
      const [key = '', ...values] = words(line);
      return [key, values];
    })
  );
