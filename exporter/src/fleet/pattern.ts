import { RE2JS } from 're2js';
import { Failure } from '../errors.ts';

/** Larger programs than this are refused: RE2 is linear, but its factor is the program's size. */
const maxProgram = 20_000;

export interface PatternMatch {
  index: number;
  text: string;
  groups: Record<string, string | undefined>;
}

/** A person's regular expression with RE2's guarantee: time linear in the text, so no pattern can hang the service. */
export interface Pattern {
  readonly source: string;
  readonly groups: readonly string[];
  /** Somewhere in the text. */
  test(text: string): boolean;
  /** The text as a whole. */
  matches(text: string): boolean;
  first(text: string): PatternMatch | undefined;
  all(text: string, limit: number): PatternMatch[];
}

const toMatch = (match: RegExpMatchArray): PatternMatch => ({ index: match.index ?? 0, text: match[0], groups: { ...match.groups } });

/**
 * Compiles RE2 syntax; `^` and `$` mean lines when `multiline`.
 * Throws Failure `unprocessable` with the field, for look-around, back references and whatever else RE2 refuses.
 */
export function compilePattern(source: string, field: string, options: { multiline?: boolean } = {}): Pattern {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(source, options.multiline ? RE2JS.MULTILINE : 0);
  } catch (error) {
    throw wrong(field, `not a RE2 regular expression: ${(error as Error).message}`, error);
  }
  if (compiled.programSize() > maxProgram) {
    throw wrong(field, 'the expression is too large; use smaller repetition counts');
  }
  return {
    source,
    groups: Object.keys(compiled.namedGroups()),
    test: (text) => compiled.matcher(text).find(),
    matches: (text) => compiled.matcher(text).matches(),
    first: (text) => {
      for (const match of compiled.matchAll(text)) {
        return toMatch(match);
      }
      return undefined;
    },
    all: (text, limit) => {
      const found: PatternMatch[] = [];
      for (const match of compiled.matchAll(text)) {
        found.push(toMatch(match));
        if (found.length >= limit) {
          break;
        }
      }
      return found;
    },
  };
}

function wrong(field: string, message: string, cause?: unknown): Failure {
  return new Failure('unprocessable', { message: `${field}: ${message}`, details: [{ field, message }], cause });
}
