const ends: Array<() => Promise<unknown>> = [];

/** What several rows share is ended once, after the last of them. */
export const atEnd = (end: () => Promise<unknown>): void => void ends.push(end);

export async function endAll(): Promise<void> {
  for (const end of ends.splice(0).reverse()) {
    await end();
  }
}
