import { parseTextFormat } from '../../src/collectors/textFormat.ts';

/** One line of an exposition, comparable: `name{a="b",c="d"}` with labels in order, and its number. */
export type Samples = Map<string, number>;

/** The samples of a text, strictly parsed; two of one series are an error. */
export function samplesOf(text: string): Samples {
  const samples: Samples = new Map();
  for (const family of parseTextFormat(text)) {
    for (const { labels, value } of family.samples) {
      const list = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
      const series = `${family.name}{${list.map(([name, text]) => `${name}=${JSON.stringify(text)}`).join()}}`;
      if (samples.has(series)) {
        throw new Error(`twice: ${series}`);
      }
      samples.set(series, value);
    }
  }
  return samples;
}

/** Name → TYPE, of every family that has one. */
export const typesOf = (text: string): Map<string, string> =>
  new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]));

/** Name → HELP, without what words could differ in by chance. */
export const helpsOf = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name = '', help = '']) => [
      name,
      help.toLowerCase().replace(/[.\s]+$/, ''),
    ])
  );

export const nameOf = (series: string): string => series.slice(0, series.indexOf('{'));
