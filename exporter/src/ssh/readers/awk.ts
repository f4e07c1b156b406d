import type { ReadPlan } from '../session.ts';
import { lengthReply } from './lengthReply.ts';
import { mawkReply } from './mawkReply.ts';
import { oneLine } from './oneLine.ts';
import { isPlainPath, type ReaderProgram } from './program.ts';
import { separatorFile } from './sh.ts';
import { tabRequests } from './tabRequests.ts';

/**
 * For gawk, mawk and busybox awk; none has a readlink. Without `-W interactive` mawk waits for 4 KiB and more of requests
 * before it looks at one; the two others ignore the option. With it, mawk reads all files by lines, whatever RS is, and
 * version 20200120 (Debian 11 and 12, Ubuntu 22.04) goes on with memory it never wrote to after a last line without a
 * newline. So it reads only what surely ends with one, /proc, and leaves the rest of a request to one cat.
 */
export const source = `
BEGIN {
  ORS = "";
  mark = "${separatorFile}";
  getline boot < mark;
  close(mark);
  # With a separator that no text has, one getline takes a whole file.
  RS = "\\001";
  if ((getline text < "/proc/stat") > 0) whole = index(text, "\\n");
  close("/proc/stat");
  RS = "\\n";
  cat = "IFS= read -r list; set -f; IFS=\\"\\t\\"; exec cat $list 2>&1";
  print "\\n" n " ready " (whole ? "whole" : "lines " boot) "\\n";
  fflush();
}
{
  count = split($0, path, "\\t");
  # srand returns the seed of the call before, which is the wall clock in seconds.
  srand();
  head = n " " path[1] " " sprintf("%.0f", srand());
  body = "";
  rest = "";
  if (whole) RS = "\\001";
  for (i = 2; i <= count; i++) {
    if (whole == 0 && (index(path[i], "/proc/") == 0 || index(path[i], "device-tree"))) {
      rest = rest "\\t" path[i] "\\t" mark;
      continue;
    }
    text = "";
    some = 0;
    while ((got = (getline piece < path[i])) > 0) {
      if (whole) text = some ? text RS piece : piece; else text = text piece "\\n";
      some = 1;
    }
    close(path[i]);
    if (got < 0) head = head " -"; else { head = head " " length(text); body = body text; }
  }
  RS = "\\n";
  print head "\\n" body n ".\\n";
  if (rest) {
    print n " " path[1] "\\n";
    fflush();
    print mark rest "\\n" | cat;
    close(cat);
    print n ".\\n";
  }
  fflush();
}
`;

const encodeWhole = tabRequests(isPlainPath, false);
const encodeSplit = tabRequests((path) => isPlainPath(path) && path !== separatorFile, false);

const awkOf = (env: string, program: string): ReaderProgram => ({
  rung: 'awk',
  readsLinks: false,
  // In any other locale length() could count characters.
  command: (nonce) => `${env} LC_ALL=C ${program} -v n=${nonce} '${oneLine(source)}'`,
  dialogue(nonce, ready, cap) {
    const [mode, boot] = ready.split(' ');
    const encode = mode === 'whole' ? encodeWhole : encodeSplit;
    return {
      request(id, plan: ReadPlan) {
        const { text, files } = encode(plan);
        const parser =
          mode === 'whole'
            ? lengthReply(nonce, id, files, [], cap)
            : mawkReply(nonce, id, files, boot ?? '', plan, cap);
        return { text: `${id}${text}\n`, parser };
      },
    };
  },
});

export const awk = awkOf('env', 'awk -W interactive');
/** Where busybox is installed without its links: there is nothing else then, not even env. */
export const busyboxAwk = awkOf('busybox env', 'busybox awk');
/** The awk of the BSDs, "the one true awk", knows no -W. */
export const plainAwk = awkOf('env', 'awk');
