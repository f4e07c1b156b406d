/**
 * A function that keeps what it computed, for texts that are the same at nearly every poll of every server: names and their
 * families, devices and their labels. Label sets that are one object are also compared at once with those of the poll before.
 */
export function remembered<Result>(compute: (text: string) => Result, most = 1000): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined || known.has(text)) {
      return found as Result;
    }
    if (known.size >= most) {
      known.clear();
    }
    const result = compute(text);
    known.set(text, result);
    return result;
  };
}
