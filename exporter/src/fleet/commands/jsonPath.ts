import { FunctionExpressionType, JSONPathEnvironment, type FilterFunction, type JSONPathQuery } from 'json-p3';
import { remembered } from '../../metrics/remembered.ts';
import { compilePattern, type Pattern } from '../pattern.ts';

/** Patterns may come out of the text itself, so that there can be many. */
const patternOf = remembered((source) => compilePattern(source, 'pattern'), 100);

const byPattern = (fits: (pattern: Pattern, text: string) => boolean): FilterFunction => ({
  argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
  returnType: FunctionExpressionType.LogicalType,
  call: (text: unknown, source: unknown) => typeof text === 'string' && typeof source === 'string' && fits(patternOf(source), text),
});

/** match() and search() of RFC 9535 by RE2: the library's own back-track, and a text of 30 characters could keep them busy for ever. */
const environment = new JSONPathEnvironment();
environment.functionRegister.set('match', byPattern((pattern, text) => pattern.matches(text)));
environment.functionRegister.set('search', byPattern((pattern, text) => pattern.test(text)));

/** A query by RFC 9535. Throws for a text that is none. */
export const compileJsonPath = (text: string): JSONPathQuery => environment.compile(text);

/**
 * Whether paths, used one inside the other, look at each value once, give or take: names, indexes, wildcards, one descent, and filters
 * over their own item. What looks again and again (two descents, selectors side by side, a filter over the whole text) can take any time.
 */
export const isPlainPath = (...paths: readonly string[]): boolean =>
  paths.join(' ').split('..').length <= 2 && !paths.some((text) => text.includes(',') || (text.includes('?') && (text.includes('..') || text.lastIndexOf('$') > 0)));
