/** Whether a path of a `Read` is a pattern: `*`, `?` and `[…]` as in sh(1). */
export const isGlob = (path: string): boolean => /[*?[]/.test(path);

/**
 * A pathname pattern as a regular expression. As in POSIX.1 2.13.3, a wildcard never matches a slash,
 * and never a dot at the beginning of a name.
 */
export function globToRegExp(pattern: string): RegExp {
  let source = '';
  let nameStarts = true;
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    const noDot = nameStarts ? '(?!\\.)' : '';
    if (char === '*') {
      source += `${noDot}[^/]*`;
    } else if (char === '?') {
      source += `${noDot}[^/]`;
    } else if (char === '[' && pattern.indexOf(']', at + 2) > 0) {
      const end = pattern.indexOf(']', at + 2);
      const set = pattern
        .slice(at + 1, end)
        .replace(/\\/g, '\\\\')
        .replace(/^!/, '^')
        .replace(/^(\^?)\]/, '$1\\]');
      source += `${noDot}[${set}]`;
      at = end;
    } else {
      source += char.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    }
    nameStarts = char === '/';
  }
  return new RegExp(`^${source}$`, 's');
}
