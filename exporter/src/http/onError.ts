import type { ErrorRequestHandler } from 'express';
import { errors, type ErrorCode, type ErrorReply } from '../../../contract/errors.ts';
import { reasonMessage } from '../../../contract/status.ts';
import { Failure } from '../errors.ts';
import type { Log } from '../log.ts';
import { SshFailure } from '../ssh/session.ts';
import { sendJson } from './reply.ts';

/** body-parser's `type` → our code. */
const bodyErrors: Record<string, ErrorCode> = {
  'entity.parse.failed': 'bad_json',
  'entity.too.large': 'body_too_large',
  'request.size.invalid': 'bad_request',
  'encoding.unsupported': 'unsupported_media_type',
  'charset.unsupported': 'unsupported_media_type',
  'entity.verify.failed': 'bad_request',
};

/** SQLite's and PostgreSQL's words for "not now": busy, full, unreadable; connection lost, shutting down, out of resources. */
const storeErrors = /^(SQLITE_(BUSY|LOCKED|IOERR|FULL|READONLY|CANTOPEN|CORRUPT|NOTADB)|08...|53...|57P0.|ECONNREFUSED|ECONNRESET)/;

/** Any error as the Failure that is told to the client; what is not meant for clients becomes `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) {
    return error;
  }
  if (error instanceof SshFailure) {
    return new Failure('server_unreachable', { message: reasonMessage(error.reason), details: { reason: error.reason, detail: error.detail }, cause: error });
  }
  const { type, code, status } = (error ?? {}) as { type?: unknown; code?: unknown; status?: unknown };
  const bodyError = typeof type === 'string' ? bodyErrors[type] : undefined;
  if (bodyError !== undefined) {
    return new Failure(bodyError);
  }
  if (error instanceof URIError || (status === 400 && typeof type === 'string')) {
    return new Failure('bad_request', { cause: error });
  }
  const isStore = typeof code === 'string' && storeErrors.test(code);
  return new Failure(isStore ? 'store_unavailable' : 'internal', { cause: error });
}

export const errorReply = ({ code, message, details }: Failure): ErrorReply => ({ code, message, ...(details === undefined ? {} : { details }) });

/** The one place where an error becomes a reply. */
export function onError(log: Log): ErrorRequestHandler {
  return async (error, request, response, next) => {
    const failure = failureOf(error);
    const status = (response.locals['outage'] as number | undefined) ?? errors[failure.code].status;
    const requestId = response.locals['requestId'] as string;
    const aborted = (error as { type?: unknown } | null)?.type === 'request.aborted' || response.destroyed;
    if (aborted) {
      return;
    }
    if (failure.code === 'internal' || failure.code === 'store_unavailable') {
      log.error({ requestId, method: request.method, path: request.path, err: failure.cause ?? failure }, 'request failed');
    } else {
      log.debug({ requestId, method: request.method, path: request.path, code: failure.code }, 'request refused');
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    response.removeHeader('ETag');
    await sendJson(request, response, status, errorReply(failure));
  };
}
