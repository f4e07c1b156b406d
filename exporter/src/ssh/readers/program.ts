import type { ReadPlan, ReaderRung, ReadResult } from '../session.ts';

/** A request as one rung sends it. Paths it can not carry are left out: they are absent for this rung. */
export interface Request {
  text: string;
  files: readonly string[];
  links: readonly string[];
}

/** Collects the bytes of one reply. Throws an SshFailure when they can not become one. */
export interface ReplyParser {
  feed(chunk: Buffer): ReadResult | undefined;
}

/** A long-lived remote process that answers requests for files, in one language. */
export interface ReaderProgram {
  rung: ReaderRung;
  /** Whether it also resolves links, or that has to be done beside it. */
  readsLinks: boolean;
  /** The command line for the login shell, whichever that is. */
  command(nonce: string): string;
  /** Begins to speak with one process; `ready` is what it said after its ready mark. */
  dialogue(nonce: string, ready: string, cap: number): Dialogue;
}

export interface Dialogue {
  request(id: number, plan: ReadPlan): { text: string; parser: ReplyParser };
}

/** Control characters would break the framing of requests; no file that is worth reading has them in its name. */
export const isPlainPath = (path: string): boolean => /^\/[^\p{Cc}]*$/u.test(path);
