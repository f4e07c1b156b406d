const key = 'shellwatch.fleet.view';

/** Tiles or table, as this person chose last on this browser; a link that names the view wins over it. */
export const rememberedView = {
  read: (): string => window.localStorage.getItem(key) ?? 'tiles',
  write: (view: string) => window.localStorage.setItem(key, view),
};
