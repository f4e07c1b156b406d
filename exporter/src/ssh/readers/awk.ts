import type { ReadPlan } from '../session.ts';
import { lengthReply } from './lengthReply.ts';
import { oneLine } from './oneLine.ts';
import { isPlainPath, type ReaderProgram } from './program.ts';
import { separatorFile } from './sh.ts';
import { tabRequests } from './tabRequests.ts';

/**
 * For gawk, mawk and busybox awk; none has a readlink. Without `-W interactive` mawk waits for 4 KiB and more of requests
 * before it looks at one; the two others ignore the option. With it, mawk reads all files by lines, whatever RS is: whether
 * the last one had its newline it can not tell, and version 20200120 (Debian 11 and 12, Ubuntu 22.04) goes on behind one
 * without with memory it never wrote to. So cat reads for it what is not in /proc, many files at once and with a mark behind
 * each. What came as one whole line, as nearly everything in /sys does, mawk reads itself from then on; when there is
 * anything else in it one day, cat looks again. A file with NUL bytes, where mawk ends a line, is cut there or absent.
 */
export const source = `
BEGIN {
  ORS = "";
  mark = "${separatorFile}";
  getline boot < mark;
  close(mark);
  # With a separator that no text has, one getline takes a whole file.
  RS = "\\001";
  if ((getline piece < "/proc/stat") > 0) whole = index(piece, "\\n");
  close("/proc/stat");
  RS = "\\n";
  print "\\n" n " ready awk\\n";
  fflush();
}

# Puts the text of a file in text; returns the number of pieces it came in, -1 where it can not be opened or read.
function take(file, got, piece, some) {
  text = "";
  some = 0;
  while ((got = (getline piece < file)) > 0) {
    if (whole) text = some ? text RS piece : piece; else text = text piece "\\n";
    some++;
  }
  close(file);
  return got < 0 ? -1 : some;
}

# For mawk: 1 with the text of a file, 0 where it is absent, -1 where only cat can tell.
function known(file, some, usual) {
  # What can not be read (EINVAL of some in /proc) looks empty to mawk; there, empty is as good as absent.
  if (index(file, "/proc/") == 1) return take(file) > 0;
  usual = kind[file];
  if (usual == "") return -1;
  some = take(file);
  if (some < 0) return 0;
  if (some == 1 && usual == "line" || some == 0 && usual == "empty") return 1;
  return some == 0 && usual == "unreadable" ? 0 : -1;
}

# Has cat read the files of wanted[from] to wanted[to].
function ask(from, to, i, name, list, line, text, lines, last, rest) {
  list = "exec cat " mark;
  for (i = from; i <= to; i++) {
    name = path[wanted[i]];
    gsub(/\\047/, "\\047\\"\\047\\"\\047", name);
    list = list " \\047" name "\\047 " mark;
  }
  list = list " 2>&1";
  i = from - 1;
  while (to - from < 300 && (list | getline line) > 0) {
    rest = length(line) - length(boot);
    if (rest >= 0 && substr(line, rest + 1) == boot) {
      if (i >= from) keep(wanted[i], text substr(line, 1, rest), rest ? 2 : lines + 0, rest == 0 && index(last, "cat: ") == 1);
      i++;
      text = last = "";
      lines = 0;
    } else {
      text = text line "\\n";
      lines++;
      last = line;
    }
  }
  close(list);
  # Marks are missing where there are NUL bytes or too many names.
  if (i == to + 1) return;
  if (from == to) { here[wanted[from]] = 0; return; }
  i = int((from + to) / 2);
  ask(from, i);
  ask(i + 1, to);
}

# An error takes the place of the content.
function keep(at, content, lines, failed) {
  found[at] = content;
  here[at] = failed ? 0 : 1;
  if (failed) kind[path[at]] = take(path[at]) < 0 ? "closed" : "unreadable";
  else kind[path[at]] = lines == 0 ? "empty" : lines == 1 ? "line" : "";
}

{
  count = split($0, path, "\\t");
  # srand returns the seed of the call before, which is the wall clock in seconds.
  srand();
  head = n " " path[1] " " sprintf("%.0f", srand());
  body = "";
  open = 0;
  if (whole) RS = "\\001";
  for (i = 2; i <= count; i++) {
    here[i] = whole ? take(path[i]) >= 0 : known(path[i]);
    if (here[i] < 0) wanted[++open] = i; else found[i] = text;
  }
  RS = "\\n";
  if (open) ask(1, open);
  for (i = 2; i <= count; i++) {
    if (here[i]) { head = head " " length(found[i]); body = body found[i]; } else head = head " -";
  }
  print head "\\n" body n ".\\n";
  fflush();
}
`;

const encode = tabRequests(isPlainPath, false);

const awkOf = (env: string, program: string): ReaderProgram => ({
  rung: 'awk',
  readsLinks: false,
  // In any other locale length() could count characters.
  command: (nonce) => `${env} LC_ALL=C ${program} -v n=${nonce} '${oneLine(source)}'`,
  dialogue(nonce, _ready, cap) {
    return {
      request(id, plan: ReadPlan) {
        const { text, files } = encode(plan);
        return { text: `${id}${text}\n`, parser: lengthReply(nonce, id, files, [], cap) };
      },
    };
  },
});

export const awk = awkOf('env', 'awk -W interactive');
/** Where busybox is installed without its links: there is nothing else then, not even env. */
export const busyboxAwk = awkOf('busybox env', 'busybox awk');
/** The awk of the BSDs, "the one true awk", knows no -W. */
export const plainAwk = awkOf('env', 'awk');
