const key = 'shellwatch.configuration.changes';

/** Taken once in the life of a page, whatever Grafana mounts anew meanwhile. */
let taken: string[] | undefined;

/** What was saved just now, told after the reload that makes Grafana read the settings anew. */
export const changes = {
  tell: (words: string[]) => window.sessionStorage.setItem(key, JSON.stringify(words)),
  take: (): string[] => {
    taken ??= JSON.parse(window.sessionStorage.getItem(key) ?? '[]') as string[];
    window.sessionStorage.removeItem(key);
    return taken;
  },
};
