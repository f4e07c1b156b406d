import type { Duplex } from 'node:stream';

/** A host key as seen on the wire or pinned. */
export interface HostKey {
  /** Key type as in the wire format: ssh-ed25519, rsa-sha2 keys are ssh-rsa. */
  type: string;
  /** `SHA256:` + base64 without padding, as `ssh-keygen -lf` prints it. */
  fingerprint: string;
  /** The public key blob, base64. */
  key: string;
}

/** A decrypted credential; never logged, lives only as long as a login. */
export type Credential =
  | { type: 'key'; privateKey: string; passphrase?: string | undefined; certificate?: string | undefined }
  | { type: 'password'; password: string }
  | { type: 'keyboard-interactive'; password: string }
  | { type: 'agent'; socket?: string | undefined };

/** Where and how to log in. `pinned` empty + `strict` means: look at the key, then stop before any credential is sent. */
export interface SshTarget {
  id: string;
  name: string;
  host: string;
  port: number;
  username: string;
  credential: Credential;
  hostKeyPolicy: 'strict' | 'trust-first';
  pinned: readonly HostKey[];
  /** Keys that are refused whatever else is pinned: known_hosts' `@revoked`. */
  revoked?: readonly HostKey[];
}

/** One reader request: absolute paths of files to read and of links to resolve. Globs were expanded before. */
export interface ReadPlan {
  files: readonly string[];
  links: readonly string[];
}

/** What the reader found; a path that is absent or unreadable is not in the map. */
export interface ReadResult {
  /** The server's wall clock in seconds, where the rung can tell it without a fork. */
  time: number | undefined;
  files: ReadonlyMap<string, string>;
  links: ReadonlyMap<string, string>;
}

export interface ExecOptions {
  /** Sent to the command's standard input, which is then closed. */
  stdin?: string | Uint8Array;
  /** Leave the input open after that, as long as the command runs: its end then tells that we are gone. */
  keepInput?: boolean;
  /** Standard output and error together are cut here. */
  maxBytes?: number;
  timeoutMs: number;
  signal?: AbortSignal;
  /** Called when the server has begun to run it. */
  onStart?: () => void;
  /** Called with each piece as it arrives, before it counts against the cap. */
  onData?: (chunk: Buffer, stream: 'stdout' | 'stderr') => void;
}

export interface ExecResult {
  stdout: Buffer;
  stderr: Buffer;
  /** null when the server told a signal or nothing. */
  exitCode: number | null;
  signal: string | null;
  truncated: boolean;
}

/** A remote process that goes on until it is closed: log tails. Paused streams push back on the server's window. */
export interface RemoteStream {
  /** Standard input, while `keepInput` left it open. */
  readonly input: NodeJS.WritableStream;
  readonly output: NodeJS.ReadableStream;
  readonly errors: NodeJS.ReadableStream;
  /** Settles with the exit code when the process or its channel ends, however that came. */
  readonly ended: Promise<number | null>;
  /** Closes the channel and makes sure the remote process ends too. */
  close(): Promise<void>;
}

export interface StreamOptions {
  /** Sent to the command's standard input. */
  stdin?: string;
  /** Leave the input open after that: its end then tells the remote process that we are gone. */
  keepInput?: boolean;
  signal?: AbortSignal;
}

/** Which rung of the ladder reads files on this server. */
export type ReaderRung = 'perl' | 'awk' | 'sh' | 'exec';

/** The steps of getting in, in their order; a jump server makes the first two for the servers behind it. */
export type StepName = 'dns' | 'tcp' | 'kex' | 'host_key' | 'login' | 'shell' | 'reader';

/** One step that ended, well or not. */
export interface Step {
  name: StepName;
  ms: number;
  /** What was seen: the address, the algorithms, the rung. */
  detail: string;
  failure?: SshFailure;
}

/**
 * One login on one server, for as long as it lives. Everything goes through it: polls, commands, tails, forwards to servers behind it.
 * Methods reject with an `SshFailure`, whose reason is one of the contract's status reasons.
 */
export interface Session {
  readonly hostKey: HostKey;
  /** Known once `prepare` or the first `read` found one. */
  readonly rung: ReaderRung | undefined;
  /** Bytes since login, for the self metrics. */
  readonly bytes: { received: number; sent: number };
  /** Finds out which reader works here and starts it, if none runs yet. A server that is only jumped through needs none. */
  prepare(signal: AbortSignal, onStep?: (step: Step) => void): Promise<ReaderRung>;
  /** One request to the reader: all files at once. Requests wait for each other; an aborted one has reason `stalled`. */
  read(plan: ReadPlan, signal: AbortSignal): Promise<ReadResult>;
  /**
   * A bounded one-shot command in a channel of its own. `command` is run by the login shell: constants only, data goes by stdin.
   * One that is given up is killed with its process group, but not for a login of root, where OpenSSH refuses signals.
   */
  exec(command: string, options: ExecOptions): Promise<ExecResult>;
  stream(command: string, options: StreamOptions): Promise<RemoteStream>;
  /** A connection from this server to another address: how the servers behind it are reached. */
  forward(host: string, port: number, limit: { ms: number; signal?: AbortSignal }): Promise<Duplex>;
  /** Settles once, with the reason, when the connection is gone. */
  readonly closed: Promise<SshFailure>;
  close(): Promise<void>;
}

/** A failure of the way to a server: `reason` is what status shows, `detail` what the system said. Holds no secret. */
export class SshFailure extends Error {
  readonly reason: string;
  readonly detail: string;
  /** The key the server showed, when it is the key that failed. */
  readonly hostKey: HostKey | undefined;
  constructor(reason: string, detail: string, options?: ErrorOptions & { hostKey?: HostKey }) {
    super(`${reason}: ${detail}`, options);
    this.name = 'SshFailure';
    this.reason = reason;
    this.detail = detail;
    this.hostKey = options?.hostKey;
  }
}
