import type { Client } from '../../../contract/client.ts';
import type { Config } from '../config.ts';

/** What a command needs of the world, so that tests can give it another one. */
export interface Shell {
  config: Config;
  /** The API of the service. */
  client: Client;
  out(text: string): void;
  error(text: string): void;
  /** What the process ends with, when the command itself worked but found something wrong. */
  exitWith(code: number): void;
  /** Asks on the terminal; rejects with a `UsageError` where there is none. */
  ask(question: string, options?: { hidden?: boolean }): Promise<string>;
  readonly interactive: boolean;
  /** All of standard input. */
  stdin(): Promise<string>;
}

/** The command was not used right; the message says how. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
