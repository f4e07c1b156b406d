import type { Family, Labels } from './family.ts';

const needsEscape = /[\\\n"]/;

/** A label's value between quotes: backslash, quote and newline are escaped. */
export const labelValue = (text: string): string =>
  needsEscape.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"') : text;

/** HELP text: backslash and newline are escaped; a quote is only in OpenMetrics. */
export const helpText = (text: string): string => (needsEscape.test(text) ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n') : text);

/** A number as both formats have it; JavaScript's shortest form is the rest of it. */
export const sampleValue = (value: number): string =>
  Number.isFinite(value) ? String(value) : Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';

/** `a="b",c="d"` without braces; `first` comes before, as text of this same form. */
export function labelList(labels: Labels, first: string): string {
  let list = first;
  for (const name in labels) {
    list += `${list === '' ? '' : ','}${name}="${labelValue(labels[name] ?? '')}"`;
  }
  return list;
}

/** The sample lines of a family, without HELP and TYPE; `first` as in labelList. */
export function sampleLines({ name, samples }: Family, first = ''): string {
  let text = '';
  for (const { labels, value } of samples) {
    const list = labelList(labels, first);
    text += list === '' ? `${name} ${sampleValue(value)}\n` : `${name}{${list}} ${sampleValue(value)}\n`;
  }
  return text;
}

/** The two lines before a family's samples. */
export const familyHead = ({ name, help, type }: Family): string => `# HELP ${name} ${helpText(help)}\n# TYPE ${name} ${type}\n`;

/** Text format 0.0.4 of one server. Families of one name (text files may bring such) stand together, under the first one's head. */
export function exposition(families: Iterable<Family>): string {
  const byName = new Map<string, string>();
  for (const family of families) {
    if (family.samples.length > 0) {
      byName.set(family.name, (byName.get(family.name) ?? familyHead(family)) + sampleLines(family));
    }
  }
  return [...byName.values()].join('');
}

/** The media type of the text format. */
export const textFormat = 'text/plain; version=0.0.4; charset=utf-8';
