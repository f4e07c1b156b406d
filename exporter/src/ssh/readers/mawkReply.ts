import type { ReadPlan, ReadResult } from '../session.ts';
import { lengthReply } from './lengthReply.ts';
import type { ReplyParser } from './program.ts';
import { separatedReply } from './separatedReply.ts';
import { separatorFile } from './sh.ts';

/** Which files mawk reads itself: the awk program decides by the same rule. */
const byMawk = (file: string): boolean => file.startsWith('/proc/') && !file.includes('device-tree');

/** mawk's own files by length, then what cat read for it, between separators. */
export function mawkReply(
  nonce: string,
  id: number,
  files: readonly string[],
  boot: string,
  plan: ReadPlan,
  cap: number
): ReplyParser {
  const own = lengthReply(nonce, id, files.filter(byMawk), [], cap);
  const others = files.filter((file) => !byMawk(file));
  const rest = others.length === 0 ? undefined : separatedReply(nonce, id, others, `${boot}\n`, undefined, cap);
  let first: ReadResult | undefined;
  const finish = (found: ReadonlyMap<string, string>): ReadResult => {
    // A file that can not be read (EINVAL of some in /proc) looks empty to mawk; there, empty is as good as absent.
    const kept = [...(first?.files ?? [])].filter(([, text]) => text !== '');
    const known: Array<[string, string]> =
      plan.files.includes(separatorFile) && boot !== '' ? [[separatorFile, `${boot}\n`]] : [];
    const byName = new Map([...kept, ...found, ...known]);
    const inOrder = plan.files.flatMap((file): Array<[string, string]> => {
      const text = byName.get(file);
      return text === undefined ? [] : [[file, text]];
    });
    return { time: first?.time, files: new Map(inOrder), links: new Map() };
  };

  return {
    feed(chunk) {
      let left = chunk;
      if (first === undefined) {
        first = own.feed(chunk);
        if (first === undefined) {
          return undefined;
        }
        left = own.left();
      }
      if (rest === undefined) {
        return finish(new Map());
      }
      const second = rest.feed(left);
      return second && finish(second.files);
    },
  };
}
