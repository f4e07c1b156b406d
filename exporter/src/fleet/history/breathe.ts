/** Lets what is due have its turn: the embedded database answers at once, so an await alone does not. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
