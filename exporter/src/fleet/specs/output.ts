/** What the script printed, sorted out. */
export interface SpecsOutput {
  /** The text of a section, trimmed; undefined when it is empty. */
  section(name: string): string | undefined;
  /** The first line of a file, trimmed; undefined when the file is not there, empty, or may not be read. */
  file(path: string): string | undefined;
  lines(path: string): readonly string[];
  /** Paths of files that match, sorted as people number them: sda before sdb, cpu2 before cpu10. */
  paths(pattern: RegExp): string[];
  link(path: string): string | undefined;
  /** `ls` found it, whether it can be read or not. */
  exists(path: string): boolean;
  /** The file is there, but this user may not read it. */
  isDenied(path: string): boolean;
  /** Everything arrived. */
  readonly complete: boolean;
}

const byNumber = new Intl.Collator('en', { numeric: true }).compare;

/** `PATH:TEXT`, where a path may hold colons itself: those of PCI addresses and of udev's files. */
const fileLine = /^(\/\S*?\/[0-9a-f]{4,}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]\/[^:\s]+|\/run\/udev\/data\/(?:[bc]\d+:\d+|\+dmi:id)|\/[^:]+):(.*)$/;

/** `grep: PATH: Permission denied`, as GNU's, busybox's and BSD's say it. */
const denied = /^grep: (\/.*): Permission denied$/;

export function parseOutput(stdout: string, stderr: string): SpecsOutput {
  const sections = new Map<string, string>();
  for (const part of stdout.split('\u001e').slice(1)) {
    const end = part.indexOf('\n');
    sections.set(part.slice(0, end), part.slice(end + 1));
  }
  const files = new Map<string, string[]>();
  for (const line of (sections.get('files') ?? '').split('\n')) {
    const [, path, text] = fileLine.exec(line) ?? [];
    if (path !== undefined && text !== undefined) {
      const known = files.get(path);
      if (known === undefined) {
        files.set(path, [text]);
      } else {
        known.push(text);
      }
    }
  }
  /** What `ls -l` listed; what is no link has no target. */
  const listed = new Map<string, string | undefined>();
  for (const line of (sections.get('links') ?? '').split('\n')) {
    const [, path, target] = /\s(\/\S+)(?: -> (.+))?$/.exec(line) ?? [];
    if (path !== undefined) {
      listed.set(path, target);
    }
  }
  const refused = new Set(stderr.split('\n').flatMap((line) => denied.exec(line)?.[1] ?? []));
  const trimmed = (text: string | undefined): string | undefined => {
    const found = text?.trim();
    return found === undefined || found === '' ? undefined : found;
  };
  return {
    section: (name) => trimmed(sections.get(name)),
    file: (path) => trimmed(files.get(path)?.[0]),
    lines: (path) => files.get(path) ?? [],
    paths: (pattern) => [...files.keys()].filter((path) => pattern.test(path)).sort(byNumber),
    link: (path) => listed.get(path),
    exists: (path) => listed.has(path),
    isDenied: (path) => refused.has(path),
    complete: sections.has('end'),
  };
}
