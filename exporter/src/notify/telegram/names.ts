/** The one a person means: by its whole name, else by a beginning that only it has. Otherwise those that come near. */
export function findNamed<T extends { name: string }>(all: readonly T[], wanted: string): { found: T } | { near: T[] } {
  const key = wanted.trim().toLowerCase();
  const exact = all.filter(({ name }) => name.toLowerCase() === key);
  const begins = all.filter(({ name }) => name.toLowerCase().startsWith(key));
  const [found, second] = exact.length > 0 ? exact : key === '' ? [] : begins;
  if (found !== undefined && second === undefined) {
    return { found };
  }
  const holds = all.filter(({ name }) => name.toLowerCase().includes(key));
  return { near: [...new Set([...begins, ...holds])].sort((a, b) => a.name.localeCompare(b.name)) };
}
