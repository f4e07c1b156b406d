import { single, type Family } from '../metrics/family.ts';
import type { Run } from '../snapshot/snapshot.ts';
import type { Collector } from './collector.ts';
import type { CollectorSettings } from './settings.ts';
import { parseTextFormat, type TextFamily } from './textFormat.ts';

/**
 * Output: for each file `@MTIME PATH` and its lines with a space before them; `!PATH` for a directory or file that can not be read.
 * The settings' directories may be globs.
 */
const run = (directories: readonly string[]): Run => ({
  name: 'textfile',
  tier: 'medium',
  args: () => directories,
  script: `IFS=
for pattern; do
  for directory in $pattern; do
    [ -r "$directory" ] && [ -x "$directory" ] || { echo "!$directory"; continue; }
    for file in "$directory"/*.prom; do
      [ -e "$file" ] || continue
      [ -r "$file" ] || { echo "!$file"; continue; }
      echo "@$(stat -c %Y "$file") $file"
      sed 's/^/ /' "$file"
      echo
    done
  done
done`,
});

interface TextFile {
  path: string;
  mtime: number;
  text: string;
}

function files(stdout: string): { read: TextFile[]; unreadable: string[] } {
  const read: TextFile[] = [];
  const unreadable: string[] = [];
  for (const line of stdout.split('\n')) {
    if (line.startsWith('@')) {
      const space = line.indexOf(' ');
      read.push({ path: line.slice(space + 1), mtime: Number(line.slice(1, space)), text: '' });
    } else if (line.startsWith('!')) {
      unreadable.push(line.slice(1));
    } else if (line.startsWith(' ')) {
      const last = read.at(-1);
      if (last !== undefined) {
        last.text += `${line.slice(1)}\n`;
      }
    }
  }
  return { read, unreadable };
}

/** Families of all files by name. One with another HELP than the first of its name is an error and left out. */
function merged(parsed: ReadonlyArray<{ path: string; families: TextFamily[] }>): {
  families: Family[];
  conflict: boolean;
} {
  const byName = new Map<string, Family>();
  let conflict = false;
  for (const { path, families } of parsed) {
    for (const { name, type, help, samples } of families) {
      const known = byName.get(name);
      if (known === undefined) {
        byName.set(name, { name, type, help: help ?? `From ${path}.`, samples });
      } else if (help !== undefined && help !== known.help) {
        conflict = true;
      } else {
        known.samples.push(...samples);
      }
    }
  }
  return { families: [...byName.values()], conflict };
}

/** Metrics other programs write into files on the server, from directories the settings name. */
export function textfile({ option }: CollectorSettings): Collector {
  const directories = option['textfile.directory']
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const textfileRun = run(directories);
  return {
    name: 'textfile',
    reads: [],
    runs: directories.length === 0 ? [] : [textfileRun],
    collect(snapshot) {
      const output = directories.length === 0 ? { stdout: '' } : snapshot.run(textfileRun.name);
      if (output === undefined) {
        return undefined;
      }
      const { read, unreadable } = files(output.stdout);
      const parsed: Array<TextFile & { families: TextFamily[] }> = [];
      let failed = unreadable.length > 0;
      for (const file of read) {
        try {
          parsed.push({ ...file, families: parseTextFormat(file.text) });
        } catch {
          failed = true;
        }
      }
      const { families, conflict } = merged(parsed);
      if (parsed.length > 0) {
        const samples = parsed.map(({ path, mtime }) => ({ labels: { file: path }, value: mtime }));
        families.push({
          type: 'gauge',
          name: 'node_textfile_mtime_seconds',
          help: 'When the text file was written.',
          samples,
        });
      }
      families.push(
        single(
          'gauge',
          'node_textfile_scrape_error',
          '1 when a text file could not be used.',
          failed || conflict ? 1 : 0
        )
      );
      return families;
    },
  };
}
