import { errors, type ErrorCode } from '../../contract/errors.ts';

/** A coded failure a caller can act on; http/onError turns it into a reply, the CLI into a line. */
export class Failure extends Error {
  readonly code: ErrorCode;
  readonly details: unknown;
  constructor(code: ErrorCode, options: { message?: string; details?: unknown; cause?: unknown } = {}) {
    super(options.message ?? errors[code].message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = 'Failure';
    this.code = code;
    this.details = options.details;
  }
}
