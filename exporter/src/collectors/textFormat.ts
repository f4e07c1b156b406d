import type { Family, FamilyType, Labels } from '../metrics/family.ts';

/** A family of a text file; `help` is absent where the file has none. */
export interface TextFamily extends Omit<Family, 'help'> {
  help: string | undefined;
}

const metricName = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const label = /^\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,|$)/;
const unescaped = (text: string): string => text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));

function labelsOf(text: string, line: string): Labels {
  const labels: Record<string, string> = {};
  for (let rest = text; rest.trim() !== '';) {
    const [whole, name, value] = label.exec(rest) ?? [];
    if (whole === undefined || name === undefined || value === undefined || name in labels) {
      throw new Error(`labels expected: ${line}`);
    }
    labels[name] = unescaped(value);
    rest = rest.slice(whole.length);
  }
  return labels;
}

/** Where the labels of a sample end: a brace outside of quotes. */
function closingBrace(line: string, from: number): number {
  let quoted = false;
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') {
      at++;
    } else if (line[at] === '"') {
      quoted = !quoted;
    } else if (line[at] === '}' && !quoted) {
      return at;
    }
  }
  throw new Error(`} expected: ${line}`);
}

function valueOf(text: string, line: string): number {
  const special = { '+inf': Infinity, inf: Infinity, '-inf': -Infinity, nan: NaN }[text.toLowerCase()];
  const value = special ?? Number(text);
  if (text === '' || (Number.isNaN(value) && special === undefined)) {
    throw new Error(`a number expected: ${line}`);
  }
  return value;
}

/**
 * The text exposition format 0.0.4, strictly. Parts of a histogram or summary become families of their own (`…_bucket`, `…_sum`,
 * `…_count`), untyped: to Prometheus they are the same series. A timestamp is an error, as in node_exporter's textfile collector.
 */
export function parseTextFormat(text: string): TextFamily[] {
  const families = new Map<string, TextFamily>();
  const types = new Map<string, string>();
  const helps = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, keyword, name = '', rest = ''] = /^#\s+(HELP|TYPE)\s+(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    if (keyword !== undefined) {
      (keyword === 'HELP' ? helps : types).set(name, keyword === 'HELP' ? unescaped(rest) : rest.trim());
    }
    if (line.trim() === '' || line.trimStart().startsWith('#')) {
      continue;
    }
    const trimmed = line.trim();
    const [sample] = metricName.exec(trimmed) ?? [];
    if (sample === undefined) {
      throw new Error(`a metric name expected: ${line}`);
    }
    const labelled = trimmed.slice(sample.length).trimStart().startsWith('{');
    const open = trimmed.indexOf('{');
    const close = labelled ? closingBrace(trimmed, open + 1) : sample.length - 1;
    const labels = labelled ? labelsOf(trimmed.slice(open + 1, close), line) : {};
    const [value = '', stamp] = trimmed
      .slice(close + 1)
      .trim()
      .split(/\s+/);
    if (stamp !== undefined) {
      throw new Error(`no timestamp expected: ${line}`);
    }
    const base = sample.replace(/_(bucket|sum|count)$/, '');
    const type = types.get(sample) ?? 'untyped';
    const family = families.get(sample) ?? {
      name: sample,
      type: (['counter', 'gauge'].includes(type) ? type : 'untyped') as FamilyType,
      help:
        helps.get(sample) ?? (['histogram', 'summary'].includes(types.get(base) ?? '') ? helps.get(base) : undefined),
      samples: [],
    };
    family.samples.push({ labels, value: valueOf(value, line) });
    families.set(sample, family);
  }
  return [...families.values()];
}
