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

/** proc_pid_mountinfo(5): ID PARENT MAJOR:MINOR ROOT MOUNTPOINT OPTIONS [TAG…] - TYPE SOURCE SUPER-OPTIONS. */
export function mountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const fields = line.split(' ');
    const dash = fields.indexOf('-', 6);
    const [, , devices = '', , point = '', options = ''] = fields;
    const [fstype = '', device = '', superOptions = ''] = fields.slice(dash + 1);
    if (line === '') {
      continue;
    }
    if (dash < 0 || !devices.includes(':')) {
      throw new Error(`/proc/self/mountinfo: unexpected line ${JSON.stringify(line)}`);
    }
    const [major = '', minor = ''] = devices.split(':');
    const over = superOptions.split(',');
    mounts.push({
      device,
      mountpoint: decoded(point, /\\040|\\011/g),
      path: decoded(point, /\\[0-7]{3}/g),
      fstype,
      major,
      minor,
      readonly: options.split(',').includes('ro') || over.includes('ro') || over.includes('emergency_ro'),
    });
  }
  return mounts;
}
