import { JSONPathRecursionLimitError, type JSONPathQuery, type JSONValue } from 'json-p3';
import { LabelName, type Extraction, type ExtractedMetric } from '../../../../contract/extraction.ts';
import { Failure } from '../../errors.ts';
import { compilePattern } from '../pattern.ts';
import { metricName } from '../../../../contract/metricName.ts';
import { compileJsonPath } from './jsonPath.ts';

/** What a finished run offers to the extractions. */
export interface RunFacts {
  output: string;
  exitCode: number | null;
  durationSeconds: number;
}

interface Found {
  labels: Record<string, string>;
  value: number;
  start: number | null;
  end: number | null;
}

type Finder = (facts: RunFacts, limit: number) => Found[];

/** One more than any cap, so that what is dropped can be counted without unbounded work. */
const matchLimit = 20_000;

const whole = (value: number): Found[] => [{ labels: {}, value, start: null, end: null }];
const numberOf = (text: unknown): number =>
  typeof text === 'number' ? text : typeof text === 'boolean' ? Number(text) : typeof text === 'string' && text.trim() !== '' ? Number(text.trim()) : NaN;

function byRegex(extraction: Extract<Extraction, { source: 'regex' }>, field: string): Finder {
  const pattern = compilePattern(extraction.pattern, field, { multiline: true });
  if (!pattern.groups.includes('value')) {
    throw problem(field, 'the expression needs a group named value: (?P<value>…)');
  }
  const names = pattern.groups.filter((name) => name !== 'value');
  for (const name of names) {
    const label = LabelName.safeParse(name);
    if (!label.success) {
      throw problem(field, `the group ${name} should be ${label.error.issues[0]?.message}`);
    }
  }
  return ({ output }, limit) =>
    pattern.all(output, limit).map((match) => ({
      labels: Object.fromEntries(names.map((name) => [name, match.groups[name] ?? ''])),
      value: numberOf(match.groups['value']),
      start: match.index,
      end: match.index + match.text.length,
    }));
}

function path(text: string, field: string): JSONPathQuery {
  try {
    return compileJsonPath(text);
  } catch (error) {
    throw problem(field, `not a JSON path: ${(error as Error).message}`);
  }
}

/** What a path finds; what it can not do with this very text is a Failure, too. */
function ask(query: JSONPathQuery, value: JSONValue, field: string): JSONValue[] {
  try {
    return query.query(value).values();
  } catch (error) {
    throw problem(field, error instanceof JSONPathRecursionLimitError ? 'the output is nested too deep for a descent' : (error as Error).message);
  }
}

const textOf = (value: JSONValue): string => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

function byJsonPath(extraction: Extract<Extraction, { source: 'json-path' }>, field: string): Finder {
  const items = path(extraction.path, field);
  const value = path(extraction.value, `${field}.value`);
  const labels = Object.entries(extraction.labels).map(([name, at]) => [name, path(at, `${field}.labels.${name}`)] as const);
  return ({ output }, limit) => {
    let document: JSONValue;
    try {
      document = JSON.parse(output) as JSONValue;
    } catch {
      return [];
    }
    return ask(items, document, field)
      .slice(0, limit)
      .map((item) => ({
        labels: Object.fromEntries(labels.map(([name, at]) => [name, textOf(ask(at, item, field)[0] as JSONValue)])),
        value: numberOf(ask(value, item, field)[0]),
        start: null,
        end: null,
      }));
  };
}

function finder(extraction: Extraction, field: string): Finder {
  switch (extraction.source) {
    case 'regex':
      return byRegex(extraction, `${field}.pattern`);
    case 'json-path':
      return byJsonPath(extraction, `${field}.path`);
    case 'exit-code':
      return ({ exitCode }) => (exitCode === null ? [] : whole(exitCode));
    case 'duration':
      return ({ durationSeconds }) => whole(durationSeconds);
  }
}

/** The extractions of one command, ready to use. */
export interface Extractor {
  extract(facts: RunFacts): ExtractedMetric[];
}

/**
 * Prepares a command's extractions once; throws Failure `unprocessable` naming the field of a bad pattern or path.
 * At most `maxSeries` samples come out of all of them together; the rest is counted in `dropped`, as are values that are no numbers
 * and samples whose labels were already there (the first one stays, as Prometheus refuses twins).
 */
export function createExtractor(command: string, extractions: readonly Extraction[], maxSeries: number): Extractor {
  const prepared = extractions.map((extraction, index) => ({
    extraction,
    name: metricName(command, extraction),
    find: finder(extraction, `extractions.${index}`),
  }));
  return {
    extract(facts) {
      let room = maxSeries;
      const seen = new Set<string>();
      return prepared.map(({ extraction, name, find }) => {
        const found = find(facts, matchLimit);
        const samples = [];
        for (const { labels, value: read, start, end } of found) {
          const key = `${name}${JSON.stringify(labels)}`;
          const value = read * extraction.factor;
          if (room > 0 && Number.isFinite(value) && !seen.has(key)) {
            seen.add(key);
            room -= 1;
            samples.push({ labels, value, start, end });
          }
        }
        return { name, type: extraction.type, help: extraction.help || `Value of the command ${command}.`, samples, dropped: found.length - samples.length };
      });
    },
  };
}

function problem(field: string, message: string): Failure {
  return new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }] });
}
