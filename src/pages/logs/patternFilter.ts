/** A pattern of the analysis as a regular expression: its variable parts match anything. */
export const patternFilter = (pattern: string): string =>
  pattern
    .split('<*>')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*');
