/**
 * How often a source is read: fast = every poll, medium ≤ 60 s, slow ≤ 5 min, static = session start and hourly.
 * Values of the slower tiers are re-emitted at every poll in between, or their series would go stale.
 */
export type Tier = 'fast' | 'medium' | 'slow' | 'static';

/** A file a collector wants. `*`, `?` and `[…]` in the path make it a glob, as sh(1) expands it; globs are for /sys, /run/udev and /proc/spl (ZFS), and never fast. */
export interface Read {
  path: string;
  tier: Tier;
  /** The target of a symbolic link instead of the content of a file. */
  link?: boolean;
}

/**
 * A command a collector wants, run in its own bounded channel so that it never delays a poll.
 * `script` is POSIX sh text sent over stdin; it must work on dash, bash and busybox ash.
 */
export interface Run {
  name: string;
  tier: Exclude<Tier, 'fast'>;
  script: string;
  /**
   * The same output from Perl 5 without modules beyond the core, used where the reader runs on perl: syscalls instead of forks.
   * It runs in a process of its own, may `exit`, and reads nothing from standard input.
   */
  perl?: string;
  /** What the script counts with awk, where the reader runs on one: it is then done by an awk that stays, and none is started. */
  awk?: AwkCount;
  /**
   * Words for both, in "$@" of the script and @ARGV of the perl, made from what was read before it begins (but the fast
   * tier, which is not kept between polls): settings and what a server told go here, never into the text.
   */
  args?: (snapshot: Snapshot) => readonly string[];
  /** Nobody asks for its output later: whoever is told of a new one takes what there is to know. */
  passing?: true;
}

/** Counting that shell and awk do together: the shell prints lines, awk makes the output of them. No `'` and no `!` in the awk text. */
export interface AwkCount {
  /** sh text that prints the lines. It is run by a shell that stays: no `exit`, no `cd`, no variables, no words. */
  feed: string;
  /** awk functions, each statement with its semicolon; one name for one thing in all runs. */
  functions?: string;
  /** awk statements for each line. */
  each: string;
  /** awk statements behind the last line: they print the output and leave every variable empty. */
  last: string;
}

export interface RunOutput {
  stdout: string;
  exitCode: number;
}

/** Everything one poll read from a server. Absent is `undefined`, and never an empty text. */
export interface Snapshot {
  /** The server's wall clock when the fast files were read, in seconds; absent when it could not be told. */
  readonly time: number | undefined;
  /** The content of a file. */
  read(path: string): string | undefined;
  /** Paths of the files and links that were read because of this glob, sorted; only globs that a collector's `reads` names. */
  glob(pattern: string): readonly string[];
  /** The target of a symbolic link, as readlink(1) prints it. */
  link(path: string): string | undefined;
  /** The newest output of a command, while it is not older than two of its periods. */
  run(name: string): RunOutput | undefined;
  /** With them, families of unchanged sources are not computed twice. */
  readonly revisions?: Revisions;
}

/** Numbers that grow whenever something was read anew. */
export interface Revisions {
  /** Files and links of a tier. */
  readonly tiers: Readonly<Record<Tier, number>>;
  /** A run's output, by the run's name; one that never had any is not there. */
  readonly runs: ReadonlyMap<string, number>;
}
