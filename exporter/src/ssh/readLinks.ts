import { exec, type ExecContext } from './exec.ts';
import { linksOf } from './readers/cat.ts';
import { oneLine } from './readers/oneLine.ts';
import { isPlainPath } from './readers/program.ts';

/** Beside readers that can not resolve links: one ls for all of them, their names as data on standard input. */
export const source = `
LC_ALL=C;
export LC_ALL;
tab=$(printf "\\t");
IFS= read -r list;
set -f;
IFS=$tab;
if command -v ls >/dev/null; then exec ls -ld $list; fi;
exec busybox ls -ld $list;
`;

const timeoutMs = 20_000;

/** Targets of links; those that are not there, or not links, are not in the map. */
export async function readLinks(
  context: ExecContext,
  paths: readonly string[],
  signal: AbortSignal
): Promise<Map<string, string>> {
  const sendable = paths.filter(isPlainPath);
  if (sendable.length === 0) {
    return new Map();
  }
  const options = { stdin: `${sendable.join('\t')}\n`, timeoutMs, signal };
  const { stdout } = await exec(context, `sh -c '${oneLine(source)}'`, options);
  return linksOf(stdout.toString('utf8'), sendable);
}
