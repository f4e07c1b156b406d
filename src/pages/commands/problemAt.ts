import type { Problems } from './commandDraft';

/** What is wrong at a path, in the form that Grafana's Field takes. */
export function at(problems: Problems, path: string): { invalid: true; error: string } | Record<string, never> {
  const found = problems[path] ?? Object.entries(problems).find(([key]) => key.startsWith(`${path}.`))?.[1];
  return found === undefined ? {} : { invalid: true, error: found };
}
