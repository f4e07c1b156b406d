/**
 * A function that keeps what it computed, for texts and numbers that are the same at nearly every poll of every server: names and
 * their families, devices and their labels. Label sets that are one object are also compared at once with those of the poll before.
 */
export function remembered<Result, Key extends string | number = string>(compute: (key: Key) => Result, most = 1000): (key: Key) => Result {
  const known = new Map<Key, Result>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) {
      return found as Result;
    }
    if (known.size >= most) {
      known.clear();
    }
    const result = compute(key);
    known.set(key, result);
    return result;
  };
}
