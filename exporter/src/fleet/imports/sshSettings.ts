import SshConfig, { type Directive, type Line, type Match, type Section } from 'ssh-config';

type Value = Directive['value'];

/** The words of a directive; quoted ones stay whole. */
export const wordsOf = (value: Value): string[] => (Array.isArray(value) ? value.map((word) => (typeof word === 'string' ? word : word.val)) : String(value).split(/\s+/));

/** `*` and `?` as in ssh_config(5), in time linear in both, which no regular expression made from a pattern would promise. */
function matchesPattern(pattern: string, name: string): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (from < name.length) {
    if (pattern[at] === '*') {
      [star, mark] = [at, from];
      at += 1;
    } else if (pattern[at] === '?' || pattern[at] === name[from]) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      mark += 1;
      [at, from] = [star + 1, mark];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(at));
}

/** A pattern list: one has to match, and none with `!` before it. */
function matchesList(patterns: readonly string[], name: string): boolean {
  const hit = (pattern: string) => matchesPattern(pattern.toLowerCase(), name.toLowerCase());
  return patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern)) && !patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1)));
}

/** The names a section is for, as patterns; undefined for a Match that asks for more than the name of the server. */
function patternsOf(section: Section | Match): string[] | undefined {
  if (!('criteria' in section)) {
    return wordsOf(section.value);
  }
  const criteria = Object.entries(section.criteria);
  const only = criteria.length === 1 ? criteria[0] : undefined;
  switch (only?.[0].toLowerCase()) {
    case 'all':
      return ['*'];
    case 'host':
    case 'originalhost':
      return wordsOf(only?.[1] as Value).flatMap((word) => word.split(','));
    default:
      return undefined;
  }
}

const mostPatterns = 500;

/**
 * What an ssh_config(5) says about a server: the first value of each setting, by names in small letters. Nothing is run and nothing
 * is looked up for it, unlike by the library's own `compute`, which also takes time that grows with the square of the hosts.
 */
export function createSshSettings(config: SshConfig) {
  const byName = new Map<string, number[]>();
  const withPatterns: Array<{ index: number; patterns: readonly string[] }> = [];
  const leftOut = new Map<Line, string>();
  const everywhere: number[] = [];
  config.forEach((line, index) => {
    if (line.type !== SshConfig.DIRECTIVE) {
      return;
    }
    if (!('config' in line)) {
      everywhere.push(index);
      return;
    }
    const patterns = patternsOf(line);
    if (patterns === undefined) {
      leftOut.set(line, `Match ${'criteria' in line ? Object.keys(line.criteria).join(' ') : ''}`);
    } else if (patterns.some((pattern) => /[*?!]/.test(pattern))) {
      withPatterns.push({ index, patterns });
    } else {
      for (const name of new Set(patterns.map((pattern) => pattern.toLowerCase()))) {
        const sections = byName.get(name) ?? [];
        sections.push(index);
        byName.set(name, sections);
      }
    }
  });
  if (withPatterns.length > mostPatterns) {
    throw new Error(`more than ${mostPatterns} sections with patterns`);
  }

  return {
    /** Sections that were not understood, with what to call them. */
    leftOut,
    of(name: string): Record<string, string | undefined> {
      const matching = withPatterns.filter(({ patterns }) => matchesList(patterns, name)).map(({ index }) => index);
      const settings: Record<string, string | undefined> = Object.create(null) as Record<string, string | undefined>;
      for (const index of [...everywhere, ...(byName.get(name.toLowerCase()) ?? []), ...matching].sort((a, b) => a - b)) {
        const line = config[index] as Directive | Section;
        for (const own of 'config' in line ? line.config : [line]) {
          if (own.type === SshConfig.DIRECTIVE) {
            settings[own.param.toLowerCase()] ??= wordsOf(own.value)[0];
          }
        }
      }
      return settings;
    },
  };
}
