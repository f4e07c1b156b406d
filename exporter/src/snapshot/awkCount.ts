import { oneLine } from '../ssh/readers/oneLine.ts';
import type { AwkCount, Run } from './snapshot.ts';

/** One counting as sh text that starts an awk for it, or does without where the server has none. */
export const awkOrElse = ({ feed, functions = '', each, last }: AwkCount, without: string): string =>
  `LC_ALL=C; export LC_ALL
if command -v awk >/dev/null; then { ${feed}; } | awk '${oneLine(`${functions}\n{ ${each} }\nEND { ${last} }`)}'
else
${without}
fi`;

/**
 * One awk program for all countings, as a line for a shell. It stays, reads what the runner's shell feeds it, and prints
 * the marks itself: `NONCE b NAME`, lines, `NONCE e CODE`.
 */
export function awkProgram(runs: ReadonlyArray<Pick<Run, 'name' | 'awk'>>): string {
  const counts = runs.flatMap(({ name, awk }) => (awk === undefined ? [] : [{ name, ...awk }]));
  return oneLine(`
${counts.map(({ functions = '' }) => functions).join('\n')}
function mark() { printf "\\n%s\\n", $0; fflush(); }
index($0, n " b ") == 1 { run = substr($0, length(n) + 4); mark(); next; }
index($0, n " e ") == 1 {
${counts.map(({ name, last }) => `if (run == "${name}") { ${last} }`).join('\n')}
mark(); run = ""; next;
}
${counts.map(({ name, each }) => `run == "${name}" { ${each} }`).join('\n')}
`);
}
