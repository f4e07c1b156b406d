import type { ReadResult } from '../session.ts';
import { lengthReply } from './lengthReply.ts';
import { oneLine } from './oneLine.ts';
import { isPlainPath, type ReaderProgram, type ReplyParser } from './program.ts';
import { tabRequests } from './tabRequests.ts';

/**
 * For gawk, mawk and busybox awk, which has no readlink. Without \`-W interactive\` mawk waits for 4 KiB of requests
 * before it looks at one; the two others ignore the option.
 */
export const source = `
BEGIN {
  ORS = "";
  # With a separator that no text has, one getline takes a whole file. An interactive mawk reads by lines whatever RS is.
  RS = "\\001";
  if ((getline text < "/proc/stat") > 0) whole = index(text, "\\n");
  close("/proc/stat");
  RS = "\\n";
  print "\\n" n " ready " (whole ? "whole" : "lines") "\\n";
  fflush();
}
{
  count = split($0, path, "\\t");
  # srand returns the seed of the call before, which is the wall clock in seconds.
  srand();
  head = n " " path[1] " " sprintf("%.0f", srand());
  body = "";
  if (whole) RS = "\\001";
  for (i = 2; i <= count; i++) {
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
  fflush();
}
`;

const awkOf = (program: string): ReaderProgram => ({
  rung: 'awk',
  readsLinks: false,
  // In any other locale length() could count characters.
  command: (nonce) => `env LC_ALL=C ${program} -v n=${nonce} '${oneLine(source)}'`,
  dialogue(nonce, ready, cap) {
    const encode = tabRequests(isPlainPath, false);
    return {
      request(id, plan) {
        const { text, files } = encode(plan);
        const parser = lengthReply(nonce, id, files, [], cap);
        return { text: `${id}${text}\n`, parser: ready === 'lines' ? withoutEmpty(parser) : parser };
      },
    };
  },
});

/** mawk tells a file that can not be read (EINVAL of many in /sys) as empty; there, empty is as good as absent. */
const withoutEmpty = (parser: ReplyParser): ReplyParser => ({
  feed(chunk): ReadResult | undefined {
    const result = parser.feed(chunk);
    return result && { ...result, files: new Map([...result.files].filter(([, text]) => text !== '')) };
  },
});

export const awk = awkOf('awk -W interactive');
/** Where busybox is installed without its links. */
export const busyboxAwk = awkOf('busybox awk');
/** The awk of the BSDs, "the one true awk", knows no -W. */
export const plainAwk = awkOf('awk');
