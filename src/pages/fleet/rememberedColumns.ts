const key = 'shellwatch.fleet.columns';

/** The columns of the table that this person chose last on this browser, by commas; empty for all. A link that names some wins over it. */
export const rememberedColumns = {
  read: (): string => window.localStorage.getItem(key) ?? '',
  write: (columns: string) => window.localStorage.setItem(key, columns),
};
