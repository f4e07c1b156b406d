/** One line of /proc/PID/mountinfo, as far as filesystem metrics need it. */
export interface Mount {
  device: string;
  /** As node_exporter shows it: spaces and tabs decoded. */
  mountpoint: string;
  /** As the kernel knows it: everything decoded. */
  path: string;
  fstype: string;
  major: string;
  minor: string;
  readonly: boolean;
}

/** The kernel writes space, tab, newline and backslash as three octal digits. */
const decoded = (text: string, digits: RegExp): string =>
  text.replace(digits, (escape) => String.fromCharCode(parseInt(escape.slice(1), 8)));

/** The few words of a line that count, cut out: lists of all words of dozens of lines are much garbage. */
const shape = /^\S+ \S+ ([^ :]*):(\S*) \S+ (\S*) (\S*)(?: \S+)*? - (\S*) (\S*) ?(\S*)/;
const isReadOnly = /(?:^|,)ro(?:,|$)/;
const isReadOnlyAbove = /(?:^|,)(?:emergency_)?ro(?:,|$)/;

/** proc_pid_mountinfo(5): ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS [TAG…] - TYPE SOURCE SUPER-OPTIONS. Throws on any other line. */
export function mountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    if (line === '') {
      continue;
    }
    const found = shape.exec(line);
    if (found === null) {
      throw new Error(`/proc/self/mountinfo: unexpected line ${JSON.stringify(line)}`);
    }
    const [, major = '', minor = '', point = '', options = '', fstype = '', device = '', superOptions = ''] = found;
    mounts.push({
      device,
      mountpoint: decoded(point, /\\040|\\011/g),
      path: decoded(point, /\\[0-7]{3}/g),
      fstype,
      major,
      minor,
      readonly: isReadOnly.test(options) || isReadOnlyAbove.test(superOptions),
    });
  }
  return mounts;
}
