import type { Family, Labels } from './family.ts';

const needsEscape = /[\\\n"]/;

/** A label's value between quotes: backslash, quote and newline are escaped. */
export const labelValue = (text: string): string =>
  needsEscape.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"') : text;

/** HELP of the text format: backslash and newline are escaped, and no quote. */
const helpText = (text: string): string =>
  needsEscape.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : text;

/** A number as both formats have it; JavaScript's shortest form is the rest of it. */
const sampleValue = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';

/** `a="b",c="d"` without braces. A label `instance` of the sample's own gives way to the one in front, as Prometheus would have it. */
function labelList(labels: Labels, front: string): string {
  let list = front;
  for (const name in labels) {
    const free = name === 'instance' && front !== '' ? 'exported_instance' : name;
    list += `${list === '' ? '' : ','}${free}="${labelValue(labels[name] ?? '')}"`;
  }
  return list;
}

/** The sample lines of a family, without HELP and TYPE. `front`: labels for all of them, as `labelList` writes them. */
export function sampleLines({ name, samples }: Family, front = ''): string {
  let text = '';
  for (const { labels, value } of samples) {
    const list = labelList(labels, front);
    text += list === '' ? `${name} ${sampleValue(value)}\n` : `${name}{${list}} ${sampleValue(value)}\n`;
  }
  return text;
}

/** One of the two formats, as far as they differ: what stands before a family's samples, and what ends it all. */
export interface Dialect {
  head(family: Family): string;
  /** The text ends so; nothing may come after. */
  end: string;
}

export const textDialect: Dialect = {
  head: ({ name, help, type }) => `# HELP ${name} ${helpText(help)}\n# TYPE ${name} ${type}\n`,
  end: '',
};

/**
 * The families of one server. Families of one name (text files may bring such) stand together, under the first one's head,
 * as both formats demand.
 */
export function exposition(families: Iterable<Family>, dialect: Dialect = textDialect): string {
  const byName = new Map<string, string>();
  for (const family of families) {
    if (family.samples.length > 0) {
      byName.set(family.name, (byName.get(family.name) ?? dialect.head(family)) + sampleLines(family));
    }
  }
  return [...byName.values()].join('') + dialect.end;
}
