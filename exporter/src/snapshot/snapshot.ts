/**
 * How often a source is read: fast = every poll, medium ≤ 60 s, slow ≤ 5 min, static = session start and hourly.
 * Values of the slower tiers are re-emitted at every poll in between, or their series would go stale.
 */
export type Tier = 'fast' | 'medium' | 'slow' | 'static';

/** A file a collector wants. `*`, `?` and `[…]` in the path make it a glob; globs are for /sys and never fast. */
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
  /** Paths that were read and match the glob, sorted. */
  glob(pattern: string): string[];
  /** The target of a symbolic link, as readlink(1) prints it. */
  link(path: string): string | undefined;
  /** The newest output of a command, while it is not older than two of its periods. */
  run(name: string): RunOutput | undefined;
}
