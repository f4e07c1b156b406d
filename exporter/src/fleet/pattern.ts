import { RE2JS } from 're2js';
import { Failure } from '../errors.ts';

/** Larger programs than this are refused: RE2 is linear, but its factor is the program's size. */
const maxProgram = 2000;
/** A pattern that would need longer than this for a line of so many characters, made to keep it busy, is refused. */
const slowMs = 30;
export const lineChars = 4096;
/**
 * Time grows with characters times program, so large programs are told by shorter texts; but not by those so short that RE2 takes
 * its way for small ones (a bit for each of both, 256 Ki at most).
 */
const probeSize = 800_000;
const probeCharacters = 7;

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

const verdicts = new Map<string, boolean>();
const mostVerdicts = 1000;

/** Whether a pattern was found quick or slow already: to find out takes up to a second for the slowest. */
export const isJudged = (source: string): boolean => verdicts.has(source);

function judge(source: string, slow: boolean): void {
  if (verdicts.size >= mostVerdicts) {
    verdicts.clear();
  }
  verdicts.set(source, slow);
}

/** Another thread compiled this pattern, so it is not slow. */
export const takeAsJudged = (source: string): void => judge(source, false);

/** CPU time of this thread, ms: what else the machine does is not the pattern's fault. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The quickest of some rounds counts, as the first ones are compiled while they run. Far beyond the limit one is enough. */
function takesLong(limit: number, work: () => void): boolean {
  for (let round = 0; round < 5; round += 1) {
    const began = cpuMs();
    work();
    const took = cpuMs() - began;
    if (took <= limit) {
      return false;
    }
    if (took > 10 * limit) {
      return true;
    }
  }
  return true;
}

/**
 * Whether a pattern takes long for a text of one character again and again, by itself and with one between that fits nowhere:
 * the characters it names, and one of every kind.
 */
function isSlow(compiled: RE2JS, source: string): boolean {
  const known = verdicts.get(source);
  if (known !== undefined) {
    return known;
  }
  const chars = Math.min(lineChars, Math.ceil(probeSize / compiled.programSize()));
  const characters = [...new Set(['a', '0', ' ', '\u0001', ...(source.match(/[\p{L}\p{N}=:;,/-]/gu) ?? [])])].slice(0, probeCharacters);
  const slow = characters
    .flatMap((character) => [character.repeat(chars), `${character}\u0001`.repeat(chars / 2)])
    .some((text) => takesLong((slowMs * chars) / lineChars, () => [...compiled.matchAll(text)].length));
  judge(source, slow);
  return slow;
}

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
  if (isSlow(compiled, source)) {
    throw wrong(field, `the expression is too slow: a line of ${lineChars} characters can keep it busy for more than ${slowMs} ms; use smaller repetition counts`);
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
