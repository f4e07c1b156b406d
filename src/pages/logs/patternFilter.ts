/**
 * A pattern of the analysis as a regular expression: its variable parts match anything. The analysis splits a message at any
 * white space and joins it by one space, so one space stands for all of it.
 */
export const patternFilter = (pattern: string): string =>
  pattern
    .split('<*>')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' ', '\\s+'))
    .join('.*');
