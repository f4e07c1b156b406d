const key = 'shellwatch.configuration.changes';

/** What was saved just now, told after the reload that makes Grafana read the settings anew. */
export const changes = {
  tell: (words: string[]) => window.sessionStorage.setItem(key, JSON.stringify(words)),
  take: (): string[] => {
    const words = JSON.parse(window.sessionStorage.getItem(key) ?? '[]') as string[];
    window.sessionStorage.removeItem(key);
    return words;
  },
};
