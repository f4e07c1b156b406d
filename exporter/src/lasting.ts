const known = new WeakSet<object>();

/** Says that a value stays as it is, with all that is in it, and sees to it: what is worked out from it once is true for ever. */
export function lasting<T extends object>(value: T): T {
  if (!known.has(value)) {
    Object.values(value).forEach((inner: unknown) => typeof inner === 'object' && inner !== null && lasting(inner));
    known.add(Object.freeze(value));
  }
  return value;
}

/** Whether `lasting` was said of this value. One that is only frozen may hold what changes. */
export const isLasting = (value: unknown): value is object => typeof value === 'object' && value !== null && known.has(value);
