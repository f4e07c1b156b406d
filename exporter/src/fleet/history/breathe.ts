/** Lets what is due have its turn: the embedded database answers at once, so an await alone does not. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The same, and so many milliseconds for whoever else wants the processor; a part of one is none. */
export const rest = (milliseconds: number): Promise<void> => (milliseconds < 1 ? breathe() : new Promise((resolve) => setTimeout(resolve, milliseconds)));
